"""The points and the delegates of each level, counted. Every count names the rows that it comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec

from data.folder.model import LEVELS
from data.reports.figure import Figure, Rows, all_rows, rows_of
from data.reports.points import PointFigures
from data.reports.presence import NOBODY, PresenceFigures


class LevelFigures(msgspec.Struct, frozen=True, kw_only=True):
    """The points of one level. `connected` ever joined, `on_time` by the planned opening, `lost_once` were
    lost while the conference ran. Of those that never joined `by_word` were there by a person's word; of
    `unseen` ones no row tells, so nobody knows; all others are `absent`, `excused` of them with leave.

    `registered` are the delegates of the roster, None where it says nothing; `counted` those that people
    counted at `counted_points`, `guests` among them where these were counted too, None where nobody counted.
    """

    level: str
    expected: Figure
    connected: Figure
    on_time: Figure
    lost_once: Figure
    by_word: Figure
    absent: Figure
    excused: Figure
    unseen: Figure
    registered: Figure | None
    counted: Figure | None
    guests: Figure | None
    counted_points: int


def level_figures(
    points: Sequence[PointFigures], presences: Mapping[str, PresenceFigures], roster_rows: Rows
) -> tuple[LevelFigures, ...]:
    """The levels from the highest down, and last the total, whose level is ""; () without points.

    `roster_rows` are those by which the roster came into the record.
    """
    order = dict.fromkeys((*LEVELS, *(each.point.level for each in points)))
    groups = [(level, [each for each in points if each.point.level == level]) for level in order]
    found = [_level(level, group, presences, roster_rows) for level, group in groups if group]
    return (*found, _level("", points, presences, roster_rows)) if points else ()


def _level(
    level: str, group: Sequence[PointFigures], presences: Mapping[str, PresenceFigures], roster_rows: Rows
) -> LevelFigures:
    seats = [(each, presences.get(each.point.code, NOBODY)) for each in group]
    connected = [each for each in group if each.first_joined_ms is not None]
    on_time = [each for each in connected if each.on_time]
    lost = [each for each in group if each.times_lost]
    never = [(each, seat) for each, seat in seats if each.first_joined_ms is None]
    by_word = [seat for _each, seat in never if seat.by_word]
    unseen = [each for each, seat in never if not each.rows.count and not seat.said_by]
    told = [(each, seat) for each, seat in never if each.rows.count or seat.said_by]
    absent = [(each, seat) for each, seat in told if not seat.by_word]
    measured = all_rows(each.rows for each, _seat in absent)
    excused = [seat for _each, seat in absent if seat.excused]
    registered = [each.point.delegates for each in group if each.point.delegates is not None]
    counts = [seat for _each, seat in seats if seat.delegates is not None]
    return LevelFigures(
        level=level,
        expected=Figure(len(group), roster_rows),
        connected=Figure(len(connected), all_rows(each.joined_rows for each in connected)),
        on_time=Figure(len(on_time), all_rows(each.joined_rows for each in on_time)),
        lost_once=Figure(len(lost), all_rows(each.lost_rows for each in lost)),
        by_word=Figure(len(by_word), _presence_rows(by_word)),
        absent=Figure(len(absent), measured.joined(_presence_rows(seat for _each, seat in absent))),
        excused=Figure(len(excused), _presence_rows(excused)),
        unseen=Figure(len(unseen)),
        registered=Figure(sum(registered), roster_rows) if registered else None,
        counted=_sum(counts, lambda seat: seat.delegates),
        guests=_sum(counts, lambda seat: seat.guests),
        counted_points=len(counts),
    )


def _presence_rows(seats: Iterable[PresenceFigures]) -> Rows:
    return rows_of(seq for seat in seats for seq in seat.said_by)


def _sum(counts: Iterable[PresenceFigures], number: Callable[[PresenceFigures], int | None]) -> Figure | None:
    """The sum of what was counted, by the rows that stand; None where nobody counted."""
    known = [(counted, seat) for seat in counts if (counted := number(seat)) is not None]
    total = sum(counted for counted, _seat in known)
    return Figure(total, all_rows(seat.counted_rows for _counted, seat in known)) if known else None
