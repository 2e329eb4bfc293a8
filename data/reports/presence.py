"""Who sat in each room and who was there without the call, from what people put down at the roll call.

Registered delegates are the roster's, counted ones are those that somebody counted: the two are never
mixed, and a room where nobody counted has no number. A person's word makes a room present that was never
in the call (rung up, spoken for, reported by its head room), and says who has leave to be away. Such words
may be put down after the end; a room that first joins then was not there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import msgspec

from data import events as ev
from data.events import Event
from data.folder.model import BridgePoint
from data.reports.figure import NO_ROWS, Rows
from data.roll_call.roll import RollTaker
from data.roll_call.standing import PRESENT, Standing
from data.state import ABSENT, ConferenceState, PointState


class PresenceFigures(msgspec.Struct, frozen=True, kw_only=True):
    """One room at the last row. `delegates` and `guests` are None where nobody counted them; `counted_rows`
    is the row of the count that stands. `said_by` are the rows of marks and reports that speak of it; one
    report of a head room may speak of many.

    `reason` is a person's own for being away, "" where none was given.
    """

    standing: Standing
    delegates: int | None
    guests: int | None
    counted_rows: Rows
    said_by: frozenset[int]
    reason: str = ""

    @property
    def by_word(self) -> bool:
        """Whether a person says that it was there, whatever the join list says."""
        return self.standing in PRESENT and self.standing is not Standing.JOINED

    @property
    def excused(self) -> bool:
        """Whether it had leave to be away."""
        return self.standing is Standing.EXCUSED


NOBODY = PresenceFigures(
    standing=Standing.UNCALLED, delegates=None, guests=None, counted_rows=NO_ROWS, said_by=frozenset()
)


class Presences:
    """The rows of the roll call, noticed as they go by."""

    def __init__(self) -> None:
        self._words: dict[str, set[int]] = {}
        self._counts: dict[str, Rows] = {}

    def take(self, event: Event) -> None:
        """One more row."""
        if not event.point:
            return
        match event.body:
            case ev.PresenceMarked() | ev.PresenceReported():
                self._words.setdefault(event.point, set()).add(event.seq)
            case ev.DelegatesCounted():
                self._counts[event.point] = Rows(event.seq, event.seq, 1)

    def figures(
        self, state: ConferenceState, roster: Iterable[BridgePoint], after_end: Collection[str] = ()
    ) -> Mapping[str, PresenceFigures]:
        """Every room of the roster by its code; `state` is the fold of the same rows, `after_end` has the
        rooms that first joined when the conference was over.

        A room that its head room reports cites that report.
        """
        points = tuple(roster)
        state = _without(state, after_end)
        standings = RollTaker(points).take(state).standings
        return {point.code: self._room(point, state, standings[point.code]) for point in points}

    def _room(self, point: BridgePoint, state: ConferenceState, standing: Standing) -> PresenceFigures:
        room, mark = state.points.get(point.code, ABSENT), None
        if standing in (Standing.EXCUSED, Standing.ABSENT, Standing.SPOKEN_FOR):
            mark = room.marked
        said_by = self._words.get(point.code, set())
        if standing is Standing.REPORTED:
            said_by = said_by | self._words.get(point.parent, set())
        return PresenceFigures(
            standing=standing,
            delegates=room.delegates,
            guests=room.guests,
            counted_rows=self._counts.get(point.code, NO_ROWS),
            said_by=frozenset(said_by),
            reason=mark.reason if mark is not None else "",
        )


def _without(state: ConferenceState, codes: Collection[str]) -> ConferenceState:
    """`state` as if those rooms had never joined; what people said of them stays."""
    never: dict[str, PointState] = {}
    for code in codes:
        room = state.point(code)
        mark = msgspec.structs.replace(room.marked, joined=False) if room.marked else None
        never[code] = msgspec.structs.replace(room, joined=False, seen=False, first_ms=0, marked=mark)
    return msgspec.structs.replace(state, points=state.points | never) if never else state
