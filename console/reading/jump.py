"""A line of typing as a place in the record: a time, an item or a point. Pure, no textual."""

from __future__ import annotations

from collections.abc import Mapping
from zoneinfo import ZoneInfo

import msgspec

from data.folder.model import AgendaItem, BridgePoint
from data.instants import utc_datetime
from data.record.filter import LogFilter, clock_s
from data.text import fold


class Jump(msgspec.Struct, frozen=True):
    """Where one line of typing leads: to a time (seconds of the day), an item's cue or a point's code."""

    at_s: int | None = None
    cue: str = ""
    point: str = ""


def jump_of(text: str, items: tuple[AgendaItem, ...], points: Mapping[str, BridgePoint]) -> Jump | None:
    """The place that `text` names as a whole; None when it must be a filter."""
    asked = fold(text.strip())
    at_s = clock_s(asked)
    if at_s is not None:
        return Jump(at_s=at_s)
    cue = next((item.cue for item in items if fold(item.cue) == asked), "")
    if cue:
        return Jump(cue=cue)
    point = next((code for code in points if fold(code) == asked), "") if asked else ""
    return Jump(point=point) if point else None


def filter_of(jump: Jump) -> LogFilter:
    """The events that a jump to an item or a point looks for."""
    return LogFilter(
        items=(fold(jump.cue),) if jump.cue else (), points=(fold(jump.point),) if jump.point else ()
    )


def midnight_ms(utc_ms: int, timezone: str) -> int:
    """When the local day of `utc_ms` began, in UTC milliseconds."""
    local = utc_datetime(utc_ms).astimezone(ZoneInfo(timezone))
    return int(local.replace(hour=0, minute=0, second=0, microsecond=0).timestamp() * 1000)
