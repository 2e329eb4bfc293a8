"""The operator's desk over rooms that are as well as a test says, with a hard end."""

from __future__ import annotations

import csv
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

from kit.clock import ManualClock
from kit.desks.nation import Told
from kit.desks.playing import QUIET_S, Playing
from kit.small_conference import conference

from console.app import ConsoleApp
from console.desk import Identity
from console.folder import Folder
from console.text.sentences import translator
from data import events as ev
from data.events import Fact
from data.folder.conference import load
from data.health.reading import Health

ROOMS = {"TC00": "central", "T31": "provincial", "T48": "provincial", "T79": "provincial"}
COLUMNS = ("cue", "title", "kind", "duration", "min_duration", "point", "speaker", "priority", "fallback")
AFTERNOON: tuple[Mapping[str, str], ...] = (
    {"cue": "4.1", "point": "T31"},
    {"cue": "4.2", "min_duration": "5"},
    {"cue": "4.3", "point": "T79", "fallback": "clip 7'40"},
    {"cue": "4.4", "min_duration": "6"},
    {"cue": "4.5", "point": "T48"},
    {"cue": "5", "kind": "directing", "priority": "protocol", "duration": "20"},
)
ITEM = {"kind": "presentation", "duration": "8", "point": "TC00"}


class AgendaDesk(Playing):
    """What the operator does and sees."""

    @property
    def session(self) -> Told:
        assert isinstance(self.app.session, Told)
        return self.app.session

    async def fares(self, health: Health, *codes: str) -> None:
        await self.session.report(health, *codes)
        await self.settle()

    async def falls(self, code: str, severity: str = "P1") -> None:
        """The room is down, and there is an incident about it."""
        await self.fares(Health.DOWN, code)
        body = ev.IncidentOpened(
            id=f"i-{code}", scope="point", subject=code, severity=severity, reason="absent", points=(code,)
        )
        await self.session.desk.record(lambda _state, _now: (Fact(body, point=code),))
        await self.settle()

    async def opened(self) -> None:
        await self.press("f8")
        await self.confirm()

    async def select(self, cue: str) -> None:
        assert self.app.desk.show_item(cue)
        await self.settle()

    async def verb(self, title: str) -> None:
        """By its name in the palette."""
        await self.press("ctrl+p")
        for letter in title:
            await self.pilot.press("space" if letter == " " else letter)
        await self.press("enter")

    @property
    def order(self) -> list[str]:
        return [item.cue for item in self.state.items]

    def on_card(self, *words: str) -> bool:
        text = self.text
        return all(each in text for each in words)

    async def rows(self) -> int:
        return len(await self.events())


@asynccontextmanager
async def agenda_desk(
    folder: Path,
    items: Iterable[Mapping[str, str]] = AFTERNOON,
    *,
    size: tuple[int, int] = (120, 40),
    language: str = "vi",
    spare_min: int = 3,
) -> AsyncIterator[AgendaDesk]:
    """In control before the opening, every room in the call and well; the hard end leaves `spare_min`."""
    rows = [{**ITEM, "title": f"Tham luận {each['cue']}", **each} for each in items]
    conference(folder, [], quiet_time_ms=QUIET_S * 1000)
    _write(folder / "agenda.csv", COLUMNS, rows)
    points = [
        {"code": code, "name": f"Điểm {code}", "level": level, "phone": "024 0000 0001"}
        for code, level in ROOMS.items()
    ]
    _write(folder / "points.csv", ("code", "name", "level", "phone"), points)
    settings = (folder / "conference.toml").read_text("utf-8")
    start = datetime.strptime(settings.split('start = "')[1][:5], "%H:%M")
    end = start + timedelta(minutes=sum(int(row["duration"]) for row in rows) + spare_min)
    settings = settings.replace("[thresholds]", f'hard_end = "{end:%H:%M}"\n[thresholds]')
    source = '[[source]]\nname = "s1"\nkind = "pexip"\nurl = "http://127.0.0.1:9/"\n'
    (folder / "conference.toml").write_text(settings + source, "utf-8")
    loaded, problems = load(folder)
    assert loaded is not None, problems
    clock = ManualClock(utc_ms=loaded.start_ms)
    session = Told.open(Folder(folder), loaded, clock, Identity(console="c1", actor="op1"))
    app = ConsoleApp(session, translator(language))
    try:
        async with app.run_test(size=size, notifications=True) as pilot:
            desk = AgendaDesk(app, pilot, clock)
            await desk.until(lambda: session.state.control is not None and bool(session.state.items))
            await desk.fares(Health.OK, *ROOMS)
            yield desk
    finally:
        await session.stop()


def _write(path: Path, columns: Iterable[str], rows: Iterable[Mapping[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(columns), restval="")
        writer.writeheader()
        writer.writerows(rows)
