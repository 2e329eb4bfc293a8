"""Logs for tests: opened with a fold that counts, filled, and broken on purpose."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from kit.clock import ManualClock

from data.events import Event, Fact, NoteAdded
from data.record.event_log import EventLog

WHO = {"actor": "operator", "console": "c1"}


def count(state: int, events) -> int:
    return state + sum(1 for _ in events)


def collect(state: tuple[Event, ...], events) -> tuple[Event, ...]:
    return state + tuple(events)


def open_log(path: Path, **options) -> EventLog[int]:
    settings = {"clock": ManualClock(), "initial": 0, "fold": count, "busy_timeout_ms": 2000}
    return EventLog.open(path, **{**settings, **options})


def filled(path: Path, rows: int, *, batch: int = 500) -> Path:
    """A log of `rows` notes, in transactions of `batch`."""
    with closing(open_log(path)) as log:
        for start in range(1, rows + 1, batch):
            last = min(rows, start + batch - 1)
            facts = [Fact(NoteAdded(text=f"note {n}"), item=str(n % 7)) for n in range(start, last + 1)]
            log.transact(lambda _state, _now, facts=facts: facts, **WHO)
    return path


def tampered(path: Path, *statements: str) -> Path:
    """Change the file as somebody with SQLite at hand would, the triggers dropped first."""
    with closing(sqlite3.connect(path)) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type='trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
        connection.commit()
    return path


def as_nobody(work: Callable[[], str]) -> str:
    """What `work` returns in a child process without root's rights, whoever runs the tests."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            if os.getuid() == 0:
                os.setgid(65534)
                os.setuid(65534)
            answer = work()
        except BaseException as error:
            answer = f"{type(error).__name__}: {error}"
        os.write(writer, answer.encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, encoding="utf-8") as pipe:
        answer = pipe.read()
    os.waitpid(child, 0)
    return answer


def python(*arguments: str) -> list[str]:
    return [sys.executable, *arguments]
