"""The real console on a real record, played by keyboard at the speed of a hand-moved clock."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from kit.clock import ManualClock
from kit.screens.text import screen_lines, screen_text
from kit.small_conference import conference
from textual.pilot import Pilot

from console.app import ConsoleApp
from console.desk import Identity
from console.folder import Folder
from console.session import Session
from console.text.sentences import translator
from data.events import Event
from data.folder.conference import load
from data.state import ConferenceState
from widgets.glyphs import UNICODE, GlyphSet

QUIET_S = 20
"""Longer than any machine stands still, so that only the hand-moved clock counts."""
LOOKS = 400


class Playing:
    """What a person at the desk does and sees."""

    def __init__(self, app: ConsoleApp, pilot: Pilot[None], clock: ManualClock) -> None:
        self.app = app
        self.pilot = pilot
        self.clock = clock

    @property
    def state(self) -> ConferenceState:
        return self.app.session.state

    async def events(self) -> list[Event]:
        """What happened and what was done; see `everything`."""
        return [event for event in await self.everything() if event.kind != "NoticeShown"]

    async def everything(self) -> list[Event]:
        """With what the console has shown."""
        return list(await self.app.session.desk.read(0))

    async def press(self, *keys: str) -> None:
        """Each key after its quiet time."""
        for key in keys:
            if key in ("f7", "f8"):
                self.clock.advance(QUIET_S)
            await self.pilot.press(key)
            await self.settle()

    async def settle(self) -> None:
        await self.pilot.pause()
        await self.app.workers.wait_for_complete()
        await self.pilot.pause()

    async def confirm(self) -> None:
        """The second option of a card."""
        await self.press("down", "f8")

    async def until(self, true: Callable[[], bool]) -> None:
        for _ in range(LOOKS):
            if true():
                return
            await self.pilot.pause(0.02)
        raise AssertionError(f"did not come true; the screen was:\n{self.text}")

    @property
    def text(self) -> str:
        self.app.refresh_view()
        return screen_text(self.app)

    @property
    def lines(self) -> list[str]:
        self.app.refresh_view()
        return screen_lines(self.app)

    @property
    def f8(self) -> str:
        """The F8 line."""
        return next(line for line in self.lines if line.startswith(" F8 "))


@asynccontextmanager
async def playing(
    folder: Path,
    items: Iterable[str | Mapping[str, str]] = "123",
    *,
    size: tuple[int, int] = (120, 40),
    language: str = "vi",
    place: Folder | None = None,
    hints: tuple[str, ...] = (),
    title: str = "Hội nghị thử",
    short_title: str = "",
    points: Iterable[tuple[str, str]] = (("TC00", "Trung tâm"),),
    glyphs: GlyphSet = UNICODE,
    actor: str = "op1",
    role: str = "operator",
    settings: str = "",
    **thresholds: float,
) -> AsyncIterator[Playing]:
    """A console on a conference that starts in two minutes; in control, and at rest. It has no sources but
    those of `settings`, lines of conference.toml.
    """
    quiet_ms = QUIET_S * 1000
    titles = {"title": title, "short_title": short_title}
    conference(folder, items, points=points, quiet_time_ms=quiet_ms, **titles, **thresholds)  # type: ignore[arg-type]
    with (folder / "conference.toml").open("a", encoding="utf-8") as file:
        file.write(settings)
    loaded, problems = load(folder)
    assert loaded is not None, problems
    clock = ManualClock(utc_ms=loaded.start_ms - 120_000)
    who = Identity(console="c1", actor=actor, role=role)
    session = Session.open(place or Folder(folder), loaded, clock, who)
    app = ConsoleApp(session, translator(language), glyphs=glyphs, hints=hints)
    try:
        async with app.run_test(size=size, notifications=True) as pilot:
            desk = Playing(app, pilot, clock)
            await desk.until(lambda: bool(session.state.items))
            await desk.until(lambda: session.state.control is not None or role != "operator")
            await desk.settle()
            yield desk
    finally:
        await session.stop()
