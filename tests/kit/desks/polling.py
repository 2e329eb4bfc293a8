"""A console that polls a platform which stands in this very process, and what is asked there."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

from kit.desks.on_a_log import until
from kit.record.rows import Row, log_rows

from adapters.simulator.server import RunningServer, serve
from adapters.simulator.world import World
from console.desk import Identity
from console.folder import Folder
from console.polling.asking import request
from console.session import Session
from console.view import View
from console.viewing import Viewing
from data.actions.action import ActionKind
from data.clock import SystemClock
from data.folder.conference import load
from data.samples import sample_points, write_sample

POINTS = 20
QUIET_MS = 400


class PollingConsole(NamedTuple):
    session: Session
    folder: Path

    @property
    def view(self) -> View:
        return Viewing(self.session).view()

    async def ask(self, kind: ActionKind, code: str = "", reason: str = "") -> str:
        """Ask the platform as the card does; the code of the refusal, "" for none."""
        refusal = await self.session.command(request(self.view, kind, code, reason=reason))
        return refusal.code if refusal else ""

    async def ends(self, key: str = "a1") -> str:
        """How the action ended, and why."""
        await until(lambda: not self.session.state.actions[key].is_open, 20)
        asked = self.session.state.actions[key]
        return f"{asked.step} {asked.why}".strip()

    def rows(self, begins: str) -> list[Row]:
        return [each for each in log_rows(self.folder) if each.kind.startswith(begins)]


def sample_at(folder: Path, url: str) -> Path:
    """The sample conference, polled at `url` five times a second, opening in a minute."""
    if not load(folder)[0]:
        start_ms = time.time_ns() // 1_000_000 + 60_000
        write_sample(folder, points=POINTS, start_ms=start_ms, source_url=url)
        settings = folder / "conference.toml"
        often = settings.read_text("utf-8").replace("interval = 2", "interval = 0.2\ntimeout = 1")
        settings.write_text(f"{often}\n[thresholds]\nquiet_time_ms = {QUIET_MS}\n", "utf-8")
    return folder


def opened(folder: Path, *, name: str = "c1", role: str = "operator") -> Session:
    """A session on it that has not begun."""
    found, problems = load(folder)
    assert found is not None, problems
    return Session.open(Folder(folder), found, SystemClock(), Identity(console=name, actor="kt1", role=role))


@asynccontextmanager
async def polling_console(folder: Path, url: str, **who: str) -> AsyncIterator[PollingConsole]:
    """A console at work; its source has answered."""
    session = opened(sample_at(folder, url), **who)
    await session.start()
    try:
        await until(lambda: any(status.state == "ok" for status in session.sources.values()))
        yield PollingConsole(session, folder)
    finally:
        await session.stop()


@asynccontextmanager
async def simulated() -> AsyncIterator[RunningServer]:
    """Rooms that have all come."""
    opened_ms = time.time_ns() // 1_000_000 - 60_000
    server = await serve(World(sample_points(POINTS), 1, ()), clock=SystemClock(), opened_ms=opened_ms)
    try:
        yield server
    finally:
        await server.aclose()
