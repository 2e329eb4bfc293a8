"""Cards that open by themselves: plan B when a P1 on air has been nobody's for too long, and what is owed
when nobody was here for very long. Nothing is carried out.

They wait while another card is open, while somebody types, while the keys are locked, and while F8 is
not quiet; the half second of F8 after one has opened is refused, so that no press meant for the desk
lands on it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from console.key_guard import KeyGuard
from console.screens.verbs.performing import Performing
from console.text import Text
from console.view import View
from console.viewing import Viewing

if TYPE_CHECKING:
    from console.screens.verbs.verb import Verb

LOOK_S = 1.0


class SelfOpening:
    """Once an incident, once an absence. `is_free`: nothing is open or being typed on the operator's desk."""

    def __init__(
        self,
        viewing: Viewing,
        guard: KeyGuard,
        performing: Performing,
        is_free: Callable[[], bool],
        t: Text,
    ) -> None:
        self._viewing = viewing
        self._guard = guard
        self._performing = performing
        self._is_free = is_free
        self._t = t
        self._opened: set[str] = set()

    def look(self) -> None:
        """Call it every `LOOK_S`."""
        from console.plan_b import untaken

        view = self._viewing.painted()
        absence = view.state.absence
        cause = f"absence {absence.from_ns}" if absence else untaken(view)
        if not cause or cause in self._opened or not view.in_control:
            return
        if self._guard.locked or not self._guard.f8.is_quiet or not self._is_free():
            return
        self._opened.add(cause)
        self._guard.focused()
        self._performing.perform(self._card(view), again=self._again if view.state.absence else None)

    def _again(self) -> Verb:
        """The question about an absence as it is by now; it may have been answered elsewhere."""
        from console.screens.verbs.absence import go_on

        return go_on(self._viewing.painted(), self._t)

    def _card(self, view: View) -> Verb:
        from console.screens.verbs.timing import plan_b_card

        if view.state.absence is not None:
            return self._again()
        return plan_b_card(view.state.on_air, by_itself=True)
