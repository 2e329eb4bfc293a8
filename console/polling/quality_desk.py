"""The minutes of every point's figures into `quality.db`, away from the loop, while this console polls."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

from data.clock import Clock
from data.health.quality import Minutes, QualityRow
from data.health.quality_db import QualityDb
from data.health.reading import Reading, SourceStatus

WAITING_ROWS = 200_000
"""Of rows that cannot be written the oldest are let go from here on."""


class QualityDesk:
    """Call `look` once a second; `looks` counts these. Nothing waits for the disk, and its failures are
    nobody's trouble.
    """

    def __init__(self, db: QualityDb, clock: Clock, stale_after_polls: int) -> None:
        self.looks = 0
        self._db = db
        self._clock = clock
        self._stale_after_polls = stale_after_polls
        self._minutes = Minutes()
        self._waiting: list[QualityRow] = []
        self._writing: asyncio.Future[bool] | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="quality")

    def look(self, readings: Mapping[str, Reading], sources: Mapping[str, SourceStatus]) -> None:
        """Take in how the points are now; minutes that are over go to the file."""
        self.looks += 1
        now, real_ns = self._clock.now(), self._clock.real_ns()
        fresh = {
            name
            for name, status in sources.items()
            if status.is_fresh(now.boot, real_ns, self._stale_after_polls)
        }
        self._waiting += self._minutes.take(readings, fresh, now, real_ns)
        del self._waiting[:-WAITING_ROWS]
        if self._waiting and (self._writing is None or self._writing.done()):
            self._writing = asyncio.ensure_future(self._write())

    async def aclose(self) -> None:
        """Write what there is of the running minute, and close the file."""
        if self._writing is not None:
            await self._writing
        self._waiting += self._minutes.close()
        if self._waiting:
            await self._write()
        await asyncio.get_running_loop().run_in_executor(self._thread, self._db.close)
        self._thread.shutdown(wait=False)

    async def _write(self) -> bool:
        rows, self._waiting = self._waiting, []
        written = await asyncio.get_running_loop().run_in_executor(self._thread, self._db.add, rows)
        if not written:
            self._waiting = rows + self._waiting
        return written
