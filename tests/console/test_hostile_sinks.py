"""Names made to harm, in every place of the screens that shows a name: text on one line, nothing else.

The same on a real terminal, byte by byte: tests/pty/test_hostile_names.py. Files that leave the house:
tests/data/exporters/test_formats.py. Cards, words of people and platforms, lines of the
commands: tests/console/test_hostile_day.py.
"""

from __future__ import annotations

import unicodedata
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from kit.desks.hostile import FOLDER, HARMFUL, WRITABLE, Watched
from kit.desks.playing import playing
from kit.hostile import NAMES
from textual.widget import Widget
from textual.widgets import Input

from console.terminal import title as terminal_title
from console.text.problems import problem_line
from console.text.sentences import translator
from data.commands import AddNote
from data.folder.conference import load
from widgets.alarm_line import AlarmLine
from widgets.choice_card import ChoiceCard

SIZES = [(80, 24), (120, 40)]


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
