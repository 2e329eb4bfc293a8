"""Plan B opens by itself when a P1 on air has been nobody's for too long. It carries nothing out.

It waits while another card is open, while somebody types, while the keys are locked, and while F8 is
not quiet; the half second of F8 after it has opened is refused, so that no press meant for the desk
lands on it.
"""

from __future__ import annotations

from collections.abc import Callable

from console.key_guard import KeyGuard
from console.screens.verbs.performing import Performing
from console.viewing import Viewing

LOOK_S = 1.0


class SelfOpening:
    """Once an incident. `is_free` says whether nothing is open or being typed on the operator's desk."""

    def __init__(
        self, viewing: Viewing, guard: KeyGuard, performing: Performing, is_free: Callable[[], bool]
    ) -> None:
        self._viewing = viewing
        self._guard = guard
        self._performing = performing
        self._is_free = is_free
        self._opened: set[str] = set()

    def look(self) -> None:
        """Call it every `LOOK_S`."""
        from console.plan_b import untaken
        from console.screens.verbs.timing import plan_b_card

        view = self._viewing.painted()
        incident = untaken(view)
        if not incident or incident in self._opened or not view.in_control:
            return
        if self._guard.locked or not self._guard.f8.is_quiet or not self._is_free():
            return
        self._opened.add(incident)
        self._guard.focused()
        self._performing.perform(plan_b_card(view.state.on_air, by_itself=True))
