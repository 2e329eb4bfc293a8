"""Who is there: from the join list, from people's marks, and from what head rooms report. Pure.

The newest word wins: a mark stands until the room comes into the call or leaves it after the mark
was made. A head room that reports all of its rooms speaks for each of them; one that reports a
part only lends its number, for nobody knows which ones are missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

import msgspec

from data.folder.model import LEVELS, BridgePoint
from data.points.wall import groups
from data.roll_call.commands import FreezeRollCall
from data.roll_call.state import Reported, excuses
from data.state import ABSENT as NEVER_SEEN
from data.state import ConferenceState, PointState


class Standing(StrEnum):
    """How a room stands, and by whose word. LEFT was there and is no longer."""

    __hash__ = str.__hash__

    JOINED = "joined"
    CALLED = "called"
    REPORTED = "reported"
    SPOKEN_FOR = "spoken_for"
    EXCUSED = "excused"
    ABSENT = "absent"
    LEFT = "left"
    UNCALLED = "uncalled"


PRESENT = (Standing.JOINED, Standing.CALLED, Standing.REPORTED, Standing.SPOKEN_FOR)
MISSING = (Standing.ABSENT, Standing.LEFT, Standing.UNCALLED)
"""Whom somebody should ring up: excused rooms are neither there nor missing."""


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """Figures of some rooms. `late` counts present rooms that came after the opening.

    `delegates` are those counted so far, at `counted` rooms: where that is none of them nobody knows, and
    it is no nought. `delegates_expected` are those of the roster, None where it has none. `guests` are those
    counted at `guests_counted` rooms.
    """

    expected: int
    counts: Mapping[Standing, int]
    late: int = 0
    delegates: int = 0
    counted: int = 0
    delegates_expected: int | None = None
    guests: int = 0
    guests_counted: int = 0

    @property
    def present(self) -> int:
        """Rooms that are there, by whatever way."""
        return sum(self.counts[each] for each in PRESENT)

    @property
    def missing(self) -> int:
        """Rooms that are neither there nor excused."""
        return sum(self.counts[each] for each in MISSING)


class HeadRow(msgspec.Struct, frozen=True, kw_only=True):
    """A province: its own room `head`, and `points` with all of its rooms, the head first.

    `unnamed` of them are present by the head's number alone: they stand as UNCALLED one by one, and are
    counted as REPORTED in every tally.
    """

    head: str
    name: str
    points: tuple[str, ...]
    tally: Tally
    report: Reported | None = None
    unnamed: int = 0

    @property
    def below(self) -> tuple[str, ...]:
        """The rooms that the head can report."""
        return self.points[1:]


class Roll(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """The roll at one instant. Levels from the highest down; `late` rooms came after the opening."""

    standings: Mapping[str, Standing]
    rows: tuple[HeadRow, ...]
    levels: Mapping[str, Tally]
    total: Tally
    late: frozenset[str]

    def row_of(self, code: str) -> HeadRow | None:
        """The province of a room."""
        return next((row for row in self.rows if code in row.points), None)

    @property
    def missing(self) -> tuple[str, ...]:
        """The rooms to ring up, in the order of the rows."""
        standings = self.standings
        return tuple(code for row in self.rows for code in row.points if standings[code] in MISSING)


class RollTaker:
    """Takes the roll of one roster. The same state gives the same object again."""

    def __init__(self, points: Sequence[BridgePoint]) -> None:
        self._points = {point.code: point for point in points}
        self._rows = [row for group in groups(points) for row in group.rows]
        own = dict.fromkeys(point.level for point in points)
        self._levels = sorted(own, key=lambda level: LEVELS.index(level) if level in LEVELS else len(LEVELS))
        self._key: tuple[object, int | None] = (None, None)
        self._roll: Roll | None = None

    def take(self, state: ConferenceState) -> Roll:
        """The roll as `state` has it."""
        if self._roll is None or self._key[0] is not state.points or self._key[1] != state.opened_ms:
            self._key = (state.points, state.opened_ms)
            self._roll = self._take(state.points, state.opened_ms)
        return self._roll

    def _take(self, known: Mapping[str, PointState], opened_ms: int | None) -> Roll:
        standings: dict[str, Standing] = {}
        late: set[str] = set()
        rows = []
        by_level: dict[str, list[Tally]] = {level: [] for level in self._levels}
        for each in self._rows:
            report = known.get(each.head, NEVER_SEEN).reported if len(each.points) > 1 else None
            for code in each.points:
                room = known.get(code, NEVER_SEEN)
                standings[code] = standing(room, None if code == each.head else report)
                if opened_ms is not None and room.first_ms > opened_ms and standings[code] in PRESENT:
                    late.add(code)
            unnamed = _unnamed(each.points[1:], standings, report)
            parts = self._tallies(each.points, standings, late, known, unnamed)
            for level, tally in parts.items():
                by_level[level].append(tally)
            rows.append(
                HeadRow(
                    head=each.head,
                    name=each.name,
                    points=each.points,
                    tally=total(parts.values()),
                    report=report,
                    unnamed=len(unnamed),
                )
            )
        levels = {level: total(tallies) for level, tallies in by_level.items()}
        return Roll(
            standings=standings,
            rows=tuple(rows),
            levels=levels,
            total=total(levels.values()),
            late=frozenset(late),
        )

    def _tallies(
        self,
        codes: tuple[str, ...],
        standings: Mapping[str, Standing],
        late: set[str],
        known: Mapping[str, PointState],
        unnamed: frozenset[str],
    ) -> dict[str, Tally]:
        """Of one row, by level."""
        levels: dict[str, list[str]] = {}
        for code in codes:
            levels.setdefault(self._points[code].level, []).append(code)
        found = {}
        for level, members in levels.items():
            counts = dict.fromkeys(Standing, 0)
            for code in members:
                counts[Standing.REPORTED if code in unnamed else standings[code]] += 1
            rooms = [known[code] for code in members if code in known]
            planned = [n for code in members if (n := self._points[code].delegates) is not None]
            found[level] = Tally(
                expected=len(members),
                counts=counts,
                late=sum(code in late for code in members) if late else 0,
                delegates=sum(room.delegates or 0 for room in rooms),
                counted=sum(room.delegates is not None for room in rooms),
                delegates_expected=sum(planned) if planned else None,
                guests=sum(room.guests or 0 for room in rooms),
                guests_counted=sum(room.guests is not None for room in rooms),
            )
        return found


def standing(room: PointState, report: Reported | None = None) -> Standing:
    """How `room` stands; `report` is the word of the room above it."""
    mark = room.marked
    if mark is not None and mark.mark:
        moved = mark.joined != room.joined
        if mark.mark == "present" and not (moved and not room.joined):
            return Standing.SPOKEN_FOR if mark.how == "spoken_for" else Standing.CALLED
        if mark.mark != "present" and not (moved and room.joined):
            return Standing.EXCUSED if excuses(mark, joined=room.joined) else Standing.ABSENT
    if room.joined:
        return Standing.JOINED
    if report is not None and report.is_all and not (room.seen and room.left_ns > report.at_ns):
        return Standing.REPORTED
    return Standing.LEFT if room.first_ms else Standing.UNCALLED


def _unnamed(
    below: tuple[str, ...], standings: Mapping[str, Standing], report: Reported | None
) -> frozenset[str]:
    """As many rooms that nobody called as the number of `report` says are there besides the known ones."""
    if report is None or report.is_all:
        return frozenset()
    short = report.present - sum(standings[code] in PRESENT for code in below)
    waiting = [code for code in below if standings[code] is Standing.UNCALLED]
    return frozenset(waiting[: max(0, short)])


def total(tallies: Iterable[Tally]) -> Tally:
    """The sum of some tallies."""
    parts = list(tallies)
    planned = [part.delegates_expected for part in parts if part.delegates_expected is not None]
    return Tally(
        expected=sum(part.expected for part in parts),
        counts={each: sum(part.counts[each] for part in parts) for each in Standing},
        late=sum(part.late for part in parts),
        delegates=sum(part.delegates for part in parts),
        counted=sum(part.counted for part in parts),
        delegates_expected=sum(planned) if planned else None,
        guests=sum(part.guests for part in parts),
        guests_counted=sum(part.guests_counted for part in parts),
    )


def excused(state: ConferenceState) -> frozenset[str]:
    """The rooms that have a reason not to be there."""
    return frozenset(code for code, room in state.points.items() if excuses(room.marked, joined=room.joined))


def figures(roll: Roll, as_of: int, lost: tuple[str, ...] = ()) -> FreezeRollCall:
    """What a freeze keeps of `roll`, as it stood after row `as_of` while the sources `lost` were not seen."""
    return FreezeRollCall(
        expected={level: tally.expected for level, tally in roll.levels.items()},
        present={level: tally.present for level, tally in roll.levels.items()},
        standings={str(each): number for each, number in roll.total.counts.items()},
        delegates=roll.total.delegates,
        counted=roll.total.counted,
        as_of=as_of,
        lost=lost,
    )


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """Codes in the order of the roster: `gone` were there then and are not now, `new` the other way."""

    gone: tuple[str, ...]
    new: tuple[str, ...]
    both: int


def compare(points: Sequence[BridgePoint], roll: Roll, then: ConferenceState) -> Comparison:
    """The roll against another record, a rehearsal's: whoever was known to be there at any time of it.

    At the end of a rehearsal everybody has left, so its last instant would say nothing.
    """
    now = {code for code, each in roll.standings.items() if each in PRESENT}
    before = {code for code, room in then.points.items() if room.seen or room.first_ms}
    lost, come = before - now, now - before
    codes = [point.code for point in points]
    return Comparison(
        gone=tuple(code for code in codes if code in lost),
        new=tuple(code for code in codes if code in come),
        both=len(now & before & set(codes)),
    )
