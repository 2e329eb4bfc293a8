"""How the programme ran against its plan: per item, and summed by speaker, organisation and cause.

over = elapsed − planned duration, pauses apart: positive ran over, negative gave time back. Only items
that are over count in sums. What an undo took back is not in any figure, its rows are among the cited.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import msgspec

from data.agenda.as_run import AsRun, as_run
from data.agenda.forecast import forecast
from data.reports.figure import NO_ROWS, Figure, Rows, all_rows
from data.reports.points import Course, Courses, Status
from data.state import ConferenceState, ItemState
from data.units import NS_PER_MS


class ItemFigures(msgspec.Struct, frozen=True, kw_only=True):
    """One item. `planned_s` is its length in the plan; `over_ms` and `drift_ms` are None where unknown.

    `drift_ms`: true start − planned start. `own_*` are of the item's own point while it was on air,
    `own_availability` the share (0 to 1) of the time it could be seen in which it was up. `lost_ms` is the
    time lost by all points together then, `points_lost` how many lost any, by the rows `lost_rows`.
    """

    run: AsRun
    planned_s: int
    elapsed_ms: int | None
    over_ms: int | None
    drift_ms: int | None
    own_up_ms: int | None
    own_lost_ms: int | None
    own_availability: float | None
    lost_ms: int
    points_lost: int
    rows: Rows
    lost_rows: Rows


class SumFigures(msgspec.Struct, frozen=True, kw_only=True):
    """Items with one thing in common (`key`): time run over, and time given back (both positive)."""

    key: str
    items: int
    over_ms: int
    under_ms: int
    rows: Rows


class CauseFigures(msgspec.Struct, frozen=True, kw_only=True):
    """Time by what was said about it. `kind`: pause, extension, overrun; several words stay together."""

    kind: str
    causes: tuple[str, ...]
    total: Figure


def item_figures(
    state: ConferenceState, courses: Courses, rows: Mapping[str, Rows], split: Mapping[str, int] = {}
) -> tuple[ItemFigures, ...]:
    """Every item of today's programme, as things stood at the last row; `rows` is by cue.

    `split` has the seconds that were left to each item that others were split from: those are its plan, as
    the others have theirs.
    """
    now = state.timeline.last
    if now is None or not state.items:
        return ()
    planned = {item.cue: item.duration_s for item in state.plan}
    # Not of one whose split was undone.
    planned |= {item.cue: item.duration_s for item in state.items if split.get(item.cue) == item.duration_s}
    runs = as_run(state, forecast(state, now), now)
    return tuple(
        _item(state, run, planned.get(run.item.cue, run.item.duration_s), courses, rows) for run in runs
    )


def _item(
    state: ConferenceState, run: AsRun, planned_s: int, courses: Courses, rows: Mapping[str, Rows]
) -> ItemFigures:
    cue, ran = run.item.cue, state.run(run.item.cue)
    end_ns = state.timeline.last_ns
    begun = ran.started_ns is not None
    from_ns, to_ns = ran.started_ns or 0, ran.ended_ns if ran.ended_ns is not None else end_ns
    elapsed_ms = ran.elapsed_ns(end_ns) // NS_PER_MS if begun else None
    losses = _losses(courses, from_ns, to_ns) if begun else {}
    own = courses.by_code.get(run.item.point) if begun else None
    own_spent = own.spent_ms(from_ns, to_ns) if own else None
    done = run.state is ItemState.DONE and elapsed_ms is not None
    known_start = run.started_ms is not None and run.planned_start_ms is not None
    return ItemFigures(
        run=run,
        planned_s=planned_s,
        elapsed_ms=elapsed_ms,
        over_ms=(elapsed_ms or 0) - planned_s * 1000 if done else None,
        drift_ms=(run.started_ms or 0) - (run.planned_start_ms or 0) if known_start else None,
        own_up_ms=own_spent[Status.UP] if own_spent else None,
        own_lost_ms=own_spent[Status.LOST] if own_spent else None,
        own_availability=_availability(own_spent) if own_spent else None,
        lost_ms=sum(losses.values()),
        points_lost=len(losses),
        rows=rows.get(cue, NO_ROWS),
        lost_rows=all_rows(course.lost_rows(from_ns, to_ns) for course in losses),
    )


def _losses(courses: Courses, from_ns: int, to_ns: int) -> dict[Course, int]:
    """Milliseconds lost between two instants, by whoever lost any."""
    spent = {course: course.spent_ms(from_ns, to_ns)[Status.LOST] for course in courses.by_code.values()}
    return {course: lost_ms for course, lost_ms in spent.items() if lost_ms > 0}


def _availability(spent: Mapping[Status, int]) -> float | None:
    seen_ms = spent[Status.UP] + spent[Status.LOST] + spent[Status.ABSENT]
    return spent[Status.UP] / seen_ms if seen_ms else None


def summed(items: Iterable[ItemFigures], key: Callable[[ItemFigures], str]) -> tuple[SumFigures, ...]:
    """Finished items by `key`, those without one left out; the most time over first."""
    found: dict[str, SumFigures] = {}
    for item in items:
        name = key(item)
        if not name or item.over_ms is None:
            continue
        known = found.get(name) or SumFigures(key=name, items=0, over_ms=0, under_ms=0, rows=NO_ROWS)
        found[name] = SumFigures(
            key=name,
            items=known.items + 1,
            over_ms=known.over_ms + max(0, item.over_ms),
            under_ms=known.under_ms + max(0, -item.over_ms),
            rows=known.rows.joined(item.rows),
        )
    return tuple(sorted(found.values(), key=lambda each: (-each.over_ms, each.key)))


def by_cause(items: Iterable[ItemFigures]) -> tuple[CauseFigures, ...]:
    """Pauses, extensions and overruns of items that are over, each under the words given for it."""
    found: dict[tuple[str, tuple[str, ...]], Figure] = {}
    for item in items:
        if item.over_ms is None:
            continue
        run = item.run
        named = (
            ("pause", run.hold_causes, run.paused_ms or 0),
            ("extension", run.extension_causes, run.extended_s * 1000),
            ("overrun", (run.overrun_cause,) if run.overrun_cause else (), run.overrun_ms or 0),
        )
        for kind, causes, spent_ms in named:
            if spent_ms:
                known = found.get((kind, causes), Figure(0))
                found[kind, causes] = Figure(known.value + spent_ms, known.rows.joined(item.rows))
    return tuple(
        CauseFigures(kind=kind, causes=causes, total=figure) for (kind, causes), figure in found.items()
    )
