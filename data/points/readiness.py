"""How ready each room is, by what a rehearsal showed of it; and against an earlier wave. Pure.

A room is ready when it came, was tried both ways with success, and stayed. The way out at the end of a
rehearsal is no fault: a loss counts only when the room was there again after it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

import msgspec

from data.events import Event
from data.fold import fold
from data.folder.model import LEVELS, BridgePoint
from data.points.wall import groups
from data.reports.points import Courses, PointFigures
from data.state import ABSENT, EMPTY, ConferenceState, PointState
from data.timeline import Timeline
from data.units import NS_PER_MS

UNSTEADY_LOSSES = 2
"""A room that fell out and came back so often is not to be relied upon."""


class RoomVerdict(StrEnum):
    """The best first."""

    __hash__ = str.__hash__

    READY = "ready"
    UNTESTED = "untested"
    UNSTEADY = "unsteady"
    FAILED = "failed"
    NEVER = "never"


class Room(msgspec.Struct, frozen=True, kw_only=True):
    """One room: `test` is the result of its last two-way test ("" for none), `losses` how often it fell out
    and came back, `lost_ms` for how long in all.
    """

    point: BridgePoint
    verdict: RoomVerdict
    first_joined_ms: int | None
    test: str
    tested_ms: int | None
    losses: int
    lost_ms: int


class Tally(msgspec.Struct, frozen=True):
    """How many rooms of `name` (a level, or the code of a province) there are of each verdict."""

    name: str
    expected: int
    counts: dict[str, int]

    @property
    def ready(self) -> int:
        """Rooms that are."""
        return self.counts[RoomVerdict.READY]


class Wave(msgspec.Struct, frozen=True, kw_only=True):
    """`rooms` in the order of the roster; wall times of the first and the last row, None for no rows."""

    from_ms: int | None
    to_ms: int | None
    rooms: tuple[Room, ...]
    levels: tuple[Tally, ...]
    provinces: tuple[Tally, ...]
    total: Tally


class Against(msgspec.Struct, frozen=True, kw_only=True):
    """Codes in the order of the roster: those that are ready now and were not then, and the other way."""

    gained: tuple[str, ...]
    fell: tuple[str, ...]
    both: int


def wave(events: Iterable[Event], roster: Sequence[BridgePoint]) -> Wave:
    """The readiness that `events`, all from the first row on, show of the rooms of `roster`."""
    courses, times = Courses(roster), _Times()
    state = fold(EMPTY, times.over(events, courses))
    rooms = tuple(
        _room(courses.by_code[point.code].figures(0, times.now_ns, None), state) for point in roster
    )
    by_code = {room.point.code: room for room in rooms}
    rows = [row for group in groups(roster) for row in group.rows if len(row.points) > 1]
    return Wave(
        from_ms=times.first_ms,
        to_ms=times.timeline.last.utc_ms if times.timeline.last else None,
        rooms=rooms,
        levels=tuple(_levels(rooms)),
        provinces=tuple(_tally(row.head, [by_code[code] for code in row.points]) for row in rows),
        total=_tally("total", rooms),
    )


def against(now: Wave, then: Wave) -> Against:
    """What has changed since an earlier wave."""
    ready = {room.point.code for room in now.rooms if room.verdict is RoomVerdict.READY}
    before = {room.point.code for room in then.rooms if room.verdict is RoomVerdict.READY}
    codes = [room.point.code for room in now.rooms]
    return Against(
        gained=tuple(code for code in codes if code in ready - before),
        fell=tuple(code for code in codes if code in before - ready),
        both=len(ready & before),
    )


class _Times:
    """Conference time while the rows go by."""

    def __init__(self) -> None:
        self.timeline = Timeline()
        self.first_ms: int | None = None

    @property
    def now_ns(self) -> int:
        return self.timeline.last_ns

    def over(self, events: Iterable[Event], courses: Courses) -> Iterator[Event]:
        for event in events:
            self.timeline = self.timeline.extended(event.at)
            self.first_ms = event.at.utc_ms if self.first_ms is None else self.first_ms
            courses.take(event, self.now_ns)
            yield event


def _room(figures: PointFigures, state: ConferenceState) -> Room:
    known = state.points.get(figures.point.code, ABSENT)
    spans = figures.lost_spans
    over = [end - start for start, end in spans if figures.spans and end < figures.spans[-1][1]]
    tested = known.tested
    return Room(
        point=figures.point,
        verdict=_verdict(figures, known, len(over)),
        first_joined_ms=figures.first_joined_ms,
        test=tested.result if tested else "",
        tested_ms=tested.at_ms if tested else None,
        losses=len(over),
        lost_ms=sum(over) // NS_PER_MS,
    )


def _verdict(figures: PointFigures, known: PointState, losses: int) -> RoomVerdict:
    if figures.first_joined_ms is None and known.tested is None:
        return RoomVerdict.NEVER
    if known.tested is not None and known.tested.result != "passed":
        return RoomVerdict.FAILED
    if losses >= UNSTEADY_LOSSES:
        return RoomVerdict.UNSTEADY
    return RoomVerdict.UNTESTED if known.tested is None else RoomVerdict.READY


def _levels(rooms: Sequence[Room]) -> Iterator[Tally]:
    found = dict.fromkeys((*LEVELS, *(room.point.level for room in rooms)))
    for level in found:
        if of := [room for room in rooms if room.point.level == level]:
            yield _tally(level, of)


def _tally(name: str, rooms: Sequence[Room]) -> Tally:
    found = Counter(room.verdict for room in rooms)
    return Tally(name, len(rooms), {str(verdict): found[verdict] for verdict in RoomVerdict})
