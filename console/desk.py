"""The Desk: the one writer. Commands and telemetry go in, durable state comes out.

Everything that touches the log runs in one thread of its own and is awaited. A state is shown only
after its rows are on disk. Where the disk is full or read-only the programme goes on in memory and
on a second path, and says so (`unwritten`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TypeVar

import msgspec

from console.keeping.outbox import Outbox, Waiting
from data.clock import Clock, Moment
from data.commands import Command
from data.events import Event, Fact
from data.fold import fold
from data.record import checkpoint
from data.record.chain import Head
from data.record.errors import LogBusy, LogError, LogFailed, LogFull, LogReadOnly
from data.record.event_log import EventLog, Outcome, Row
from data.record.filter import LogFilter
from data.ruling import Context, Refusal
from data.state import ConferenceState

Decide = Callable[[ConferenceState, Moment], Sequence[Fact] | Refusal]
Listener = Callable[[tuple[Event, ...]], None]
T = TypeVar("T")

UNWRITABLE = (LogFull, LogReadOnly, LogFailed)
"""What sends a command into memory and onto the second path: the programme goes on."""

BUSY_PAUSE_S = 0.05
WAITING_TOLD_S = 0.2
"""A command that is not written by then is said to wait; SQLite itself may wait much longer."""

TELEMETRY_GAP_S = 0.02


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """Which console this is. `console` is unique to the process; `actor` is the person."""

    console: str
    actor: str
    role: str = "operator"


class Desk:
    """Decides, writes, then shows. `state` is what may be shown.

    `waiting` is True while a command waits to be written: another process is in the log, or the disk
    is slow.
    `written_ms` is the wall time of the last durable write or read, `failure` the log error that
    keeps us from writing, None when all is well.
    """

    def __init__(
        self,
        log: EventLog[ConferenceState],
        *,
        identity: Identity,
        clock: Clock,
        outbox: Outbox,
        holder_alive: Callable[[str], bool] = lambda _console: True,
        min_take_ms: int = 1000,
    ) -> None:
        self.identity = identity
        self.waiting = False
        self.written_ms: int | None = None
        self.failure: LogError | None = None
        self._log = log
        self._clock = clock
        self._outbox = outbox
        self._holder_alive = holder_alive
        self._min_take_ms = min_take_ms
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="log")
        self._shown = fold(log.state, outbox.events(log.state.seq)) if len(outbox) else log.state
        self._listeners: list[Listener] = []
        self._last_telemetry = 0.0
        self._telemetry = asyncio.Lock()
        self._flushing = asyncio.Lock()

    @property
    def state(self) -> ConferenceState:
        """What may be shown: the durable state, with what could not be written yet on top."""
        return self._shown

    @property
    def unwritten(self) -> int:
        """How many facts are only in memory and on the second path."""
        return len(self._outbox)

    @property
    def unwritten_events(self) -> tuple[Event, ...]:
        """The same facts as events, numbered on from the last row of the log."""
        return self._outbox.events(self._log.head.seq)

    @property
    def head(self) -> Head:
        """The last row that is on disk, and its hash."""
        return self._log.head

    @property
    def log_events(self) -> int:
        """Rows in the log."""
        return self._log.head.seq

    def subscribe(self, listener: Listener) -> None:
        """Call `listener` with new events, in the event loop, after `state` holds them."""
        self._listeners.append(listener)

    async def command(self, command: Command) -> Refusal | None:
        """Carry out a person's command. Returns when it is durable, or why it was refused.

        A busy log is waited for: the command is decided anew each time, so it is never lost and
        never done twice.
        """
        from data.rules import decide  # not before the first picture

        holder = self.state.control.console if self.state.control else ""
        context = await self._context(holder)

        def decided(state: ConferenceState, now: Moment) -> Sequence[Fact] | Refusal:
            return decide(state, command, context.facing(state, holder), now)

        telling = asyncio.get_running_loop().call_later(WAITING_TOLD_S, self._tell_waiting)
        try:
            while True:
                try:
                    await self._flush()
                    return await self._transact(decided)
                except LogBusy:
                    self._tell_waiting()
                    await asyncio.sleep(BUSY_PAUSE_S)
        except UNWRITABLE as error:
            return self._decide_in_memory(decided, error)
        finally:
            telling.cancel()
            self.waiting = False

    async def _context(self, holder: str) -> Context:
        """Who we are, and whether `holder`, the console in control ("" for none), lives."""
        alive = holder in ("", self.identity.console)
        if not alive:
            alive = await asyncio.get_running_loop().run_in_executor(None, self._holder_alive, holder)
        return Context(
            console=self.identity.console,
            actor=self.identity.actor,
            interactive=self.identity.role == "operator",
            holder_alive=alive,
            role=self.identity.role,
            min_take_ms=self._min_take_ms,
        )

    async def record(self, decided: Decide) -> Refusal | None:
        """Write what telemetry decided. A busy or failing log loses nothing: the next poll tells
        the same transitions again. Leaves the other writers a gap between two transactions.
        """
        loop = asyncio.get_running_loop()
        async with self._telemetry:
            gap = self._last_telemetry + TELEMETRY_GAP_S - loop.time()
            if gap > 0:
                await asyncio.sleep(gap)
            try:
                return await self._transact(decided)
            except (LogBusy, *UNWRITABLE):
                return None
            finally:
                self._last_telemetry = loop.time()

    async def tail(self) -> None:
        """Take in what other processes wrote, and write what could not be written before."""
        try:
            await self._flush()
        except LogError as error:
            self.failure = error
        try:
            events, state = await self._in_thread(lambda: (self._log.tail(), self._log.state))
        except LogFailed as error:  # the disk will not read: said, and asked again next time
            self.failure = error
        else:
            self._publish(events, state)

    async def read(self, after: int, limit: int = 1000) -> list[Event]:
        """A page of the log, oldest first."""
        return await self._in_thread(lambda: self._log.read(after, limit))

    async def among(self, after: int, upto: int, wanted: LogFilter) -> list[Event]:
        """Of the rows `after` < seq <= `upto` at least those that `wanted` accepts, oldest first."""
        return await self._in_thread(lambda: self._log.among(after, upto, wanted))

    async def stored(self, seq: int) -> Row | None:
        """Row `seq` as stored, with its hashes; None when there is none."""
        rows = await self._in_thread(lambda: self._log.rows(seq - 1, 1))
        return rows[0] if rows and rows[0].seq == seq else None

    async def keep_checkpoint(self, path: Path) -> None:
        """Keep the durable state for the next opening."""
        await self._in_thread(lambda: checkpoint.save(path, self._log))

    async def aclose(self) -> None:
        """Close the log. Commands under way are finished first."""
        await self._in_thread(self._log.close)
        self._thread.shutdown(wait=False)

    def _in_thread(self, work: Callable[[], T]) -> Awaitable[T]:
        return asyncio.get_running_loop().run_in_executor(self._thread, work)

    async def _transact(self, decided: Decide) -> Refusal | None:
        outcome, state = await self._in_thread(lambda: self._write(decided))
        self.failure = None
        self._publish((*outcome.missed, *outcome.events), state)
        return outcome.refusal if isinstance(outcome.refusal, Refusal) else None

    def _write_waiting(self, waiting: Sequence[Waiting]) -> tuple[Outcome[ConferenceState], ConferenceState]:
        """In the log's thread: what waits of one person, in that person's name."""
        facts, who = tuple(each.fact for each in waiting), waiting[0]
        outcome = self._log.transact(lambda _state, _now: facts, actor=who.actor, console=who.console)
        return outcome, self._log.state

    def _write(self, decided: Decide) -> tuple[Outcome[ConferenceState], ConferenceState]:
        """In the log's thread. The state is taken along: when the loop looks, the log may be further."""
        identity = self.identity
        outcome = self._log.transact(decided, actor=identity.actor, console=identity.console)
        return outcome, self._log.state

    async def _flush(self) -> None:
        """Write what could not be written before. Raises LogError; then it waits as before.

        It goes on to its end even when the caller is cancelled: nothing may be written twice.
        """
        if len(self._outbox):
            error = await asyncio.shield(asyncio.ensure_future(self._write_outbox()))
            if error is not None:
                raise error

    async def _write_outbox(self) -> LogError | None:
        async with self._flushing:
            while len(self._outbox):
                waiting = self._outbox.first
                try:
                    outcome, state = await self._in_thread(partial(self._write_waiting, waiting))
                except LogError as error:
                    return error
                self._outbox.clear(len(waiting))
                self.failure = None
                self._publish((*outcome.missed, *outcome.events), state)
            return None

    def _decide_in_memory(self, decided: Decide, error: LogError) -> Refusal | None:
        self.failure = error
        now = self._clock.now()
        outcome = decided(self._shown, now)
        if isinstance(outcome, Refusal):
            return outcome
        events = self._outbox.keep(outcome, now, self._shown.seq, self.identity.actor, self.identity.console)
        self._shown = fold(self._shown, events)
        self._tell(events)
        return None

    def _publish(self, events: tuple[Event, ...], durable: ConferenceState) -> None:
        """Show the durable state; what is still unwritten goes on top of it."""
        self.written_ms = self._clock.now().utc_ms
        self._shown = fold(durable, self._outbox.events(durable.seq)) if len(self._outbox) else durable
        self._tell(events)

    def _tell_waiting(self) -> None:
        if not self.waiting:
            self.waiting = True
            self._tell(())

    def _tell(self, events: tuple[Event, ...]) -> None:
        for listener in self._listeners:
            listener(events)
