"""What a reader sees of the record: a few rows of any number, by where they stand. No textual.

The newest row is the last. Rows are named by their number (seq), so that nothing that is added, or
found by a filter further up, moves what is being read.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence

import msgspec

from console.reading.pages import EventSource, LogPages
from console.reading.search import LogSearch, Told
from data.events import Event
from data.record.filter import EVERYTHING, LogFilter

_JUMP = 1000
"""Rows of one read when the next row of a kind is looked for."""

_ABOVE = 3
"""A jump leaves a third of the screen for what came before."""


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """Rows for one screen, oldest first: None where an event is still being fetched.

    `first` and `cursor` count from 0 among all `count` rows; `cursor` is -1 when there are none.
    Rows from the number `unwritten_from` on are not in the log. `news` counts the rows that came
    since the reader left the end.
    """

    rows: tuple[Event | None, ...]
    seqs: tuple[int, ...]
    first: int
    cursor: int
    count: int
    news: int
    following: bool
    unwritten_from: int


class LogWindow:
    """One reader's place in the record. It follows the newest row until the reader moves away."""

    def __init__(self, source: EventSource, told: Told) -> None:
        self.following = True
        self.search: LogSearch | None = None
        self.head = 0
        self.pages = LogPages(source)
        self._told = told
        self._pending: tuple[Event, ...] = ()
        self._selected = 0
        self._offset = 0
        self._seen = 0

    @property
    def selected(self) -> int:
        """Number of the row under the cursor, 0 when there is none."""
        rows = self._rows()
        return rows[self._cursor(rows)] if rows else 0

    @property
    def wanted(self) -> LogFilter:
        """The filter in force."""
        return self.search.wanted if self.search else EVERYTHING

    def grow(self, head: int, pending: tuple[Event, ...]) -> None:
        """The log has `head` rows now, and `pending` events that are not written yet."""
        shrunk, self.head, self._pending = head < self.head, head, pending
        if shrunk and self.search is not None:  # a replay went back: what is still to come is not shown
            self.choose(self.wanted)
        if self.search is not None:
            self.search.grow(head, pending)

    def choose(self, wanted: LogFilter) -> LogSearch | None:
        """Show only what `wanted` accepts; the search that must then be run, None for every row.

        Results show from the newest on. Without a filter again, the row that was read stays.
        """
        chosen, was_following = self.selected, self.following
        if self.search is not None:
            self.search.abandon()
        if wanted.asks_nothing:
            self.search = None
            self._selected, self.following = chosen or self._selected, was_following or not chosen
            return None
        self.search = LogSearch(self.pages, wanted, self._told, self.head)
        self.search.grow(self.head, self._pending)
        self._selected = chosen or self._selected
        self.to_end()
        return self.search

    def sheet(self, height: int) -> Sheet:
        """What is on the screen now, in `height` rows."""
        rows = self._rows()
        first, cursor = self._placed(rows, height)
        seqs = tuple(rows[first : first + max(0, height)])
        if seqs and (self.following or seqs[-1] == rows[-1]):
            self._seen = max(self._seen, self._end)
        return Sheet(
            rows=tuple(self._event(seq) for seq in seqs),
            seqs=seqs,
            first=first,
            cursor=cursor,
            count=len(rows),
            news=len(rows) - bisect_right(rows, self._seen),
            following=self.following,
            unwritten_from=self.head + 1,
        )

    def missing(self, height: int, *, around: int = 0) -> list[int]:
        """Rows to fetch for `sheet`; with those of `around` rows before and after it."""
        rows = self._rows()
        first, _ = self._placed(rows, height)
        wanted = rows[max(0, first - around) : first + height + around]
        return self.pages.missing(seq for seq in wanted if seq <= self.head)

    async def fetch(self, seqs: Sequence[int]) -> None:
        """Read `seqs`. Raises LogError."""
        await self.pages.fetch(seqs, whole_pages=self.search is None)

    def move(self, by: int, height: int) -> None:
        """The cursor `by` rows down (or up). A step of a screen or more takes the screen along."""
        rows = self._rows()
        if not rows:
            return
        first, cursor = self._placed(rows, height)
        target = min(max(0, cursor + by), len(rows) - 1)
        offset = cursor - first if abs(by) >= height - 1 else target - first
        self._stand_at(rows[target], min(max(0, offset), height - 1))

    def to_seq(self, seq: int, height: int) -> None:
        """The cursor to the row `seq`, or the first shown after it, with some rows above it."""
        self._stand_at(seq, height // _ABOVE)

    def to_start(self) -> None:
        """The cursor to the oldest row."""
        rows = self._rows()
        if rows:
            self._stand_at(rows[0], 0)

    def to_end(self) -> None:
        """Follow the newest row."""
        self.following = True

    async def seq_at(self, at_ms: int) -> int:
        """Number of the first row at or after `at_ms` (UTC), `head` + 1 when all are older.

        Found by halving, in two dozen reads of one row: where the wall clock was set back, it is a
        row at which the clock passed `at_ms`. Raises LogError.
        """
        low, high = 1, self.head + 1
        while low < high:
            middle = (low + high) // 2
            event = await self.pages.one(middle)
            if event is not None and event.at.utc_ms < at_ms:
                low = middle + 1
            else:
                high = middle
        return low

    async def first_of(self, wanted: LogFilter, after: int, stopped: Callable[[], bool]) -> int:
        """Number of the first row behind `after` that `wanted` accepts; 0 when there is none.

        Asks `stopped` between two pages. Raises LogError.
        """
        for begin in range(after, self.head, _JUMP):
            events = await self.pages.source.among(begin, min(self.head, begin + _JUMP), wanted)
            for event in events:
                if wanted.accepts(event, self._told):
                    return event.seq
            if stopped():
                break
        return 0

    def _rows(self) -> Sequence[int]:
        if self.search is None:
            return range(1, self.head + len(self._pending) + 1)
        return self.search.found

    @property
    def _end(self) -> int:
        """The newest row that is known to be shown, or not to be wanted."""
        return self.search.looked_upto if self.search else self.head + len(self._pending)

    def _event(self, seq: int) -> Event | None:
        if seq > self.head:
            return self._pending[seq - self.head - 1]
        return self.pages.get(seq)

    def _cursor(self, rows: Sequence[int]) -> int:
        last = len(rows) - 1
        return last if self.following else min(bisect_left(rows, self._selected), last)

    def _placed(self, rows: Sequence[int], height: int) -> tuple[int, int]:
        """The first row on the screen, and the cursor's."""
        if not rows:
            return 0, -1
        cursor = self._cursor(rows)
        offset = height - 1 if self.following else min(self._offset, height - 1)
        first = min(max(0, cursor - offset), max(0, len(rows) - height))
        return first, cursor

    def _stand_at(self, seq: int, offset: int) -> None:
        if self.following:
            self._seen = max(self._seen, self._end)
        self.following = False
        self._selected, self._offset = seq, offset
