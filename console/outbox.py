"""Facts that could not be written: kept in memory and, fsynced, on a second path.

The second path is a file of JSON lines in another folder (by default the user's own), so that a
full or read-only disk under the conference folder does not take the programme with it.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from data.clock import Moment
from data.events import Event, Fact, encode_body


class Outbox:
    """An ordered queue of facts, each with the moment when it happened.

    `failed` is True once the second path could not be written either.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.failed = False
        self._facts: list[Fact] = []
        self._who: tuple[str, str] = ("", "")

    def __len__(self) -> int:
        return len(self._facts)

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Everything that waits, oldest first."""
        return tuple(self._facts)

    def keep(
        self, facts: Sequence[Fact], now: Moment, after_seq: int, actor: str, console: str
    ) -> tuple[Event, ...]:
        """Add facts that happened at `now`; returns them as events that follow `after_seq`."""
        self._who = (actor, console)
        kept = [msgspec.structs.replace(fact, at=now) for fact in facts]
        self._facts += kept
        self._append(kept, actor, console)
        return tuple(self._as_events(kept, after_seq))

    def events(self, after_seq: int) -> tuple[Event, ...]:
        """Everything that waits, as events that follow `after_seq`."""
        return tuple(self._as_events(self._facts, after_seq))

    def clear(self, count: int) -> None:
        """Forget the `count` oldest: they are in the log now. The file goes with the last one."""
        del self._facts[:count]
        if not self._facts:
            with contextlib.suppress(OSError):
                self.path.unlink()

    def _as_events(self, facts: Sequence[Fact], after_seq: int) -> Iterator[Event]:
        actor, console = self._who
        for seq, fact in enumerate(facts, after_seq + 1):
            assert fact.at is not None
            yield Event(
                seq=seq,
                at=fact.at,
                actor=actor,
                console=console,
                kind=type(fact.body).__name__,
                v=fact.body.v,
                item=fact.item,
                point=fact.point,
                body=fact.body,
                raw=encode_body(fact.body),
            )

    def _append(self, facts: Sequence[Fact], actor: str, console: str) -> None:
        """Best effort: where even this path fails, memory is all there is, and the screen says so."""
        lines = [
            msgspec.json.encode(
                {
                    "kind": type(fact.body).__name__,
                    "at_ms": fact.at.utc_ms if fact.at else None,
                    "actor": actor,
                    "console": console,
                    "item": fact.item,
                    "point": fact.point,
                    "body": fact.body,
                }
            )
            for fact in facts
        ]
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("ab") as file:
                file.write(b"\n".join(lines) + b"\n")
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            self.failed = True
