"""Which item was on air when a row was written: rooms, sources and people beside the programme. Pure."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable

from data.events import Event

TURNS = ("ItemStarted", "AdvanceUndone", "ItemEnded")
"""Kinds of rows behind which another item, or none, is on air."""


def on_air_after(kind: str, item: str | None) -> str:
    """The cue on air behind a row of one of TURNS; "" for none."""
    return "" if kind == "ItemEnded" else item or ""


class AirTimes:
    """Give it the rows of TURNS in any order, again if need be; others are passed over."""

    def __init__(self) -> None:
        self._turns: list[tuple[int, str]] = []
        self._known: set[int] = set()

    def take(self, events: Iterable[Event]) -> None:
        """Remember the turns among `events`."""
        for event in events:
            if event.kind in TURNS and event.seq not in self._known:
                self._known.add(event.seq)
                insort(self._turns, (event.seq, on_air_after(event.kind, event.item)))

    def at(self, seq: int) -> str:
        """The cue that was on air while row `seq` was written; a turn itself belongs to what it leaves."""
        before = bisect_left(self._turns, (seq, "")) - 1
        return self._turns[before][1] if before >= 0 else ""
