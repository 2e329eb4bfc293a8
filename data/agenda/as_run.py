"""Plan against what happened: pause, extension and overrun apart, each with its cause. Pure.

- paused = the pauses of the item, up to now while one lasts.
- extended = the seconds given to it, less those taken from it.
- overrun = max(0, elapsed − (duration + extended)); elapsed excludes the pauses, so the three never
  overlap. Of an open-ended item it is the time past its `return_by`, of a break with a fixed end past that.
"""

from __future__ import annotations

import msgspec

from data.agenda.cutaway import left_ms
from data.agenda.forecast import Forecast, ItemForecast
from data.clock import Moment
from data.folder.model import AgendaItem, ItemKind
from data.state import ConferenceState, ItemState
from data.units import NS_PER_MS


class AsRun(msgspec.Struct, frozen=True, kw_only=True):
    """One item of the programme of today. None where a thing does not apply.

    `planned_start_ms` is of the plan frozen at the opening, None for what was inserted. `expected_*`
    are None for what will not be played. `paused_ms` and `overrun_ms` are None before it is on air.
    """

    item: AgendaItem
    state: ItemState
    planned_start_ms: int | None
    expected_start_ms: int | None
    expected_end_ms: int | None
    started_ms: int | None
    ended_ms: int | None
    paused_ms: int | None
    extended_s: int
    overrun_ms: int | None
    hold_causes: tuple[str, ...]
    extension_causes: tuple[str, ...]
    overrun_cause: str

    @property
    def causes(self) -> tuple[str, ...]:
        """Every cause named, of pause, extension and overrun, each once."""
        named = (*self.hold_causes, *self.extension_causes, self.overrun_cause)
        return tuple(dict.fromkeys(cause for cause in named if cause))


def as_run(state: ConferenceState, told: Forecast, now: Moment) -> tuple[AsRun, ...]:
    """Every item in running order; `told` is the forecast at `now`."""
    return tuple(_row(state, item, row, now) for item, row in zip(state.items, told.items, strict=True))


def _row(state: ConferenceState, item: AgendaItem, row: ItemForecast, now: Moment) -> AsRun:
    run = state.run(item.cue)
    begun = run.started_ms is not None
    played = row.state not in (ItemState.SKIPPED, ItemState.DEFERRED)
    until = run.ended_ns if run.ended_ns is not None else state.t_ns(now)
    return AsRun(
        item=item,
        state=row.state,
        planned_start_ms=None if row.unplanned else row.planned_start_ms,
        expected_start_ms=row.expected_start_ms if played else None,
        expected_end_ms=row.expected_end_ms if played else None,
        started_ms=run.started_ms,
        ended_ms=run.ended_ms,
        paused_ms=run.held_until(until) // NS_PER_MS if begun else None,
        extended_s=run.extended_s,
        overrun_ms=_overrun_ms(item, row, run.ended_ms or now.utc_ms) if begun else None,
        hold_causes=run.hold_causes,
        extension_causes=run.extension_causes,
        overrun_cause=run.overrun_cause,
    )


def _overrun_ms(item: AgendaItem, row: ItemForecast, until_ms: int) -> int:
    if item.return_by_ms is not None and item.kind is not ItemKind.BREAK:
        return max(0, until_ms - item.return_by_ms)
    return max(0, -(left_ms(item, row, until_ms) or 0))
