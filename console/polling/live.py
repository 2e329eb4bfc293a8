"""`live.db` from the event loop: one thread of its own, so that no frame waits for a disk."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from data.clock import Clock
from data.health.reading import Reading, SourceStatus
from data.record.live_db import Beat, LeaseBeat, LiveDb

T = TypeVar("T")


class Live:
    """The latest readings and the pulses of all consoles on this machine. Never raises for I/O."""

    def __init__(self, db: LiveDb, clock: Clock) -> None:
        self._db = db
        self._clock = clock
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="live")

    async def put(self, readings: Sequence[Reading], sources: Sequence[SourceStatus]) -> None:
        """Store readings that changed, and the sources' newest words."""
        if readings:
            await self._run(lambda: self._db.put_readings(list(readings)))
        await self._run(lambda: self._db.put_sources(list(sources)))

    async def beat(self, console: str, actor: str, role: str) -> None:
        """This console lives."""
        boot, now_ns = self._clock.now().boot, self._clock.real_ns()
        await self._run(lambda: self._db.beat(console, actor=actor, role=role, boot=boot, now_ns=now_ns))

    async def beats(self) -> list[Beat]:
        """Every console's last pulse."""
        return await self._run(self._db.beats)

    async def lease_beat(self, epoch: int, console: str) -> bool:
        """The poller's pulse; False when a newer epoch is already there."""
        boot, now_ns = self._clock.now().boot, self._clock.real_ns()
        return await self._run(lambda: self._db.lease_beat(epoch, console, boot, now_ns))

    async def lease(self) -> LeaseBeat | None:
        """The newest polling lease with its last pulse."""
        return await self._run(self._db.lease)

    async def readings(self) -> dict[str, Reading]:
        """Every point's reading, as the polling console left it."""
        return await self._run(self._db.readings)

    async def sources(self) -> list[SourceStatus]:
        """Every source's status, as the polling console left it."""
        return await self._run(self._db.sources)

    async def aclose(self) -> None:
        """Close the file."""
        await self._run(self._db.close)
        self._thread.shutdown(wait=False)

    async def _run(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)
