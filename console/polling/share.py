"""This console's share in polling: to hold the lease and ask the sources, or to read what others saw."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial

from adapters.base import Adapter, Capability
from console.desk import Desk
from console.polling.action_desk import ActionDesk
from console.polling.health_desk import HealthDesk
from console.polling.hold_off import watch_hold_offs
from console.polling.lease import PollingLease
from console.polling.live import Live
from console.polling.poller import Poller
from data.clock import Clock
from data.folder.model import Conference, Source
from data.folder.problem import ProblemError
from data.health.reading import Reading, Snapshot, SourceStatus
from data.health.telemetry import Lease


class PollingShare:
    """Call `follow` once a second. `readings` and `sources` are ours, or those of `live.db`."""

    def __init__(
        self,
        conference: Conference,
        desk: Desk,
        live: Live,
        clock: Clock,
        *,
        is_gone: Callable[[str], bool],
        changed: Callable[[], None],
        on_done: Callable[[asyncio.Task[None]], None],
    ) -> None:
        self.readings: dict[str, Reading] = {}
        self.sources: dict[str, SourceStatus] = {}
        self._conference = conference
        self._desk = desk
        self._live = live
        self._clock = clock
        self._changed = changed
        self._on_done = on_done
        self._lease = PollingLease(desk, live, clock, is_gone)
        self._health: HealthDesk | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._adapters: dict[str, Adapter] = {}
        self._acting: ActionDesk | None = None

    @property
    def active(self) -> bool:
        """Whether this console is the one that asks."""
        return self._health is not None

    async def follow(self) -> None:
        """Beat or look at the lease; begin when we got it, stop when we lost it."""
        await self._lease.step()
        if self._health is not None and (self._lease.held is None or self._health.fenced):
            await self.stop()
        if self._lease.held is not None and self._health is None:
            self._begin(self._lease.held)
        if self._acting is not None:
            self._acting.send()
            await self._acting.look()
        if self._health is None:
            self.readings = await self._live.readings()
            self.sources = {status.name: status for status in await self._live.sources()}
            self._changed()

    async def settle_incidents(self) -> None:
        """Incidents follow the agenda at once, where we are the one who writes them."""
        if self._health is not None:
            await self._health.settle_incidents()

    def send_actions(self) -> None:
        """What was asked of a platform goes out at once, where we are the one who speaks to it."""
        if self._acting is not None:
            self._acting.send()

    async def stop(self) -> None:
        """Let the lease go and close the adapters."""
        self._lease.held = None
        self._health = None
        if self._acting is not None:
            await self._acting.stop()
            self._acting = None
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks.clear()
        for adapter in self._adapters.values():
            await adapter.aclose()
        self._adapters.clear()

    def _begin(self, lease: Lease) -> None:
        health = HealthDesk(
            self._conference,
            self._desk,
            self._live,
            self._clock,
            lease=lease,
            changed=self._changed,
        )
        self._health, self.readings, self.sources = health, health.readings, health.sources
        self._acting = ActionDesk(
            self._desk, self._clock, self._adapters, write=health.write, on_done=self._on_done
        )
        for source in self._conference.sources:
            self._start(self._ask(source, health, self._acting), f"poll:{source.name}")
        self._start(watch_hold_offs(health, self._clock), "hold-offs")

    def _start(self, work: Coroutine[None, None, None], name: str) -> None:
        task = asyncio.create_task(work, name=name)
        task.add_done_callback(self._on_done)
        self._tasks.append(task)

    async def _ask(self, source: Source, health: HealthDesk, acting: ActionDesk) -> None:
        """Poll one source until cancelled. Settings that make no adapter are said like a refusal."""
        from adapters.registry import make

        try:
            adapter = make(source, self._clock.real_ns)
        except ProblemError as error:
            code = error.problems[0].code
            status = SourceStatus(name=source.name, state="refused", error=code)
            await health.on_status(status)
            return
        self._adapters[source.name] = adapter
        if Capability.ROSTER not in adapter.capabilities:
            health.lists_nobody(source.name)

        async def took(snapshot: Snapshot) -> None:
            await health.on_snapshot(snapshot)
            await acting.on_snapshot(snapshot)

        poller = Poller(
            source,
            adapter,
            self._clock,
            focus=partial(health.focus, source.name),
            on_snapshot=took,
            on_status=health.on_status,
        )
        await poller.run()
