"""A console with hostile names in every place, looked at after every step."""

from __future__ import annotations

import unicodedata
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from kit.desks.playing import Playing, playing
from kit.desks.seed import Platform
from kit.hostile import NAMES
from kit.platforms.legs import leg
from kit.screens.text import screen_segments
from rich.cells import cell_len
from textual.app import App

from adapters import registry
from adapters.base import ActionResult
from adapters.errors import Rejected
from console.polling.asking import request
from data.actions.action import Action, ActionKind
from data.commands import (
    Correct,
    Hold,
    MarkPresence,
    QueueSpeaker,
    RecordCall,
    RecordTest,
    Resume,
    ShowOnStage,
)
from data.health.reading import Participant
from data.incidents.commands import AssignIncidents, MuteIncidents, NoteIncidents
from data.overrule.commands import OverrulePoint
from widgets.viet_input import TelexSafe

WRITABLE = [name.encode("utf-8", "ignore").decode().replace("\x00", "") for name in NAMES]
"""What a csv file can hold at all."""
FOLDER = "[/] [@click=app.evil]x[/] \x1b]2;PWNED\x07 \u202e"
EVERY_SIZE = [(200, 60), (120, 40), (80, 24)]
HARMFUL = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
SOURCE = """
[[source]]
name = "s1"
kind = "pexip"
url = "http://127.0.0.1:9"
conference = "c"
timeout = 3600
"""


def check_rows(app: App[Any], width: int, seen: list[str]) -> None:
    """Every row on the screen is text of `width` cells without a trap; they are added to `seen`."""
    assert app.is_running and app._exception is None
    for row in screen_segments(app):
        text = "".join(segment.text for segment in row)
        strangers = {f"{char!r}" for char in text if unicodedata.category(char) in HARMFUL}
        assert strangers == set(), text
        assert cell_len(text) == width, text
        for style in (segment.style for segment in row if segment.style):
            assert style.link is None
            assert "@click" not in style.meta
        seen.append(text)


class Watched:
    """A console with hostile names everywhere, looked at after every step."""

    def __init__(self, desk: Playing, width: int, platform: Platform | None = None) -> None:
        self.desk = desk
        self.platform = platform
        self.width = width
        self.done: list[str] = []
        self.seen: list[str] = []
        for name in ("evil", "quit", "lock"):
            setattr(desk.app, f"action_{name}", lambda *_: self.done.append("an action of a name"))

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.desk.press(key)
            self.look()

    async def type(self, text: str) -> None:
        """As if pasted into the box that has the focus."""
        box = self.desk.app.focused
        assert isinstance(box, TelexSafe), box
        box.value = text
        await self.desk.settle()
        await self.desk.pilot.pause(0.05)
        self.look()

    async def polled(self) -> None:
        """The platform tells of everything once more."""
        assert self.platform is not None
        asked = self.platform.asked + 1
        self.platform.answer(1)
        await self.desk.until(lambda: self.platform is not None and self.platform.asked >= asked)
        await self.desk.settle()

    async def at_every_size(self) -> None:
        """What is on show, in windows of every size; the smallest is left."""
        for size in EVERY_SIZE:
            await self.desk.pilot.resize_terminal(*size)
            await self.desk.settle()
            self.width = size[0]
            self.look()

    def look(self) -> None:
        """Only text, as wide as the screen, that does nothing when clicked."""
        app = self.desk.app
        app.refresh_view()
        check_rows(app, self.width, self.seen)
        assert self.done == []

    def saw(self, *words: str) -> None:
        for word in words:
            assert any(word in row for row in self.seen), word


class Strangers(Platform):
    """Rooms of the conference under their hostile names, others that nobody knows, and no to every wish."""

    actions = frozenset(ActionKind)

    def _leg(self, code: str) -> Participant:
        name = code.partition(" ")[2] or code
        return leg(code, name=name, alias=name, address=name, role=name, hand_ms=1, quality=4)

    async def act(self, action: Action) -> ActionResult:
        raise Rejected(action.address or action.name or NAMES[7])


@asynccontextmanager
async def hostile_day(folder: Path) -> AsyncIterator[Watched]:
    """Every word that people and platforms can put on the desk is one of the names."""
    codes = [f"P{number}" for number in range(1, len(WRITABLE) + 1)]
    items = [
        {"cue": str(number), "title": name, "speaker": name, "point": code}
        for number, (name, code) in enumerate(zip(WRITABLE, codes, strict=True), start=1)
    ]
    unknown = [name.encode("utf-8", "replace").decode() for name in NAMES]  # no adapter lets through less
    platform = Strangers([*codes, *(f"x{n} {name}" for n, name in enumerate(unknown))])
    with (
        patch.object(registry, "make", platform.adapter),
        patch("console.polling.poller.pause_s", lambda *_: 0),
    ):
        named = {"title": "".join(WRITABLE[:12]), "short_title": WRITABLE[4], "actor": NAMES[7]}
        points = list(zip(codes, WRITABLE, strict=True))
        async with playing(folder, items, points=points, size=(80, 24), settings=SOURCE, **named) as desk:
            platform.answer(3)
            await desk.until(lambda: platform.asked > 3)
            watched = Watched(desk, 80, platform)
            await watched.press("f8")
            await desk.confirm()
            if not desk.state.on_air:
                await watched.type(NAMES[0])
                await desk.press("f8")
            assert desk.state.on_air and desk.app.screen is desk.app.desk
            await watched.polled()
            await said(desk, codes)
            await watched.polled()
            yield watched


async def said(desk: Playing, codes: list[str]) -> None:
    """What somebody at the keys may put down in words."""
    tell = desk.app.session.command
    for code, name in zip(codes, NAMES, strict=True):
        await tell(QueueSpeaker(name=name, organisation=name))
        await tell(OverrulePoint(points=(code,), says="down", for_s=3600, reason=name))
        await tell(RecordCall(point=code, who=name, number=name, outcome="busy", note=name))
        await tell(RecordTest(point=code, result="no_sound", by=name, note=name))
        view = desk.app.parts.viewing.view()
        assert await tell(request(view, ActionKind.DROP, code, reason=name)) is None
    for code, name in list(zip(codes, NAMES, strict=True))[::2]:  # who has leave to be away has no incident
        await tell(MarkPresence(point=code, mark="excused", reason=name))
    await desk.settle()
    for incident, name in zip(list(desk.state.incidents), NAMES, strict=False):
        await tell(NoteIncidents(incidents=(incident,), text=name))
        await tell(AssignIncidents(incidents={incident: "P2"}, to=name))
        await tell(MuteIncidents(incidents={incident: "P2"}, for_s=600, reason=name))
    await tell(Hold(item=desk.state.on_air, cause=NAMES[4]))
    await tell(Resume(item=desk.state.on_air, cause=NAMES[5]))
    await tell(Correct(seq=1, text=NAMES[6]))
    await tell(ShowOnStage(text=NAMES[4] + NAMES[7], item=desk.state.on_air))
    await desk.settle()
