"""The forecast of the programme: when each item should and will start and end. Pure.

Formulas, all in wall-clock milliseconds (planned times and the line of the plan: `data.agenda.plan_line`):

- length = duration + extensions. remaining(on air) = length − elapsed; elapsed is monotonic and
  excludes pauses, so that pause, extension and overrun stay three numbers.
- expected end(on air) = now + max(0, remaining). Unspent time of the item on air is never given to
  the next one: it stays counted until the advance.
- expected start(pending) = max(expected end of the item before, now); never before a fixed start.
  The wait before a fixed start is slack: it absorbs lateness.
- a break before a fixed start gives up its time, down to `min_duration_s`, to meet it. A break with
  a `return_by` has a fixed end: it lasts until then, and never less than its shortest.
- an open-ended item has a `return_by`: it gives up its time, to nothing, to be back by then; past
  its own length it ends whenever it is left. Without a length of its own it lasts until `return_by`.
- offset = expected end − line of the plan at the item on air, which is its late start plus its
  pauses, extensions and overrun; before the opening max(0, now − start); after the end, true end −
  planned end. Positive is late. offset since start = offset − (true opening − planned start).
- projected end = the latest expected end. margin = hard end − projected end.
- latest start(item) = hard end − the lengths of what is played from that item to the end; of the
  protected block: of the first item of the closing run of protocol items.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from data.agenda.plan_line import PlanLine
from data.clock import Moment
from data.folder.model import AgendaItem, ItemKind
from data.state import PENDING, ConferenceState, ItemRun, ItemState
from data.units import NS_PER_MS


class ItemForecast(msgspec.Struct, frozen=True, kw_only=True):
    """One item's times. `elapsed_ms`/`remaining_ms` are None unless it is on air or over.

    `remaining_ms` is negative in overrun. `expected_*` of an item that ran are its true times.
    `latest_start_ms` is None without a hard end. `slack_ms` is how long a fixed start is waited for.
    `unplanned` marks an inserted item: it was in no plan, and its planned times say nothing.
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
    slack_ms: int = 0
    unplanned: bool = False


class Forecast(msgspec.Struct, frozen=True, kw_only=True):
    """The whole programme at one instant; `items` in running order.

    `slack_ms` is how much lateness the next fixed start to come can absorb, None without one.
    """

    items: tuple[ItemForecast, ...]
    offset_ms: int
    planned_end_ms: int
    expected_end_ms: int
    margin_ms: int | None
    protected_cue: str
    protected_latest_ms: int | None
    debt: tuple[str, ...]
    offset_since_start_ms: int = 0
    slack_ms: int | None = None

    def of(self, cue: str) -> ItemForecast | None:
        """The forecast of `cue`, or None."""
        return next((item for item in self.items if item.cue == cue), None)


def forecast(state: ConferenceState, now: Moment) -> Forecast:
    """Every item's times at `now`."""
    plan, latest = PlanLine(state), _latest_starts(state)
    items = _rows(state, plan, latest, now)
    ends = (row.expected_end_ms for row in items if row.state not in _NOT_PLAYED)
    expected_end = state.ended_ms or max(ends, default=state.start_ms)
    protected = _protected(state)
    offset_ms = _offset(state, items, plan, now)
    late_start_ms = 0 if state.opened_ms is None else state.opened_ms - state.start_ms
    return Forecast(
        items=items,
        offset_ms=offset_ms,
        offset_since_start_ms=0 if state.opened_ms is None else offset_ms - late_start_ms,
        planned_end_ms=plan.end_ms,
        expected_end_ms=expected_end,
        margin_ms=None if state.hard_end_ms is None else state.hard_end_ms - expected_end,
        protected_cue=state.items[protected].cue if protected is not None else "",
        protected_latest_ms=latest[protected] if latest and protected is not None else None,
        debt=tuple(row.cue for row in items if row.state is ItemState.DEFERRED),
        slack_ms=_slack(state, items),
    )


_NOT_PLAYED = (ItemState.SKIPPED, ItemState.DEFERRED)


def _rows(
    state: ConferenceState, plan: PlanLine, latest: Sequence[int], now: Moment
) -> tuple[ItemForecast, ...]:
    """Each item's times; an item to come begins when the one before it is expected to end."""
    cursor = now.utc_ms if state.opened_ms is not None else max(now.utc_ms, state.start_ms)
    rows = []
    for index, item in enumerate(state.items):
        run = state.runs.get(item.cue, PENDING)
        planned = (*plan.spans[index], latest[index] if latest else None, item.cue in plan.unplanned)
        if run.started_ms is not None:
            row = _begun(state, index, run, now, planned)
        else:
            row = _to_come(state, index, run, cursor, planned)
        if run.state is ItemState.PENDING or run.state is ItemState.ON_AIR:
            cursor = row.expected_end_ms
        rows.append(row)
    return tuple(rows)


