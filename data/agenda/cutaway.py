"""Items that end by the wall: a cutaway to a live trial, a break with a fixed end. Pure.

- left(cutaway) = return_by − now; of one with a length of its own the sooner of that and length − elapsed.
- left(break with a return_by) = return_by − now, and never less than its shortest still needs.
- left(any other) = length − elapsed.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from data.agenda.forecast import ItemForecast
from data.folder.model import AgendaItem, ItemKind
from data.health.reading import Health

_RANK = {Health.OK: 0, Health.DEGRADED: 1, Health.UNKNOWN: 2, Health.STALE: 3, Health.DOWN: 4}


class Candidate(msgspec.Struct, frozen=True):
    """A point that could be shown; `chosen` is the one the item names now."""

    point: str
    health: Health
    chosen: bool


def candidates(item: AgendaItem, health: Mapping[str, Health]) -> tuple[Candidate, ...]:
    """The item's point and its `candidates`, healthiest first; among equals the order of the plan.

    What we cannot see stands behind what we see limping, and before what is known to be down.
    """
    named = dict.fromkeys(code for code in (item.point, *item.candidates) if code)
    found = [Candidate(code, health.get(code, Health.UNKNOWN), code == item.point) for code in named]
    return tuple(sorted(found, key=lambda each: _RANK[each.health]))


def time_left_ms(item: AgendaItem, length_ms: int, elapsed_ms: int, at_ms: int) -> int:
    """What is left, at the wall time `at_ms`, of an item that was given `length_ms`; negative when late."""
    if item.return_by_ms is None:
        return length_ms - elapsed_ms
    back_ms = item.return_by_ms - at_ms
    if item.kind is ItemKind.BREAK:
        least_ms = min(length_ms, (item.min_duration_s or 0) * 1000)
        return max(back_ms, least_ms - elapsed_ms)
    return back_ms if length_ms <= 0 else min(length_ms - elapsed_ms, back_ms)


def left_ms(item: AgendaItem, row: ItemForecast, at_ms: int) -> int | None:
    """The same of an item as the forecast tells it; None before it has begun."""
    if row.remaining_ms is None or row.elapsed_ms is None:
        return None
    return time_left_ms(item, row.remaining_ms + row.elapsed_ms, row.elapsed_ms, at_ms)
