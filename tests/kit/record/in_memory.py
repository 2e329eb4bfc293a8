"""A record in memory: shows that the contract is about the protocol, not about SQLite."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Generic, TypeVar

from data.clock import Clock, Moment
from data.events import Event, Fact
from data.record.chain import EMPTY, Head
from data.record.contract import Outcome, Row
from data.record.errors import LogSealed
from data.record.filter import LogFilter
from data.record.page import event_of
from data.record.writing import sealed_rows

S = TypeVar("S")
NOWHERE = Path("memory")


class MemoryStore:
    """What several logs of one conference share."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.lock = threading.RLock()


class MemoryLog(Generic[S]):
    def __init__(
        self, store: MemoryStore, *, clock: Clock, initial: S, fold: Callable[[S, Iterable[Event]], S]
    ) -> None:
        self._store, self._clock, self._fold = store, clock, fold
        self._news: list[Event] = []
        self.head = EMPTY
        self.state = initial
        self._catch_up()
        self._news.clear()

    def transact(
        self, decide: Callable[[S, Moment], Sequence[Fact] | Any], *, actor: str, console: str
    ) -> Outcome[S]:
        with self._store.lock:
            self._catch_up()
            now = self._clock.now()
            result = decide(self.state, now)
            if not isinstance(result, tuple | list):
                return Outcome((), self._take(), result)
            rows = sealed_rows(self.head, result, now, actor, console)
            kinds = [row.kind for row in (*self._store.rows[-1:], *rows[:-1])]
            if rows and "RecordSealed" in kinds:
                raise LogSealed(NOWHERE)
            events = tuple(event_of(row, NOWHERE) for row in rows)
            self.state = self._fold(self.state, events)
            self._store.rows += rows
            if rows:
                self.head = Head(rows[-1].seq, rows[-1].hash)
            return Outcome(events, self._take())

    def append(self, facts: Sequence[Fact], *, actor: str, console: str, expect: int) -> Outcome[S]:
        return self.transact(
            lambda _state, _now: tuple(facts) if self.head.seq == expect else self.head,
            actor=actor,
            console=console,
        )

    def tail(self) -> tuple[Event, ...]:
        self._catch_up()
        return self._take()

    def read(self, after: int = 0, limit: int = 1000) -> list[Event]:
        return [event_of(row, NOWHERE) for row in self.rows(after, limit)]

    def rows(self, after: int = 0, limit: int = 1000) -> list[Row]:
        return self._store.rows[after : after + limit]

    def among(self, after: int, upto: int, wanted: LogFilter) -> list[Event]:
        return [event_of(row, NOWHERE) for row in self._store.rows[after:upto]]

    def close(self) -> None:
        pass

    def _catch_up(self) -> None:
        rows = self._store.rows[self.head.seq :]
        if rows:
            events = [event_of(row, NOWHERE) for row in rows]
            self.state = self._fold(self.state, events)
            self.head = Head(rows[-1].seq, rows[-1].hash)
            self._news += events

    def _take(self) -> tuple[Event, ...]:
        news, self._news = tuple(self._news), []
        return news
