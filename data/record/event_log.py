"""The record over SQLite: every process of the conference appends to it and follows it."""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec

from data.clock import Clock, Moment
from data.events import KINDS, Event, Fact, Unknown
from data.record.chain import EMPTY, Head
from data.record.contract import Outcome, Row, Verification
from data.record.errors import (
    LogBusy,
    LogDamaged,
    LogFull,
    LogNewer,
    LogReadOnly,
    LogRemote,
    log_errors,
)
from data.record.file import INSERT, USER_VERSION, check_access, connect, ensure, version_of
from data.record.filter import LogFilter
from data.record.network_fs import network_fs
from data.record.page import PAGE, event_of, events_after, events_among, followed, last_head, rows_after
from data.record.reserve import Reserve
from data.record.verification import verify
from data.record.writing import sealed_rows

__all__ = ["EventLog", "Outcome", "Row", "Verification", "verify"]

S = TypeVar("S")

CHECKED_AT_OPEN = 1000
"""The last rows whose chain is verified when a log is opened; `verify` checks them all."""


class EventLog(Generic[S]):
    """A `data.record.contract.Record` in one SQLite file. Use it from one thread at a time, any thread."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        path: Path,
        *,
        clock: Clock,
        initial: S,
        fold: Callable[[S, Iterable[Event]], S],
        read_only: bool,
    ) -> None:
        self.path = path
        self.read_only = read_only
        self.newer = False
        self.state = initial
        self.head = EMPTY
        self._connection = connection
        self._clock = clock
        self._fold = fold
        self._reserve = Reserve(path)
        self._news: list[Event] = []

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        clock: Clock,
        initial: S,
        fold: Callable[[S, Iterable[Event]], S],
        resume: tuple[Head, S] | None = None,
        read_only: bool = False,
        busy_timeout_ms: int = 5000,
    ) -> EventLog[S]:
        """Open or, unless `read_only`, make the log at `path`; fold it; verify its last rows.

        `resume` is a state folded before and the row it stood on; where the log still has that row,
        only what follows is folded, and of that the last rows are verified.

        A log with rows newer than this program opens `read_only`, with `newer` set. One of
        a newer format (`user_version`) opens only with `read_only`. Raises LogError.
        """
        if fs := network_fs(path):
            raise LogRemote(path, fs=fs)
        if not read_only:
            ensure(path)
        check_access(path, writing=not read_only)
        connection = connect(path, writing=not read_only, busy_timeout_ms=busy_timeout_ms)
        try:
            version = version_of(connection, path)
            if version > USER_VERSION and not read_only:
                raise LogNewer(path, version=version)
            log = cls(connection, path, clock=clock, initial=initial, fold=fold, read_only=read_only)
            log._load(resume)
        except BaseException:
            connection.close()
            raise
        if not read_only:
            log._reserve.keep()
        return log

    def transact(
        self, decide: Callable[[S, Moment], Sequence[Fact] | Any], *, actor: str, console: str
    ) -> Outcome[S]:
        """Fold what others wrote, decide on that state, write; all of it or nothing.

        `decide` is pure: on a full disk the reserve is freed and it is asked once more. A tuple or
        list of facts is written in one transaction (an empty one writes nothing); anything else it
        returns is the refusal. Raises LogBusy, LogFull, LogReadOnly, LogNewer, LogSealed,
        LogDamaged, LogFailed; then nothing was written.
        """
        try:
            return self._transact(decide, actor, console)
        except LogFull:
            if not self._reserve.release():
                raise
            return self._transact(decide, actor, console)

    def append(self, facts: Sequence[Fact], *, actor: str, console: str, expect: int) -> Outcome[S]:
        """Write `facts` if the last row is `expect`; else refuse with the Head as it is."""

        def decide(_state: S, _now: Moment) -> object:
            return tuple(facts) if self.head.seq == expect else self.head

        return self.transact(decide, actor=actor, console=console)

    def tail(self) -> tuple[Event, ...]:
        """Events of other writers that no Outcome handed out yet; () when it is busy: ask later."""
        with suppress(LogBusy):
            self._catch_up()
        return self._take_news()

    def read(self, after: int = 0, limit: int = PAGE) -> list[Event]:
        """Up to `limit` events behind row `after`; the state does not move."""
        return events_after(self._connection, self.path, after, limit)

    def rows(self, after: int = 0, limit: int = PAGE) -> list[Row]:
        """The same as stored rows."""
        return rows_after(self._connection, self.path, after, limit)

    def among(self, after: int, upto: int, wanted: LogFilter) -> list[Event]:
        """Of the rows `after` < seq <= `upto` at least those that `wanted` accepts, oldest first.

        Ask for a page at a time: nobody can write while the rows are being looked at.
        """
        return events_among(self._connection, self.path, after, upto, wanted.narrowing())

    def close(self) -> None:
        """Close the file. Safe to call twice."""
        self._connection.close()

    def _transact(self, decide: Callable[[S, Moment], Any], actor: str, console: str) -> Outcome[S]:
        if self.read_only:
            raise LogNewer(self.path) if self.newer else LogReadOnly(self.path)
        with log_errors(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                outcome = self._decided(decide, actor, console)
            except BaseException:
                self._roll_back()
                raise
        return outcome

    def _decided(self, decide: Callable[[S, Moment], Any], actor: str, console: str) -> Outcome[S]:
        """The inside of a transaction; it is over, one way or the other, on return."""
        self._catch_up()
        now = self._clock.now()
        result = decide(self.state, now)
        if not isinstance(result, tuple | list) or not result:
            self._roll_back()
            refusal = result if not isinstance(result, tuple | list) else None
            return Outcome((), self._take_news(), refusal)
        if self.newer:
            raise LogNewer(self.path)
        rows = sealed_rows(self.head, result, now, actor, console)
        events = tuple(event_of(row, self.path) for row in rows)
        # Folded before it is committed: what cannot be folded must not get into the record.
        state = self._fold(self.state, events)
        self._connection.executemany(INSERT, map(msgspec.structs.astuple, rows))
        self._connection.execute("COMMIT")
        self.state, self.head = state, Head(rows[-1].seq, rows[-1].hash)
        return Outcome(events, self._take_news())

    def _roll_back(self) -> None:
        if self._connection.in_transaction:
            with suppress(sqlite3.Error):
                self._connection.execute("ROLLBACK")

    def _catch_up(self) -> None:
        """Verify and fold the rows behind our head."""
        while rows := self.rows(self.head.seq):
            head = followed(self.head, rows, self.path)
            events = self._noticed([event_of(row, self.path) for row in rows])
            self.state = self._fold(self.state, events)
            self.head = head
            self._news += events
            if len(rows) < PAGE:
                return

    def _take_news(self) -> tuple[Event, ...]:
        news = tuple(self._news)
        self._news.clear()
        return news

    def _noticed(self, events: list[Event]) -> list[Event]:
        """A newer version of a kind we know: from now on we only read."""
        if any(type(event.body) is Unknown and event.kind in KINDS for event in events):
            self.newer = self.read_only = True
        return events

    def _load(self, resume: tuple[Head, S] | None) -> None:
        """Fold everything up to the last row there is now."""
        if resume is not None and self._has(resume[0]):
            self.head, self.state = resume
        history = self._history(last_head(self._connection, self.path))
        self.state = self._fold(self.state, history)
        deque(history, maxlen=0)  # a fold may stop early; the head must not

    def _has(self, head: Head) -> bool:
        rows = self.rows(head.seq - 1, 1)
        return bool(rows) and (rows[0].seq, rows[0].hash) == (head.seq, head.hash)

    def _history(self, end: Head) -> Iterator[Event]:
        """The events behind our head, page by page; the chain of the last ones is verified."""
        after, verified = self.head.seq, max(self.head.seq, end.seq - CHECKED_AT_OPEN)
        while after < verified:
            page = events_after(self._connection, self.path, after, min(PAGE, verified - after))
            if not page or page[-1].seq != after + len(page):
                raise LogDamaged(self.path, why="seq", row=after + 1)
            yield from self._noticed(page)
            after = page[-1].seq
        if after:
            self.head = Head(after, rows_after(self._connection, self.path, after - 1, 1)[0].hash)
        rows = rows_after(self._connection, self.path, after, end.seq - after)
        head = followed(self.head, rows, self.path)
        yield from self._noticed([event_of(row, self.path) for row in rows])
        self.head = head
