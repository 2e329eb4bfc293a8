"""Programmes and their forecast, in minutes from 14:00."""

from __future__ import annotations

from kit.conference import START_MS, FoldingLog, item

from data.agenda.forecast import Forecast, forecast
from data.folder.model import AgendaItem, ItemKind

MIN = 60_000


def at(minutes: float) -> int:
    return START_MS + round(minutes * MIN)


def seen(log: FoldingLog) -> Forecast:
    return forecast(log.state, log.clock.now())


def minutes_of(log: FoldingLog) -> list[tuple[str, float, float]]:
    """(cue, expected start, expected end) in minutes after 14:00."""
    return [
        (row.cue, (row.expected_start_ms - START_MS) / MIN, (row.expected_end_ms - START_MS) / MIN)
        for row in seen(log).items
    ]


def fixed(cue: str, start: float, minutes: float = 10) -> AgendaItem:
    return item(cue, minutes, start_ms=at(start), fixed=True)


def pause(cue: str, minutes: float, shortest: float | None = None) -> AgendaItem:
    shortest_s = None if shortest is None else round(shortest * 60)
    return item(cue, minutes, kind=ItemKind.BREAK, min_duration_s=shortest_s)


def played(log: FoldingLog, minutes: float) -> None:
    log.clock.advance(minutes * 60)
    assert log.advance() is None
