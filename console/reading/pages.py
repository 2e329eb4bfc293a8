"""Events of the record by number, read in pages through the desk; only so many are kept. No textual."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Protocol

from data.events import Event
from data.record.filter import LogFilter

PAGE = 256
"""Rows of one read: more than any screen shows, and a millisecond or two of the log's thread."""
KEPT_PAGES = 20
KEPT_EVENTS = PAGE * KEPT_PAGES
_NEAR = 8
"""Rows this close together are read in one go."""


class EventSource(Protocol):
    """What of `console.desk.Desk` is asked."""

    async def read(self, after: int, limit: int = 1000) -> list[Event]:
        """Up to `limit` events behind row `after`."""
        ...

    async def among(self, after: int, upto: int, wanted: LogFilter) -> list[Event]:
        """Of the rows `after` < seq <= `upto` at least those that `wanted` accepts, oldest first."""
        ...


class LogPages:
    """The events looked at last. `fetch` what `missing` names, then `get` it."""

    def __init__(self, source: EventSource) -> None:
        self.source = source
        self._kept: OrderedDict[int, Event] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, seq: int) -> Event | None:
        """Row `seq`, if it is at hand."""
        event = self._kept.get(seq)
        if event is not None:
            self._kept.move_to_end(seq)
        return event

    def missing(self, seqs: Iterable[int]) -> list[int]:
        """Those of `seqs` that must be fetched first."""
        return [seq for seq in seqs if seq not in self._kept]

    def keep(self, events: Iterable[Event]) -> None:
        """Have these at hand; the ones not looked at for longest go."""
        for event in events:
            self._kept[event.seq] = event
            self._kept.move_to_end(event.seq)
        while len(self._kept) > KEPT_EVENTS:
            self._kept.popitem(last=False)

    async def fetch(self, seqs: Sequence[int], *, whole_pages: bool) -> None:
        """Read `seqs` (ascending) and, with `whole_pages`, what stands round them. Raises LogError."""
        for first, last in list(self._in_pages(seqs) if whole_pages else _runs(seqs)):
            self.keep(await self.source.read(first - 1, last - first + 1))

    async def one(self, seq: int) -> Event | None:
        """Row `seq`; nothing else is kept or forgotten for it."""
        if (known := self._kept.get(seq)) is not None:
            return known
        found = await self.source.read(seq - 1, 1)
        return found[0] if found else None

    def _in_pages(self, seqs: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Fixed pages; of one whose beginning is at hand, as the newest is, only the rest."""
        for number in sorted({(seq - 1) // PAGE for seq in seqs}):
            first, last = number * PAGE + 1, (number + 1) * PAGE
            if first in self._kept:
                first = next(seq for seq in seqs if seq >= first)
            yield first, last


def _runs(seqs: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Ascending numbers as stretches of neighbours, none longer than a page."""
    if not seqs:
        return
    first = seqs[0]
    for before, after in pairwise(seqs):
        if after - before > _NEAR or after - first >= PAGE:
            yield first, before
            first = after
    yield first, seqs[-1]
