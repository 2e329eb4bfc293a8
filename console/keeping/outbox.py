"""Facts that could not be written: kept in memory and, fsynced, on a second path.

The second path is a file of JSON lines in another folder (by default the user's own), so that a
full or read-only disk under the conference folder does not take the programme with it. What a console
that died left there is taken up by the next one (`console.keeping.left_behind`).
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from data.clock import Moment
from data.events import Event, Fact, encode_body
from data.record.authorship import actor_of

if TYPE_CHECKING:
    from filelock import FileLock

    from data.record.event_log import EventLog


class Waiting(msgspec.Struct, frozen=True):
    """A fact with who it is of; `fact.at` is always set."""

    fact: Fact
    actor: str
    console: str


class Outbox:
    """An ordered queue of facts, each with the moment when it happened.

    `failed` is True once the second path could not be written either.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.failed = False
        self._kept: list[Waiting] = []
        self._lock: FileLock | None = None

    def __len__(self) -> int:
        return len(self._kept)

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Everything that waits, oldest first."""
        return tuple(each.fact for each in self._kept)

    @property
    def first(self) -> tuple[Waiting, ...]:
        """What waits of one person at one console, from the oldest on: these are written together."""
        who = [(each.actor, each.console) for each in self._kept]
        same = next((at for at, each in enumerate(who) if each != who[0]), len(who))
        return tuple(self._kept[:same])

    def keep(
        self, facts: Sequence[Fact], now: Moment, after_seq: int, actor: str, console: str
    ) -> tuple[Event, ...]:
        """Add facts that happened at `now`; returns them as events that follow `after_seq`."""
        kept = [
            Waiting(msgspec.structs.replace(fact, at=now), actor_of(fact.body, actor), console)
            for fact in facts
        ]
        self._kept += kept
        self._append(kept, after_seq)
        return tuple(_as_events(kept, after_seq))

    def has_others(self, pattern: str) -> bool:
        """Whether there are files of other processes beside ours, alive or not."""
        with contextlib.suppress(OSError):
            return any(path != self.path for path in self.path.parent.glob(pattern))
        return False

    def inherit(self, pattern: str, log: EventLog[Any]) -> bool:
        """Take up what consoles that died could not write; whether something stays that no longer fits."""
        if not self.has_others(pattern):
            return False
        from console.keeping.left_behind import take_up

        return bool(take_up(self, pattern, log))

    def take_up(self, path: Path, waiting: Sequence[Waiting]) -> None:
        """What a console that is gone left in the file at `path`, which becomes ours. Raises OSError."""
        path.replace(self.path)
        self._hold()
        self._kept += waiting

    def events(self, after_seq: int) -> tuple[Event, ...]:
        """Everything that waits, as events that follow `after_seq`."""
        return tuple(_as_events(self._kept, after_seq))

    def clear(self, count: int) -> None:
        """Forget the `count` oldest: they are in the log now. The file goes with the last one."""
        del self._kept[:count]
        if not self._kept:
            with contextlib.suppress(OSError):
                self.path.unlink()
            self._let_go()

    def _append(self, kept: Sequence[Waiting], after_seq: int) -> None:
        """Best effort: where even this path fails, memory is all there is, and the screen says so."""
        lines = [_line(each, seq) for seq, each in enumerate(kept, after_seq + 1)]
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._hold()
            with self.path.open("ab") as file:
                file.write(b"\n".join(lines) + b"\n")
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            self.failed = True

    def _hold(self) -> None:
        """While we live the file is ours; the system drops the lock when we die, however."""
        if self._lock is None:
            from filelock import FileLock, Timeout

            lock = FileLock(lock_of(self.path))
            with contextlib.suppress(Timeout, OSError):
                lock.acquire(timeout=0)
                self._lock = lock

    def _let_go(self) -> None:
        lock, self._lock = self._lock, None
        if lock is not None:
            lock.release()
            with contextlib.suppress(OSError):
                lock_of(self.path).unlink()


def lock_of(path: Path) -> Path:
    """The lock that the console behind the file at `path` holds."""
    return path.with_name(f"{path.name}.held")


def _as_events(kept: Sequence[Waiting], after_seq: int) -> Iterator[Event]:
    for seq, each in enumerate(kept, after_seq + 1):
        fact = each.fact
        assert fact.at is not None
        yield Event(
            seq=seq,
            at=fact.at,
            actor=each.actor,
            console=each.console,
            kind=type(fact.body).__name__,
            v=fact.body.v,
            item=fact.item,
            point=fact.point,
            body=fact.body,
            raw=encode_body(fact.body),
        )


def _line(each: Waiting, seq: int) -> bytes:
    """`seq` is the row that it was to be; `console.keeping.left_behind` reads these lines."""
    fact, at = each.fact, each.fact.at
    return msgspec.json.encode(
        {
            "kind": type(fact.body).__name__,
            "v": fact.body.v,
            "seq": seq,
            "at_ms": at.utc_ms if at else None,
            "mono_ns": at.mono_ns if at else None,
            "boot": at.boot if at else None,
            "actor": each.actor,
            "console": each.console,
            "item": fact.item,
            "point": fact.point,
            "body": fact.body,
        }
    )
