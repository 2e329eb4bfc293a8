"""The roll of a roster: how every room stands, counted by head room and by level. Pure.

A head room that reports all of its rooms speaks for each of them; one that reports a part only lends
its number, for nobody knows which ones are missing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from data.folder.model import LEVELS, BridgePoint
from data.points.wall import Row, groups
from data.roll_call.commands import FreezeRollCall
from data.roll_call.standing import MISSING, PRESENT, Standing, standing
from data.roll_call.state import Reported
from data.roll_call.tally import Tally, total
from data.state import ABSENT as NEVER_SEEN
from data.state import ConferenceState, PointState


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
            standings |= _standings(each, known, report)
            if opened_ms is not None:
                here = (code for code in each.points if standings[code] in PRESENT)
                late |= {code for code in here if known.get(code, NEVER_SEEN).first_ms > opened_ms}
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


def _standings(row: Row, known: Mapping[str, PointState], report: Reported | None) -> dict[str, Standing]:
    """By code, of the rooms of one row; `report` is the word of the first of them on the others."""
    return {
        code: standing(known.get(code, NEVER_SEEN), None if code == row.head else report)
        for code in row.points
    }


def _unnamed(
    below: tuple[str, ...], standings: Mapping[str, Standing], report: Reported | None
) -> frozenset[str]:
    """As many rooms that nobody called as the number of `report` says are there besides the known ones."""
    if report is None or report.is_all:
        return frozenset()
    short = report.present - sum(standings[code] in PRESENT for code in below)
    waiting = [code for code in below if standings[code] is Standing.UNCALLED]
    return frozenset(waiting[: max(0, short)])


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
