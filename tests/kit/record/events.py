"""Events as a log would hold them, made up and not written anywhere."""

from __future__ import annotations

from collections.abc import Sequence

from data.clock import Moment
from data.events import Body, Event, NoteAdded, encode_body
from data.record.filter import LogFilter

START_MS = 1_718_521_200_000
"""2024-06-16 14:00 in Hà Nội."""


def event(
    seq: int,
    body: Body | None = None,
    *,
    at_ms: int | None = None,
    item: str | None = None,
    point: str | None = None,
    actor: str = "op1",
    console: str = "c1",
) -> Event:
    """Row `seq`; a note, one second after the row before it, unless said otherwise."""
    told = body or NoteAdded(text=f"note {seq}")
    at = Moment(START_MS + seq * 1000 if at_ms is None else at_ms, seq, "boot")
    kind = type(told).__name__
    return Event(seq, at, actor, console, kind, told.v, item, point, told, encode_body(told))


class ListSource:
    """A log in a list: what `console.reading.pages.EventSource` asks; counts its reads."""

    def __init__(self, events: Sequence[Event]) -> None:
        self.events = list(events)
        self.reads: list[tuple[int, int]] = []

    async def read(self, after: int, limit: int = 1000) -> list[Event]:
        self.reads.append((after, limit))
        return self.events[after : after + limit]

    async def among(self, after: int, upto: int, wanted: LogFilter) -> list[Event]:
        self.reads.append((after, upto - after))
        return self.events[after:upto]
