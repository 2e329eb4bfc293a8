"""One console at work on one conference folder, with or without a screen.

`Session.open` reads the folder and the log: enough for a first picture. `start` begins everything
that goes on by itself: pulses, tailing the log, polling while we hold the lease. `stop` ends it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

from console import presence
from console.desk import Desk, Identity
from console.folder import Folder
from console.health_desk import HealthDesk
from console.lease import PollingLease
from console.live import Live
from console.outbox import Outbox
from console.plan import plan_of
from console.poller import Poller
from data.clock import NS, Clock, Moment
from data.clock_watch import ClockWatch
from data.commands import Command, ReleaseControl, TakeControl
from data.event_log import EventLog
from data.events import Event, Fact
from data.fold import fold
from data.live_db import LiveDb
from data.model import Conference
from data.reading import Reading, SourceStatus
from data.rules import Refusal
from data.state import EMPTY, ConferenceState

logger = logging.getLogger(__name__)

TAIL_S = 0.25
BEAT_S = 1.0
HOLDER_DEAD_NS = 15 * NS


class Session:
    """The parts of a running console; `desk` is the only writer.

    `readings` and `sources` come from our own polling, or from `live.db` when another console
    polls. `trouble` is the name of a background part that failed, "" when all run.
    """

    def __init__(self, folder: Folder, conference: Conference, clock: Clock, desk: Desk) -> None:
        self.folder = folder
        self.conference = conference
        self.clock = clock
        self.desk = desk
        self.readings: dict[str, Reading] = {}
        self.sources: dict[str, SourceStatus] = {}
        self.trouble = ""
        self._live = Live(LiveDb(folder.live_path), clock)
        self._lease = PollingLease(desk, self._live, clock, self._is_gone)
        self._health: HealthDesk | None = None
        self._presence: presence.Presence | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._pollers: list[asyncio.Task[None]] = []
        self._adapters: list[Any] = []
        self._watchers: list[Callable[[], None]] = []
        self._beats: dict[str, tuple[str, int]] = {}
        desk.subscribe(self._on_events)

    @classmethod
    def open(cls, folder: Folder, conference: Conference, clock: Clock, identity: Identity) -> Session:
        """Open or make the log and fold it. Raises `data.log_errors.LogError`."""
        log = EventLog.open(folder.log_path, clock=clock, initial=EMPTY, fold=fold)
        session: list[Session] = []
        desk = Desk(
            log,
            identity=identity,
            clock=clock,
            outbox=Outbox(folder.outbox_path),
            holder_alive=lambda console: not session[0]._is_gone(console),
            min_take_ms=conference.thresholds.min_take_ms,
        )
        session.append(cls(folder, conference, clock, desk))
        return session[0]

    @property
    def state(self) -> ConferenceState:
        """What may be shown."""
        return self.desk.state

    @property
    def polling(self) -> bool:
        """Whether this console is the one that polls."""
        return self._health is not None

    def watch(self, watcher: Callable[[], None]) -> None:
        """Call `watcher` when something shown may have changed."""
        self._watchers.append(watcher)

    async def command(self, command: Command) -> Refusal | None:
        """A person's command; incidents follow the agenda at once where we poll."""
        refusal = await self.desk.command(command)
        if refusal is None and self._health is not None:
            self._spawn("incidents", self._health.settle_incidents())
        return refusal

    async def start(self) -> None:
        """Adopt the folder's plan, take control if it is free, and begin the background work."""
        self._presence = presence.Presence(self.folder.path, self.desk.identity.console)
        await self.desk.command(plan_of(self.conference))
        if self.desk.identity.role == "operator":
            await self.desk.command(TakeControl())
        for name, work in (("tail", self._tail()), ("beat", self._beat())):
            self._spawn(name, work)

    async def stop(self) -> None:
        """Let control go, stop polling, close the files. The programme itself stays as it is."""
        for task in (*self._tasks, *self._pollers):
            task.cancel()
        await asyncio.gather(*self._tasks, *self._pollers, return_exceptions=True)
        await self._close_adapters()
        await self.desk.command(ReleaseControl())
        if self._presence is not None:
            self._presence.close()
        await self._live.aclose()
        await self.desk.aclose()

    def _spawn(self, name: str, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work, name=name)
        self._tasks.append(task)
        task.add_done_callback(self._on_done)
        return task

    def _on_done(self, task: asyncio.Task[None]) -> None:
        """The one failure handler of all background work: said, never silent, never fatal."""
        if task in self._tasks:
            self._tasks.remove(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            logger.error("%s failed", task.get_name(), exc_info=error)
            self.trouble = task.get_name()
            self._changed()

    def _on_events(self, _events: tuple[Event, ...]) -> None:
        self._changed()

    def _changed(self) -> None:
        for watcher in self._watchers:
            watcher()

    async def _tail(self) -> None:
        while True:
            await self.desk.tail()
            await asyncio.sleep(TAIL_S)

    async def _beat(self) -> None:
        watch = ClockWatch(self.clock)
        identity = self.desk.identity
        while True:
            await self._live.beat(identity.console, identity.actor, identity.role)
            self._beats = {beat.console: (beat.boot, beat.beat_ns) for beat in await self._live.beats()}
            await self._lease.step()
            await self._follow_lease()
            if (step := watch.look()) is not None and self.polling:
                await self._record(Fact(step))
            await asyncio.sleep(BEAT_S)

    async def _record(self, fact: Fact) -> None:
        await self.desk.record(lambda _state, _now: (fact,))

    async def _follow_lease(self) -> None:
        """Start polling when we got the lease, stop when we lost it, else read what others saw."""
        if self._health is not None and (self._lease.held is None or self._health.fenced):
            await self._stop_polling()
        if self._lease.held is not None and self._health is None:
            await self._start_polling()
        if self._health is None:
            self.readings = await self._live.readings()
            self.sources = {status.name: status for status in await self._live.sources()}
            self._changed()

    async def _start_polling(self) -> None:
        from adapters.registry import make

        assert self._lease.held is not None
        health = HealthDesk(
            self.conference, self.desk, self._live, self.clock, lease=self._lease.held, changed=self._changed
        )
        self._health, self.readings, self.sources = health, health.readings, health.sources
        for source in self.conference.sources:
            adapter = make(source, self.clock.real_ns)
            self._adapters.append(adapter)
            poller = Poller(
                source,
                adapter,
                self.clock,
                focus=partial(health.focus, source.name),
                on_snapshot=health.on_snapshot,
                on_status=health.on_status,
            )
            task = asyncio.create_task(poller.run(), name=f"poll:{source.name}")
            task.add_done_callback(self._on_done)
            self._pollers.append(task)

    async def _stop_polling(self) -> None:
        self._lease.held = None
        self._health = None
        for task in self._pollers:
            task.cancel()
        await asyncio.gather(*self._pollers, return_exceptions=True)
        self._pollers.clear()
        await self._close_adapters()

    async def _close_adapters(self) -> None:
        for adapter in self._adapters:
            await adapter.aclose()
        self._adapters.clear()

    def _is_gone(self, console: str) -> bool:
        """Whether a console is dead: its process provably, or its pulse for 15 s."""
        if console == self.desk.identity.console:
            return False
        if not presence.is_alive(self.folder.path, console):
            return True
        boot, beat_ns = self._beats.get(console, ("", 0))
        now: Moment = self.clock.now()
        return boot == now.boot and self.clock.real_ns() - beat_ns > HOLDER_DEAD_NS
