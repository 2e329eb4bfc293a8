"""The day beside its last rehearsal: what took longer, who was missing, what had gone wrong before. Pure."""

from __future__ import annotations

import msgspec

from data.reports.day import Report
from data.reports.figure import Figure, Rows, all_rows
from data.reports.programme import ItemFigures


class Rehearsed(msgspec.Struct, frozen=True, kw_only=True):
    """One item of the day's programme, by its cue. None: it was not played to its end there.

    `more_ms` is how much longer the day took than the rehearsal. `rows` are of the day's record,
    `rehearsal_rows` of the rehearsal's.
    """

    cue: str
    title: str
    rehearsed_ms: int | None
    ran_ms: int | None
    more_ms: int | None
    rows: Rows
    rehearsal_rows: Rows


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """`log` is the name of the rehearsal's log. Figures of the rehearsal cite its rows, not the day's.

    `again` are the points that had lost the call in both, in the order of the roster.
    """

    log: str
    opened_ms: int | None
    expected: int
    connected: Figure
    lost_once: Figure
    incidents: Figure
    items: tuple[Rehearsed, ...]
    again: tuple[str, ...]


def compare(day: Report, rehearsal: Report, log: str) -> Comparison | None:
    """None for a rehearsal that was never opened."""
    if rehearsal.from_ms is None or not rehearsal.levels:
        return None
    total, before = rehearsal.levels[-1], {each.run.item.cue: each for each in rehearsal.items}
    lost = {each.point.code for each in rehearsal.points if each.times_lost}
    return Comparison(
        log=log,
        opened_ms=rehearsal.from_ms,
        expected=total.expected.value,
        connected=total.connected,
        lost_once=total.lost_once,
        incidents=Figure(len(rehearsal.incidents), all_rows(each.rows for each in rehearsal.incidents)),
        items=tuple(_item(each, before.get(each.run.item.cue)) for each in day.items),
        again=tuple(each.point.code for each in day.points if each.times_lost and each.point.code in lost),
    )


def _item(each: ItemFigures, before: ItemFigures | None) -> Rehearsed:
    ran_ms, rehearsed_ms = _whole(each), _whole(before)
    known = ran_ms is not None and rehearsed_ms is not None
    return Rehearsed(
        cue=each.run.item.cue,
        title=each.run.item.title,
        rehearsed_ms=rehearsed_ms,
        ran_ms=ran_ms,
        more_ms=(ran_ms or 0) - (rehearsed_ms or 0) if known else None,
        rows=each.rows,
        rehearsal_rows=before.rows if before is not None else Rows(),
    )


def _whole(each: ItemFigures | None) -> int | None:
    """The length of what was played to its end: only then does `over_ms` say anything."""
    return None if each is None or each.over_ms is None else each.elapsed_ms
