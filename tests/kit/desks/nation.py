"""The technician's screen over the whole roster, with a platform that says what a test wants."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from kit.clock import ManualClock
from kit.desks.playing import Playing
from kit.national import national
from kit.small_conference import conference

from console.app import ConsoleApp
from console.desk import Identity
from console.folder import Folder
from console.session import Session
from console.text.sentences import translator
from data import events as ev
from data.events import Fact
from data.folder.conference import load
from data.health.reading import Health, SourceStatus

SPEAKERS = ({"cue": "1", "point": "T31"}, {"cue": "2", "point": "TC00"}, {"cue": "3", "point": "T79"})
LONG_AGO_S = 60.0


class Told(Session):
    """A session whose one source answers, or does not, as `answers` says."""

    answers = True

    @property
    def sources(self) -> Mapping[str, SourceStatus]:
        now_ns = self.clock.real_ns()
        answered = now_ns if self.answers else now_ns - round(LONG_AGO_S * 1e9)
        boot = self.clock.now().boot
        return {"s1": SourceStatus(name="s1", boot=boot, state="ok", answered_ns=answered)}

    async def report(self, health: Health, *codes: str) -> None:
        """Put it on record that `codes` are in this health."""
        facts = tuple(
            Fact(ev.HealthChanged(was="unknown", now=health, reason="absent", source="s1"), point=code)
            for code in codes
        )
        await self.desk.record(lambda _state, _now: facts)


class Watching(Playing):
    """What a technician does and sees."""

    @property
    def session(self) -> Told:
        assert isinstance(self.app.session, Told)
        return self.app.session


def write_roster(folder: Path, count: int) -> None:
    """A conference of three speakers, and `count` points of the nation."""
    known = {point.code for point in national(count)}
    conference(folder, [item for item in SPEAKERS if item["point"] in known])
    rows = [
        f'{point.code},"{point.name}","{point.short}",{point.level},"{point.region}",{point.parent}'
        for point in national(count)
    ]
    (folder / "points.csv").write_text(
        "\n".join(["code,name,short,level,region,parent", *rows]) + "\n", "utf-8"
    )


@asynccontextmanager
async def watching(
    folder: Path, size: tuple[int, int] = (120, 40), *, count: int = 767
) -> AsyncIterator[Watching]:
    """F3, before anybody was heard from."""
    write_roster(folder, count)
    loaded, problems = load(folder)
    assert loaded is not None, problems
    clock = ManualClock(utc_ms=loaded.start_ms - 120_000)
    session = Told.open(Folder(folder), loaded, clock, Identity(console="c1", actor="kt1"))
    app = ConsoleApp(session, translator("vi"))
    try:
        async with app.run_test(size=size, notifications=True) as pilot:
            desk = Watching(app, pilot, clock)
            await desk.until(lambda: session.state.control is not None and bool(session.state.items))
            await desk.press("f3")
            yield desk
    finally:
        await session.stop()
