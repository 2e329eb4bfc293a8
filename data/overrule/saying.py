"""The state as people want it seen: what they say of a room stands over what is measured. Pure.

It runs out by itself. A room that is being worked on keeps its health; it is no fault while it does
not speak (`data.incidents`).
"""

from __future__ import annotations

import msgspec

from data.health.reading import Health
from data.overrule.state import MAINTENANCE, Overruled
from data.state import ABSENT, ConferenceState, PointState

SAID = "said"
"""The reason of a health that somebody gave."""


def in_force(state: ConferenceState, t_ns: int) -> dict[str, Overruled]:
    """The words that hold at conference time `t_ns`, by point."""
    return {code: word for code, word in state.overruled.items() if t_ns < word.until_ns}


def as_said(state: ConferenceState, t_ns: int) -> ConferenceState:
    """`state` with the words that hold at `t_ns`; the same object when there are none."""
    words = in_force(state, t_ns)
    if not words:
        return state
    said = {code: _overruled(state.points.get(code, ABSENT), word) for code, word in words.items()}
    return msgspec.structs.replace(state, points={**state.points, **said})


def _overruled(known: PointState, word: Overruled) -> PointState:
    if word.says == MAINTENANCE:
        return msgspec.structs.replace(known, said=word)
    health = Health(word.says)
    since_ms = known.since_ms if known.health is health else word.at_ms
    return msgspec.structs.replace(known, said=word, health=health, reason=SAID, since_ms=since_ms)


class Saying:
    """`as_said` that gives the same object back while nothing has changed: pictures are compared by it."""

    def __init__(self) -> None:
        self._of: tuple[ConferenceState, dict[str, Overruled]] | None = None
        self._points: dict[str, PointState] = {}

    def of(self, state: ConferenceState, t_ns: int) -> ConferenceState:
        """`as_said(state, t_ns)`."""
        words = in_force(state, t_ns)
        if not words:
            return state
        if self._of is None or self._of[0].points is not state.points or self._of[1] != words:
            self._of, self._points = (state, words), as_said(state, t_ns).points
        return msgspec.structs.replace(state, points=self._points)
