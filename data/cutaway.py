"""An open-ended cutaway, such as a live trial: where to go, and how long until the hall. Pure."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from data.clock import Moment
from data.model import AgendaItem
from data.reading import Health

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


def back_in_ms(item: AgendaItem, now: Moment) -> int | None:
    """Time until the hall must be back on air, negative when that is past; None without such a time."""
    return None if item.return_by_ms is None else item.return_by_ms - now.utc_ms
