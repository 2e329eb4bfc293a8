"""Names made to harm, in every place of the screens that shows a name: text on one line, nothing else.

The same on a real terminal, byte by byte: tests/pty/test_hostile_names.py.
"""

from __future__ import annotations

import unicodedata
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from kit.hostile import NAMES
from kit.playing import Playing, playing
from kit.screen_text import screen_segments
from rich.cells import cell_len
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input

from console import terminal_title
from console.actions import ACTIONS
from console.problem_text import problem_line
from console.text import translator
from data.commands import AddNote, QueueSpeaker
from data.conference import load
from widgets.alarm_line import AlarmLine
from widgets.choice_card import ChoiceCard
from widgets.viet_input import TelexSafe

WRITABLE = [name.encode("utf-8", "ignore").decode().replace("\x00", "") for name in NAMES]
"""What a csv file can hold at all."""
FOLDER = "[/] [@click=app.evil]x[/] \x1b]2;PWNED\x07 \u202e"
SIZES = [(80, 24), (120, 40)]
HARMFUL = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")


class Watched:
    """A console with hostile names everywhere, looked at after every step."""

    def __init__(self, desk: Playing, width: int) -> None:
        self.desk = desk
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

    def look(self) -> None:
        """Only text, as wide as the screen, that does nothing when clicked."""
        app = self.desk.app
        app.refresh_view()
        assert app.is_running and app._exception is None
        for row in screen_segments(app):
            text = "".join(segment.text for segment in row)
            strangers = {f"{char!r}" for char in text if unicodedata.category(char) in HARMFUL}
            assert strangers == set(), text
            assert cell_len(text) == self.width, text
            for style in (segment.style for segment in row if segment.style):
                assert style.link is None
                assert "@click" not in style.meta
            self.seen.append(text)
        assert self.done == []

    def saw(self, *words: str) -> None:
        for word in words:
            assert any(word in row for row in self.seen), word


@pytest.fixture(params=SIZES, ids=str)
async def watched(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Watched]:
    items = [
        {"cue": str(number), "title": name, "speaker": name, "point": f"P{number}"}
        for number, name in enumerate(WRITABLE, start=1)
    ]
    points = [(f"P{number}", name) for number, name in enumerate(WRITABLE, start=1)]
    named = {"title": "".join(WRITABLE[:12]), "short_title": WRITABLE[4], "actor": NAMES[7]}
    size = request.param
    async with playing(tmp_path / FOLDER, items, points=points, size=size, **named) as desk:
        yield Watched(desk, size[0])


async def test_the_programme_from_its_gate_to_its_end(watched: Watched) -> None:
    await watched.press("f8")
    await watched.desk.confirm()
    for _ in WRITABLE[1:]:
        await watched.press("f8")
        if watched.desk.app.screen.query(ChoiceCard):
            await watched.desk.confirm()
        watched.look()
    assert watched.desk.state.on_air == str(len(WRITABLE))
    watched.saw("TAND [/] HN", "[@click=app.evil]Name[/]", "[bold red]Phòng[/bold red]", "([sys:LOCK=1])")


async def test_cards_notes_and_what_is_said(watched: Watched) -> None:
    await watched.press("f8")
    await watched.desk.confirm()
    for key in ("ctrl+z", "ctrl+q", "ctrl+n", "f1"):
        await watched.press(key, "down", "escape")
    for name in NAMES:
        watched.desk.app.own_window.say(name, "warning")
        await watched.desk.app.session.command(AddNote(text=name, item=watched.desk.state.on_air))
        await watched.desk.settle()
        watched.look()
    await watched.press("ctrl+n")
    for name in NAMES:
        await watched.type(name)
    await watched.press("escape")
    watched.saw("[link=file:///etc/passwd]x[/link]")


async def test_lists_that_are_narrowed_by_typing(watched: Watched) -> None:
    for key in ("ctrl+p", "ctrl+f"):
        await watched.press(key)
        for name in (*NAMES, "tand", "phong", "sys", "dong", "p1"):
            await watched.type(name)
        await watched.press("down", "up", "escape")
    watched.saw("TAND [/] HN")


async def test_rooms_and_the_record(watched: Watched) -> None:
    for name in NAMES:
        await watched.desk.app.session.command(AddNote(text=name, item="1"))
    await watched.press("f3")
    await watched.desk.pilot.pause(0.2)
    await watched.press(*["down", "right"] * 4, "enter", "escape", "tab", "down", "enter", "escape")
    await watched.press("f5")
    await watched.desk.pilot.pause(0.3)
    watched.look()
    await watched.press(*["up"] * len(NAMES), "enter", "escape", "end")
    box = watched.desk.app.screen.query_one(Input)
    box.focus()
    await watched.desk.settle()
    for name in NAMES:
        await watched.type(name)
    await watched.press("f2")
    watched.saw("TAND [/b]")


@pytest.mark.parametrize("watched", SIZES[:1], ids=str, indirect=True)
async def test_every_card_that_the_palette_opens(watched: Watched) -> None:
    """The items and rooms that the cards speak of carry the names; so does what is typed into their boxes."""
    desk = watched.desk
    await watched.press("f8")
    await desk.confirm()
    for name in NAMES[:6]:
        await desk.app.session.command(QueueSpeaker(name=name))
    opened = []
    for action in ACTIONS:
        if not action.palette or action.id in ("advance", "leave", "lock"):
            continue
        await watched.press("f2", *["down"] * 3)
        desk.app.parts.dispatch.choose(action.id)
        await desk.settle()
        watched.look()
        if isinstance(desk.app.screen, ModalScreen):
            opened.append(action.id)
            await watched.press(*["down"] * 2)
        if isinstance(desk.app.focused, TelexSafe):
            for name in (NAMES[0], NAMES[7], "".join(NAMES)):
                await watched.type(name)
        while isinstance(desk.app.screen, ModalScreen):
            await watched.press("escape")
    assert len(opened) > 20, opened


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_the_title_of_the_window(name: str) -> None:
    written: list[str] = []
    terminal_title.put(written.append, name, name)
    ((_save, rest),) = [each.split("\x1b]2;") for each in written]
    title, end = rest[:-1], rest[-1]
    assert end == "\x07"
    assert not [char for char in title if unicodedata.category(char) in HARMFUL]


def test_what_the_importers_say(tmp_path: Path) -> None:
    from kit.small_conference import conference

    items = [{"cue": name, "kind": name, "duration": name, "point": name} for name in WRITABLE]
    folder = conference(tmp_path / "c", items, points=[(name, name) for name in WRITABLE], title="Hội nghị")
    loaded, problems = load(folder)
    assert loaded is None
    assert len(problems) > len(WRITABLE)
    for language in ("vi", "en"):
        for problem in problems:
            line = problem_line(problem, translator(language))
            assert not [char for char in line if unicodedata.category(char) in HARMFUL], line


async def test_the_look_itself_can_fail(tmp_path: Path) -> None:
    """A widget that forgets to clean is found out."""

    class Careless(Widget):
        def render(self) -> str:
            return "[@click=app.evil]Name[/]"

    async with playing(tmp_path / "c") as desk:
        watched = Watched(desk, 120)
        watched.look()
        await desk.app.screen.query_one(AlarmLine).parent.mount(Careless(), before=0)
        await desk.settle()
        with pytest.raises(AssertionError):
            watched.look()
