"""The real console on the sample conference, and a platform in the same process that does as it is told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from unittest.mock import patch

from kit.clock import ManualClock
from kit.desks.playing import Playing
from kit.platforms.legs import leg

from adapters import registry
from adapters.base import Adapter, Capability
from adapters.errors import Unreachable
from console.app import ConsoleApp
from console.desk import Identity
from console.folder import Folder
from console.session import Session
from console.text.sentences import translator
from data.events import Event
from data.folder.conference import load
from data.folder.model import Source
from data.health.reading import Health, Participant, Snapshot
from data.samples import write_sample

OPENS_MS = 1_718_523_000_000
"""2024-06-16 14:30 in Hanoi: a day that is always the same."""
BEFORE_S = 120
PATIENT_S = 3600
QUIET_S = 2


class Platform:
    """All rooms of `codes` in the call and well, but for what is set here.

    `answers` False: not reachable. `away` are rooms that are not in the call, `sick` those with bad media.
    """

    capabilities: frozenset[Capability] = frozenset()

    def __init__(self, codes: Sequence[str]) -> None:
        self.codes = tuple(codes)
        self.answers = True
        self.away: frozenset[str] = frozenset()
        self.sick: frozenset[str] = frozenset()
        self.asked = 0
        self._turns = asyncio.Semaphore(1)
        self._real_ns: Callable[[], int] = lambda: 0
        self._name = ""

    def adapter(self, source: Source, real_ns: Callable[[], int]) -> Adapter:
        """As the registry makes one."""
        self._name, self._real_ns = source.name, real_ns
        return self

    async def poll(self, focus: Sequence[str] = ()) -> Snapshot:
        """What a real one would say, when it is its turn; what it said before is on record then."""
        self.asked += 1
        await self._turns.acquire()
        if not self.answers:
            raise Unreachable
        legs = tuple(self._leg(code) for code in self.codes if code not in self.away)
        return Snapshot(source=self._name, observed_ns=self._real_ns(), participants=legs)

    def answer(self, times: int) -> None:
        """So many polls may go by: nothing happens by itself."""
        for _ in range(times):
            self._turns.release()

    def _leg(self, code: str) -> Participant:
        return leg(code, quality=4 if code in self.sick else 1)

    async def aclose(self) -> None:
        """Nothing is held."""


class AtSeedDesk(Playing):
    """What a person at the desk of the sample conference does and sees."""

    platform: Platform

    async def polled(self, times: int = 2) -> None:
        """Until the platform was asked `times` more, and what it said is on record."""
        asked = self.platform.asked + times
        self.platform.answer(times)
        await self.until(lambda: self.platform.asked >= asked)
        await self.settle()

    async def later(self, seconds: float) -> None:
        """So much time goes by, and the platform is asked again."""
        self.clock.advance(seconds)
        await self.polled()

    async def press(self, *keys: str) -> None:
        """Each key after its quiet time, on figures that are of now."""
        for key in keys:
            if key in ("f7", "f8"):
                await self.later(QUIET_S)
            self.app.refresh_view()
            await self.pilot.press(key)
            await self.settle()

    async def kinds(self) -> list[str]:
        """What happened, in order; any number of rows."""
        found: list[Event] = []
        while page := await self.app.session.desk.read(found[-1].seq if found else 0):
            found.extend(page)
        return [type(event.body).__name__ for event in found]

    @property
    def well(self) -> int:
        """Points that are in the call and well, as the record has it."""
        return sum(1 for point in self.state.points.values() if point.health == Health.OK)


@asynccontextmanager
async def seed_desk(
    folder: Path,
    *,
    size: tuple[int, int] = (120, 40),
    points: int = 67,
    rehearsal: bool = False,
) -> AsyncIterator[AtSeedDesk]:
    """In control, two minutes before the opening, every room well on the first look."""
    write_sample(folder, points=points, start_ms=OPENS_MS, source_url="http://127.0.0.1:9")
    settings = folder / "conference.toml"
    settings.write_text(
        settings.read_text("utf-8").replace("interval = 2", f"interval = 2\ntimeout = {PATIENT_S}"), "utf-8"
    )
    loaded, problems = load(folder)
    assert loaded is not None, problems
    platform = Platform([point.code for point in loaded.points])
    clock = ManualClock(utc_ms=loaded.start_ms - BEFORE_S * 1000)
    place = Folder(folder).rehearsal() if rehearsal else Folder(folder)
    with (
        patch.object(registry, "make", platform.adapter),
        patch("console.polling.poller.pause_s", lambda *_: 0),
    ):
        session = Session.open(place, loaded, clock, Identity(console="c1", actor="op1"))
        app = ConsoleApp(session, translator("vi"))
        try:
            async with app.run_test(size=size, notifications=True) as pilot:
                desk = AtSeedDesk(app, pilot, clock)
                desk.platform = platform
                await desk.until(lambda: session.state.control is not None and platform.asked > 1)
                await desk.until(lambda: desk.well == points)
                await desk.settle()
                yield desk
        finally:
            await session.stop()
