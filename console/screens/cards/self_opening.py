"""Cards that open by themselves: when a P1 has been nobody's for too long, and what is owed when nobody was
here for very long. Nothing is carried out.

For a P1 on air plan B, on the operator's desk; for any P1 the card of the room, with its phone and what to
try, on the technician's. They wait while another card is open, while somebody types, while the keys are
locked, and while F8 is not quiet; the half second of F8 after one has opened is refused, so that no press
meant for the desk lands on it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from console import escalation
from console.actions import Scope
from console.keys.guard import KeyGuard
from console.screens.verbs.performing import Performing
from console.text.sentences import Text
from console.view import View
from console.viewing import Viewing
from widgets.glyphs import GlyphSet

if TYPE_CHECKING:
    from console.screens.verbs.verb import Verb

LOOK_S = 1.0
ABSENCE = "absence"


class SelfOpening:
    """Once an incident and desk, once an absence. `place` is the desk on show, None while a card is open or
    somebody types.
    """

    def __init__(
        self,
        viewing: Viewing,
        guard: KeyGuard,
        performing: Performing,
        place: Callable[[], Scope | None],
        *,
        t: Text,
        glyphs: GlyphSet,
    ) -> None:
        self._viewing = viewing
        self._guard = guard
        self._performing = performing
        self._place = place
        self._t = t
        self._glyphs = glyphs
        self._opened: set[tuple[Scope, str]] = set()

    def look(self) -> None:
        """Call it every `LOOK_S`."""
        place = self._place()
        if place is None or self._guard.locked or not self._guard.f8.is_quiet:
            return
        view = self._viewing.painted()
        cause = _cause(view, place)
        if cause and (place, cause) not in self._opened:
            self._opened.add((place, cause))
            self._guard.focused()
            again = self._again if cause.startswith(ABSENCE) else None
            self._performing.perform(self._card(view, place), again=again)

    def _again(self) -> Verb:
        """The question about an absence as it is by now; it may have been answered elsewhere."""
        from console.screens.verbs.absence import go_on

        return go_on(self._viewing.painted(), self._t)

    def _card(self, view: View, place: Scope) -> Verb:
        from console.screens.verbs import points, timing
        from console.screens.verbs.verb import Situation

        if place is Scope.POINTS:
            _, point = escalation.room(view)
            at = Situation(view=view, t=self._t, glyphs=self._glyphs)
            return points.call_card(at, view.points[point], by_itself=True)
        if view.state.absence is not None:
            return self._again()
        return timing.plan_b_card(view.state.on_air, by_itself=True)


def _cause(view: View, place: Scope) -> str:
    """What a card would open for on this desk, "" for nothing."""
    if place is Scope.POINTS:
        return escalation.room(view)[0] if view.desktop.role != "viewer" else ""
    if place is not Scope.OPERATOR or not view.in_control:
        return ""
    absence = view.state.absence
    return f"{ABSENCE} {absence.from_ns}" if absence else escalation.on_air(view)