_Planned = tuple[int, int, int | None, bool]
"""Planned start, planned end, latest start, whether no plan had it."""


def _to_come(
    state: ConferenceState, index: int, run: ItemRun, cursor: int, planned: _Planned
) -> ItemForecast:
    item, start = state.items[index], cursor
    planned_start, planned_end, latest_start, unplanned = planned
    if item.fixed and item.start_ms is not None and item.start_ms > cursor:
        start = item.start_ms
    return ItemForecast(
        cue=item.cue,
        state=run.state,
        planned_start_ms=planned_start,
        planned_end_ms=planned_end,
        expected_start_ms=start,
        expected_end_ms=start + _length_ms(item, run) if _is_plain(item) else _end(state, index, run, start),
        latest_start_ms=latest_start,
        slack_ms=start - cursor,
        unplanned=unplanned,
    )


def _is_plain(item: AgendaItem) -> bool:
    """Whether its length alone decides when it ends."""
    return item.return_by_ms is None and item.kind is not ItemKind.BREAK


def _begun(state: ConferenceState, index: int, run: ItemRun, now: Moment, planned: _Planned) -> ItemForecast:
    item = state.items[index]
    planned_start, planned_end, latest_start, unplanned = planned
    elapsed = run.elapsed_ns(state.t_ns(now)) // NS_PER_MS
    end = _end(state, index, run, now.utc_ms, elapsed) if run.ended_ms is None else run.ended_ms
    return ItemForecast(
        cue=item.cue,
        state=run.state,
        planned_start_ms=planned_start,
        planned_end_ms=planned_end,
        expected_start_ms=run.started_ms or 0,
        expected_end_ms=end,
        elapsed_ms=elapsed,
        remaining_ms=_length_ms(item, run) - elapsed,
        latest_start_ms=latest_start,
        unplanned=unplanned,
    )


def _length_ms(item: AgendaItem, run: ItemRun) -> int:
    return (item.duration_s + run.extended_s) * 1000


def _end(state: ConferenceState, index: int, run: ItemRun, from_ms: int, elapsed_ms: int = 0) -> int:
    """When an item ends that goes on from the instant `from_ms`, after `elapsed_ms` on air."""
    item = state.items[index]
    length_ms = _length_ms(item, run)
    end = from_ms + max(0, length_ms - elapsed_ms)
    if item.kind is ItemKind.BREAK:
        least_ms = min(length_ms, (item.min_duration_s or 0) * 1000)
        shortest = from_ms + max(0, least_ms - elapsed_ms)
        if item.return_by_ms is not None:
            return max(shortest, item.return_by_ms)
        return _break_end(state, index, shortest, end)
    if item.return_by_ms is None:
        return end
    back = max(from_ms, item.return_by_ms)
    return back if length_ms <= 0 else min(end, back)


def _break_end(state: ConferenceState, index: int, shortest_ms: int, end_ms: int) -> int:
    """The end of a break: it gives up time, down to its shortest, for a fixed start after it."""
    ahead = (item for item in state.items[index + 1 :] if state.run(item.cue).state is ItemState.PENDING)
    follower = next(ahead, None)
    if follower is None or not follower.fixed or follower.start_ms is None:
        return end_ms
    return min(end_ms, max(shortest_ms, follower.start_ms))


def _offset(state: ConferenceState, items: Sequence[ItemForecast], plan: PlanLine, now: Moment) -> int:
    if state.ended_ms is not None:
        return state.ended_ms - plan.end_ms if items else 0
    for index, row in enumerate(items):
        if row.cue == state.on_air:
            return row.expected_end_ms - plan.line[index]
    return max(0, now.utc_ms - state.start_ms)


def _slack(state: ConferenceState, rows: Sequence[ItemForecast]) -> int | None:
    both = zip(state.items, rows, strict=True)
    return next((row.slack_ms for item, row in both if item.fixed and row.state is ItemState.PENDING), None)


def _latest_starts(state: ConferenceState) -> list[int]:
    if state.hard_end_ms is None:
        return []
    cursor, latest = state.hard_end_ms, []
    for item in reversed(state.items):
        run = state.runs.get(item.cue)
        if run is None:
            cursor -= item.duration_s * 1000
        elif run.state not in _NOT_PLAYED:
            cursor -= _length_ms(item, run)
        latest.append(cursor)
    return latest[::-1]


def _protected(state: ConferenceState) -> int | None:
    """Index of the first item of the closing run of protocol items, while it is still to come.

    Items that are not played any more, wherever they stand, do not break the run.
    """
    first = None
    for index in range(len(state.items) - 1, -1, -1):
        item = state.items[index]
        run = state.run(item.cue)
        if run.state in _NOT_PLAYED:
            continue
        if not item.is_protocol:
            break
        if run.state is not ItemState.PENDING:
            return None
        first = index
    return first
