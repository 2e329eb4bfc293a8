"""The forecast of the programme: when each item should and will start and end. Pure.

Formulas, all in wall-clock milliseconds:

- planned start: the item's own `start_ms`, else the planned end of the item before (the first item:
  the conference's start). planned end = planned start + duration.
- remaining(on air) = duration + extension − elapsed; elapsed and pauses are monotonic.
- expected end(on air) = now + max(0, remaining). Unspent time of the item on air is never given to
  the next one: it stays counted until the advance.
- expected start(pending) = max(expected end of the item before, now); never before a fixed start.
- a break before a fixed start gives up its time, down to `min_duration_s`, to meet it.
- offset = expected end − planned end of the item on air, which is its late start plus its pauses,
  extensions and overrun; before the opening max(0, now − start); after the end, true end −
  planned end. Positive is late.
- latest start(item) = hard end − sum of the durations from that item to the end.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from data.clock import Moment
from data.model import AgendaItem, ItemKind
from data.state import ConferenceState, ItemRun, ItemState

NS_PER_MS = 1_000_000


class ItemForecast(msgspec.Struct, frozen=True, kw_only=True):
    """One item's times. `elapsed_ms`/`remaining_ms` are None unless it is on air or over.

    `remaining_ms` is negative in overrun. `expected_*` of an item that ran are its true times.
    `latest_start_ms` is None without a hard end.
    """

    cue: str
    state: ItemState
    planned_start_ms: int
    planned_end_ms: int
    expected_start_ms: int
    expected_end_ms: int
    elapsed_ms: int | None = None
    remaining_ms: int | None = None
    latest_start_ms: int | None = None


class Forecast(msgspec.Struct, frozen=True, kw_only=True):
    """The whole programme at one instant; `items` in running order."""

    items: tuple[ItemForecast, ...]
    offset_ms: int
    planned_end_ms: int
    expected_end_ms: int
    margin_ms: int | None
    protected_cue: str
    protected_latest_ms: int | None
    debt: tuple[str, ...]

    def of(self, cue: str) -> ItemForecast | None:
        """The forecast of `cue`, or None."""
        return next((item for item in self.items if item.cue == cue), None)


def forecast(state: ConferenceState, now: Moment) -> Forecast:
    """Every item's times at `now`."""
    planned = _planned(state.items, state.start_ms)
    latest = _latest_starts(state)
    cursor = now.utc_ms if state.opened_ms is not None else max(now.utc_ms, state.start_ms)
    items = []
    for index, plan in enumerate(planned):
        row = _item(state, index, plan, cursor, now, latest_start_ms=latest[index] if latest else None)
        if row.state is ItemState.PENDING or row.state is ItemState.ON_AIR:
            cursor = row.expected_end_ms
        items.append(row)
    ends = [row.expected_end_ms for row in items if row.state not in _NOT_PLAYED]
    expected_end = state.ended_ms or (max(ends) if ends else state.start_ms)
    protected = _protected(state)
    return Forecast(
        items=tuple(items),
        offset_ms=_offset(state, items, now),
        planned_end_ms=planned[-1][1] if planned else state.start_ms,
        expected_end_ms=expected_end,
        margin_ms=None if state.hard_end_ms is None else state.hard_end_ms - expected_end,
        protected_cue=state.items[protected].cue if protected is not None else "",
        protected_latest_ms=latest[protected] if latest and protected is not None else None,
        debt=tuple(row.cue for row in items if row.state is ItemState.DEFERRED),
    )


_NOT_PLAYED = (ItemState.SKIPPED, ItemState.DEFERRED)


def _planned(items: Sequence[AgendaItem], start_ms: int) -> list[tuple[int, int]]:
    cursor, spans = start_ms, []
    for item in items:
        start = cursor if item.start_ms is None else item.start_ms
        cursor = start + item.duration_s * 1000
        spans.append((start, cursor))
    return spans


def _item(
    state: ConferenceState,
    index: int,
    planned: tuple[int, int],
    cursor: int,
    now: Moment,
    *,
    latest_start_ms: int | None,
) -> ItemForecast:
    item = state.items[index]
    run = state.run(item.cue)
    elapsed, remaining = None, None
    if run.started_ms is None:
        start = cursor
        if item.fixed and item.start_ms is not None:
            start = max(cursor, item.start_ms)
        end = start + _length_ms(item, run)
        if item.kind is ItemKind.BREAK:
            end = _met(state, index, start + (item.min_duration_s or 0) * 1000, end)
    else:
        start = run.started_ms
        elapsed = run.elapsed_ns(state.t_ns(now)) // NS_PER_MS
        remaining = _length_ms(item, run) - elapsed
        end = run.ended_ms if run.ended_ms is not None else _on_air_end(state, index, remaining, now)
    return ItemForecast(
        cue=item.cue,
        state=run.state,
        planned_start_ms=planned[0],
        planned_end_ms=planned[1],
        expected_start_ms=start,
        expected_end_ms=end,
        elapsed_ms=elapsed,
        remaining_ms=remaining,
        latest_start_ms=latest_start_ms,
    )


def _length_ms(item: AgendaItem, run: ItemRun) -> int:
    return (item.duration_s + run.extended_s) * 1000


def _on_air_end(state: ConferenceState, index: int, remaining_ms: int, now: Moment) -> int:
    item = state.items[index]
    spared_ms = (item.duration_s - (item.min_duration_s or 0)) * 1000
    end = now.utc_ms + max(0, remaining_ms)
    if item.kind is not ItemKind.BREAK:
        return end
    shortest = now.utc_ms + max(0, remaining_ms - spared_ms)
    return _met(state, index, shortest, end)


def _met(state: ConferenceState, index: int, shortest_ms: int, end_ms: int) -> int:
    """The end of a break: it gives up time, down to its shortest, for a fixed start after it."""
    ahead = (item for item in state.items[index + 1 :] if state.run(item.cue).state is ItemState.PENDING)
    follower = next(ahead, None)
    if follower is None or not follower.fixed or follower.start_ms is None:
        return end_ms
    return min(end_ms, max(shortest_ms, follower.start_ms))


def _offset(state: ConferenceState, items: Sequence[ItemForecast], now: Moment) -> int:
    if state.ended_ms is not None:
        return state.ended_ms - items[-1].planned_end_ms if items else 0
    on_air = next((row for row in items if row.cue == state.on_air), None)
    if on_air is None:
        return max(0, now.utc_ms - state.start_ms)
    return on_air.expected_end_ms - on_air.planned_end_ms


def _latest_starts(state: ConferenceState) -> list[int]:
    if state.hard_end_ms is None:
        return []
    cursor, latest = state.hard_end_ms, []
    for item in reversed(state.items):
        if state.run(item.cue).state not in _NOT_PLAYED:
            cursor -= item.duration_s * 1000
        latest.append(cursor)
    return latest[::-1]


def _protected(state: ConferenceState) -> int | None:
    """Index of the first item of the closing run of protocol items, while it is still to come."""
    index = len(state.items)
    while index and state.items[index - 1].is_protocol:
        index -= 1
    if index == len(state.items) or state.run(state.items[index].cue).state is not ItemState.PENDING:
        return None
    return index
