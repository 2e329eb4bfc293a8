"""Meeting a hard end: which items to come give how many minutes. Pure.

- asked = projected end − the end to meet, in whole seconds, rounded up; never negative.
- an item to come can give its length − `min_duration_s`; protocol items, items without a least time,
  items that end by the wall (`return_by`) and the item on air give nothing.
- what is given before a wait is lost in it: before a fixed start no more can be gained than that
  start is late, before a break with a fixed end no more than that end is late, and nothing before an
  open-ended item that lasts until its `return_by` anyway.
- a minute at a time is taken from whoever has most left to give, the later item first: the longest
  speeches give most, and nobody falls below the least.
- gained = sum of what is given = asked − missing: the projected end becomes earlier by just that.
"""

from __future__ import annotations

from heapq import heapify, heappop, heappush

import msgspec

from data.agenda.forecast import Forecast, ItemForecast, forecast
from data.agenda.item_rules import length_s, spare_s
from data.clock import Moment
from data.commands import Compress
from data.folder.model import AgendaItem, ItemKind
from data.state import ConferenceState, ItemState

STEP_S = 60
_NO_CAP = 10**9


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """A compressible item: its length now, the most it can give, and what it is asked to (s)."""

    cue: str
    length_s: int
    most_s: int
    gives_s: int


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """`offers` in running order, those that give nothing included; all in seconds."""

    end_ms: int
    asked_s: int
    given_s: int
    missing_s: int
    offers: tuple[Offer, ...]

    def command(self, cause: str = "", *, expect: str | None = None) -> Compress:
        """All that is proposed, as the command that does it."""
        rows = tuple((offer.cue, offer.gives_s) for offer in self.offers if offer.gives_s)
        return Compress(rows=rows, cause=cause, expect=expect)


def proposal(state: ConferenceState, now: Moment, *, end_ms: int | None = None) -> Proposal | None:
    """How to end at `end_ms`, else at the conference's hard end; None when there is neither."""
    end_ms = state.hard_end_ms if end_ms is None else end_ms
    if end_ms is None:
        return None
    told = forecast(state, now)
    asked_s = max(0, -(-(told.expected_end_ms - end_ms) // 1000))
    most = _most(state, told)
    given = _shared(most, _caps(state, told, most), asked_s)
    total_s = sum(given.values())
    offering = [item for item in state.pending() if item.cue in most]
    return Proposal(
        end_ms=end_ms,
        asked_s=asked_s,
        given_s=total_s,
        missing_s=asked_s - total_s,
        offers=tuple(
            Offer(
                cue=item.cue,
                length_s=length_s(state, item),
                most_s=most[item.cue],
                gives_s=given[item.cue],
            )
            for item in offering
        ),
    )


def _most(state: ConferenceState, told: Forecast) -> dict[str, int]:
    """What each item to come can give. A break that waits already gives only what is left of it."""
    found = {}
    for item, row in zip(state.items, told.items, strict=True):
        if row.state is ItemState.PENDING and item.return_by_ms is None:
            expected_s = (row.expected_end_ms - row.expected_start_ms) // 1000
            spare = min(spare_s(state, item), expected_s - (item.min_duration_s or 0))
            if spare > 0:
                found[item.cue] = spare
    return found


class _Cap(msgspec.Struct):
    """`left_s`: how much the items before it can still gain; they are the first `count` offers."""

    count: int
    left_s: int


def _caps(state: ConferenceState, told: Forecast, most: dict[str, int]) -> list[_Cap]:
    """One for each wait ahead."""
    found, count = [], 0
    for item, row in zip(state.items, told.items, strict=True):
        if row.state is not ItemState.PENDING:
            continue
        if (gain_ms := _gain_ms(item, row)) is not None:
            found.append(_Cap(count, max(0, gain_ms // 1000)))
        count += item.cue in most
    return found


def _gain_ms(item: AgendaItem, row: ItemForecast) -> int | None:
    """By how much the end of `item` moves at most when all before it gets earlier; None: without limit."""
    gains = []
    if item.fixed and item.start_ms is not None:
        gains.append(row.expected_start_ms - item.start_ms)
    if item.return_by_ms is not None:
        if item.kind is ItemKind.BREAK:
            gains.append(row.expected_end_ms - item.return_by_ms)
        elif row.expected_start_ms < row.expected_end_ms == item.return_by_ms:
            gains.append(0)
        elif row.expected_start_ms >= item.return_by_ms:
            gains.append(row.expected_start_ms - item.return_by_ms)
    return min(gains, default=None)


def _shared(most: dict[str, int], caps: list[_Cap], asked_s: int) -> dict[str, int]:
    given = dict.fromkeys(most, 0)
    order = {cue: index for index, cue in enumerate(most)}
    heap = [(-seconds, -order[cue], cue) for cue, seconds in most.items()]
    heapify(heap)
    while heap and asked_s > 0:
        spare_s, index, cue = heappop(heap)
        over = [cap for cap in caps if cap.count > -index]
        step = min(STEP_S, -spare_s, asked_s, *(cap.left_s for cap in over), _NO_CAP)
        if step <= 0:
            continue
        for cap in over:
            cap.left_s -= step
        given[cue] += step
        asked_s -= step
        if -spare_s > step:
            heappush(heap, (spare_s + step, index, cue))
    return given
