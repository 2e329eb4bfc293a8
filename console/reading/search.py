"""One filter at work on the whole record, from the newest row backwards. No textual."""

from __future__ import annotations

import asyncio
from array import array
from collections.abc import Callable, Iterable, Sequence
from typing import overload

from console.reading.pages import KEPT_EVENTS, LogPages
from data.events import Event
from data.record.filter import LogFilter

STRETCH = 500
"""Rows of one read."""
SLICE = 50
"""Rows looked at between two chances for everything else to run."""
COURTESY_S = 0.1
"""How long the search stands back after the reader pressed a key."""

Told = Callable[[Event], str]


class RowNumbers(Sequence[int]):
    """Numbers of rows, ascending; grows at both ends, and takes eight bytes a row.

    `ahead` are the numbers that rows not written yet will have; they stand behind all others.
    """

    def __init__(self) -> None:
        self.ahead: list[int] = []
        self._older = array("q")
        self._newer = array("q")

    def __len__(self) -> int:
        return len(self._older) + len(self._newer) + len(self.ahead)

    @overload
    def __getitem__(self, index: int) -> int: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[int]: ...
    def __getitem__(self, index: int | slice) -> int | Sequence[int]:
        if isinstance(index, slice):
            return [self[at] for at in range(*index.indices(len(self)))]
        at = index + len(self) if index < 0 else index
        if not 0 <= at < len(self):
            raise IndexError(index)
        older, written = len(self._older), len(self._older) + len(self._newer)
        if at >= written:
            return self.ahead[at - written]
        return self._older[older - 1 - at] if at < older else self._newer[at - older]

    def put_older(self, seqs: Iterable[int]) -> None:
        """Numbers below all that are here, descending."""
        self._older.extend(seqs)

    def put_newer(self, seqs: Iterable[int]) -> None:
        """Numbers above all that are here, ascending."""
        self._newer.extend(seqs)


class LogSearch:
    """The rows that `wanted` accepts. `run` it whenever `behind` is true; it ends by itself.

    `looked_at` counts rows that are done; `stopped` says that somebody called it off: what was found
    by then stays, and new rows are still looked at.
    """

    def __init__(self, pages: LogPages, wanted: LogFilter, told: Told, head: int) -> None:
        self.wanted = wanted
        self.found = RowNumbers()
        self.running = False
        self.stopped = False
        self._pages = pages
        self._told = told
        self._head = head
        self._newest = self._oldest = head
        self._left_alone = False
        self._resume_at = 0.0

    @property
    def looked_at(self) -> int:
        """How many rows are done."""
        return self._newest - self._oldest

    @property
    def looked_upto(self) -> int:
        """The newest row that was looked at, written or not."""
        return max(self._newest, *self.found.ahead, 0)

    @property
    def behind(self) -> bool:
        """Whether there is anything left to look at."""
        return not self._left_alone and (self._newest < self._head or (self._oldest > 0 and not self.stopped))

    def grow(self, head: int, pending: Iterable[Event]) -> None:
        """The log has `head` rows now, and `pending` are not written yet."""
        self._head = max(self._head, head)
        self.found.ahead = [event.seq for event in pending if self.wanted.accepts(event, self._told)]

    def stop(self) -> None:
        """Look no further back."""
        self.stopped = True

    def abandon(self) -> None:
        """Nobody wants to know any more."""
        self._left_alone = True

    def give_way(self) -> None:
        """The reader is pressing keys: they come first."""
        self._resume_at = asyncio.get_running_loop().time() + COURTESY_S

    async def run(self, changed: Callable[[], None]) -> None:
        """Look at everything; `changed` is called after each stretch. Raises LogError."""
        self.running = True
        try:
            while self.behind:
                if self._newest < self._head:
                    await self._look_newer()
                else:
                    await self._look_older()
                changed()
        finally:
            self.running = False
        changed()

    async def _look_newer(self) -> None:
        upto = min(self._head, self._newest + STRETCH)
        accepted = await self._accepted(self._newest, upto)
        self.found.put_newer(event.seq for event in accepted)
        self._newest = upto

    async def _look_older(self) -> None:
        after = max(0, self._oldest - STRETCH)
        accepted = await self._accepted(after, self._oldest)
        self.found.put_older(event.seq for event in reversed(accepted))
        self._oldest = after

    async def _accepted(self, after: int, upto: int) -> list[Event]:
        await self._breathe()
        events = await self._pages.source.among(after, upto, self.wanted)
        accepted: list[Event] = []
        for begin in range(0, len(events), SLICE):
            accepted += [
                event for event in events[begin : begin + SLICE] if self.wanted.accepts(event, self._told)
            ]
            await self._breathe()
        if len(self.found) + len(accepted) < KEPT_EVENTS // 2:
            self._pages.keep(accepted)  # shown next, most likely
        return accepted

    async def _breathe(self) -> None:
        wait_s = self._resume_at - asyncio.get_running_loop().time()
        await asyncio.sleep(max(0.0, wait_s))
