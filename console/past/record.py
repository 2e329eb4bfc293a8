"""The record of a finished conference, up to the moment that is shown. It can be read, and that is all."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from console.desk import Identity
from data.events import Event
from data.record.contract import Row
from data.record.errors import LogError
from data.record.filter import LogFilter
from data.record.tape import Tape

T = TypeVar("T")
Listener = Callable[[tuple[Event, ...]], None]


class PastRecord:
    """A `console.seat.ReadableRecord` over a tape with a thread of its own; `upto` is the last row shown."""

    waiting = False
    written_ms: int | None = None
    failure: LogError | None = None
    unwritten = 0
    unwritten_events: tuple[Event, ...] = ()

    def __init__(self, tape: Tape, identity: Identity) -> None:
        self.identity = identity
        self.upto = 0
        self.tape = tape
        self._listeners: list[Listener] = []
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="tape")

    @property
    def log_events(self) -> int:
        """Rows up to the moment that is shown."""
        return self.upto

    def subscribe(self, listener: Listener) -> None:
        """Call `listener` with events as the tape passes them."""
        self._listeners.append(listener)

    def passed(self, events: tuple[Event, ...]) -> None:
        """The tape went over these; they are shown from now on."""
        for listener in self._listeners:
            listener(events)

    async def read(self, after: int, limit: int = 1000) -> list[Event]:
        """A page, oldest first; nothing that is still to come."""
        upto = self.upto
        found = await self.ask(lambda tape: tape.events(after, min(limit, max(0, upto - after))))
        return [event for event in found if event.seq <= upto]

    async def among(self, after: int, upto: int, wanted: LogFilter) -> list[Event]:
        """Of the rows `after` < seq <= `upto` at least those that `wanted` accepts, oldest first."""
        upto = min(upto, self.upto)
        return await self.ask(lambda tape: tape.among(after, upto, wanted))

    async def stored(self, seq: int) -> Row | None:
        """Row `seq` as stored, with its hashes; None when there is none."""
        return await self.ask(lambda tape: tape.stored(seq))

    async def ask(self, work: Callable[[Tape], T]) -> T:
        """`work` with the tape, in its thread. Raises LogError."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, work, self.tape)

    async def aclose(self) -> None:
        """Close the file."""
        await self.ask(Tape.close)
        self._thread.shutdown(wait=False)
