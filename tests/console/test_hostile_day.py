"""A day on which every word of people and platforms is a hostile name: cards, desks, replay, stage, lines."""

from __future__ import annotations

import asyncio
import io
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from kit.clock import ManualClock
from kit.desks.hostile import EVERY_SIZE, FOLDER, check_rows, hostile_day
from kit.hostile import NAMES
from kit.screens.stream import LINES, strangers
from textual.screen import ModalScreen

from console.actions import ACTIONS
from console.app import ConsoleApp
from console.cli import COMMANDS, main
from console.folder import Folder
from console.names import matters
from console.past.replay import Replay
from console.screens.stage.screen import StageApp
from console.stage import StageReader
from console.text.sentences import translator
from data.folder.conference import load
from data.folder.model import Conference
from data.record.tape import Tape
from widgets.viet_input import TelexSafe

NO_CARD = {"leave", "lock", "theme", "mark_present", "past_faster", "past_slower", "freeze_view"}
READ = ("status", "agenda", "queue", "points", "names", "act", "incidents", "roll-call", "readiness", "log")
"""Commands that print what the record and the folder say."""
NO_NAMES = {
    *("demo", "new", "run", "stage", "replay", "simulate"),  # screens, servers, and what asks for them
    *("verify", "quality", "backup", "restore", "seal", "source"),  # figures and files
    *("advance", "hold", "resume", "note", "tick", "correct", "extend", "skip", "defer", "bring-back"),
    *("move", "swap", "insert", "edit", "split", "jump", "undo", "go-on", "export", "reimport", "check"),
    "delegates",
}
"""Commands that say what they did; tests/pty/test_hostile_names.py prints some of them."""


async def test_every_card_at_every_size(tmp_path: Path) -> None:
    """The items and rooms that the cards speak of carry the names; so does what is typed into their boxes."""
    folder = tmp_path / FOLDER
    async with hostile_day(folder) as watched:
        desk = watched.desk
        opened = []
        for key in ("f2", "f3", "f4"):
            await watched.press(key, *["down"] * 3)
        for action in ACTIONS:
            if not action.palette or action.id in NO_CARD:
                continue
            if action.id in ("act", "act_door"):
                await watched.polled()  # nothing is asked by figures that are old
            desk.app.parts.dispatch.choose(action.id)
            await desk.settle()
            watched.look()
            if not isinstance(desk.app.screen, ModalScreen):
                continue
            opened.append(action.id)
            await watched.press("down")
            await watched.at_every_size()
            if isinstance(desk.app.focused, TelexSafe):
                for name in (NAMES[0], "".join(NAMES)):
                    await watched.type(name)
            while isinstance(desk.app.screen, ModalScreen):
                await watched.press("escape")
        assert len(opened) > 30, opened
        assert {"speakers", "speaker_drop", "names", "handle", "overrule", "act", "call"} <= set(opened)
        watched.saw("TAND [/] HN", "[@click=app.evil]Name[/]", "([sys:LOCK=1])")


async def test_words_of_people_and_platforms_then_the_same_day_again_and_for_the_speaker(
    tmp_path: Path,
) -> None:
    """Queues, words by hand, calls, incidents and actions; then the replay of it, and the stage."""
    folder = tmp_path / FOLDER
    async with hostile_day(folder) as watched:
        desk = watched.desk
        for key in ("f2", "f3", "f4", "f5"):
            await watched.press(key)
            await watched.at_every_size()
            await watched.press(*["down"] * 4)
        await watched.press("f3")
        await watched.polled()
        assert len(matters(desk.app.parts.viewing.view())) > 10, "names that nobody knows"
        for name in ("act", "names", "handle", "speakers"):
            desk.app.parts.dispatch.choose(name)
            await desk.settle()
            await watched.press(*["pagedown"] * len(NAMES) if name == "names" else ["down"] * 3)
            await watched.press("escape", "f3", "down", "enter")
        await desk.press("f2")
        end = desk.clock.now().utc_ms
        watched.saw(*NAMES[:5])
    assert set(READ) | NO_NAMES == set(COMMANDS), "a new command: does it print names?"
    assert await asyncio.to_thread(strange_lines, folder) == {}
    loaded, _ = load(folder)
    assert loaded is not None
    await _again(folder, loaded, end)
    await _for_the_speaker(folder, loaded)


async def _again(folder: Path, loaded: Conference, at_ms: int) -> None:
    seen: list[str] = []
    replay = Replay(Folder(folder), loaded, Tape.open(folder / "log.db"), NAMES[7])
    replay.stand_at(at_ms)
    app = ConsoleApp(replay, translator("vi"))
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        for size in EVERY_SIZE:
            await pilot.resize_terminal(*size)
            for key in ("f2", "f3", "f4", "f5", "ctrl+f", "escape", "shift+left", "shift+up"):
                await pilot.press(key)
                await pilot.pause()
                app.refresh_view()
                check_rows(app, size[0], seen)
    await replay.stop()
    assert any("PHÁT LẠI" in row for row in seen)
    assert any("[@click=app.evil]Name[/]" in row for row in seen)


async def _for_the_speaker(folder: Path, loaded: Conference) -> None:
    seen: list[str] = []
    reader = StageReader(Folder(folder), loaded, ManualClock(utc_ms=loaded.start_ms))
    reader.look()
    app = StageApp(reader, translator("vi"))
    async with app.run_test(size=(120, 40)) as pilot:
        for size in EVERY_SIZE:
            await pilot.resize_terminal(*size)
            await pilot.pause()
            check_rows(app, size[0], seen)
    assert any("TAND [/] HN" in row for row in seen)


def strange_lines(folder: Path) -> dict[tuple[str, str], list[str]]:
    """What is not text in the lines of each command that reads, as people read them and as programs do."""
    found = {}
    for command in READ:
        for way in ("--lang=vi", "--lang=en", "--json"):
            out, told = (io.TextIOWrapper(io.BytesIO(), "utf-8", "surrogateescape") for _ in "12")
            with redirect_stdout(out), redirect_stderr(told):
                code = main([command, str(folder), way])
            assert code == 0, (command, told.buffer.getvalue())
            raw = b"".join(each.buffer.getvalue() for each in (out, told) if each.flush() is None)
            assert raw or command == "names", command
            if strange := strangers(raw, LINES):
                found[command, way] = strange[:3]
    return found
