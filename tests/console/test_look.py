"""The whole console in few means: without colours, without signs, in English, on any terminal."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from kit.desks.playing import Playing, playing
from kit.desks.sample import ALARM, F8, DeskApp
from kit.hostile import NAMES
from kit.screens.sight import contrast
from kit.screens.text import screen_lines, screen_segments
from kit.small_conference import conference
from rich.cells import cell_len
from rich.style import Style

from console.cli.look import draws_signs, settle_look
from console.text.sentences import translator
from console.theme import THEMES as THEMES_WORN
from console.theme import next_theme
from data.folder.conference import load
from data.folder.model import GLYPHS, THEMES, Look
from widgets.f8_line import F8Gate, F8Line
from widgets.glyphs import ASCII

Marks = tuple[tuple[str, ...], ...]
PLACES = ("f2", "f3", "f5")
"""Keys of the full screens that are walked through."""
VIETNAMESE = re.compile("[àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ]", re.I)


def attributes(style: Style | None) -> tuple[str, ...]:
    """What a terminal without colours can still show of a style."""
    names = ("bold", "italic", "underline", "reverse")
    return tuple(name for name in names if style is not None and getattr(style, name))


def row_marks(app: DeskApp, found: str) -> tuple[Marks, str]:
    """Attributes, and text, of the row that holds `found`."""
    for row in screen_segments(app):
        text = "".join(segment.text for segment in row)
        if found in text:
            return tuple(sorted({attributes(segment.style) for segment in row})), text
    raise AssertionError(found)


async def test_without_colours_gates_alarm_and_rows_still_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = DeskApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        line = app.screen.query_one(F8Line)
        gates = {}
        for gate in F8Gate:
            line.show(type(F8)(gate=gate, coming=F8.coming, leaving=F8.leaving, verdict="same words"))
            await pilot.pause()
            gates[gate] = row_marks(app, "same words")[0]
        assert len(set(gates.values())) == len(F8Gate), gates
        assert all("reverse" in marks for found in gates.values() for marks in found)
        await pilot.press("down", "down")
        await pilot.pause()
        plain, on_air, selected = (row_marks(app, text) for text in ("4.2 15:32", "4.1", "4.3 15:40"))
        await pilot.press("home")
        await pilot.pause()
        alarm = row_marks(app, ALARM.text[:20])
        assert any("reverse" in marks for marks in alarm[0])
        assert alarm[0] not in gates.values() or alarm[1].lstrip().startswith("!!")
        assert len({plain, on_air, selected, alarm}) == 4


async def test_without_colours_nothing_is_coloured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = DeskApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        styles = [segment.style for row in screen_segments(app) for segment in row if segment.style]
        inks = {each.triplet for style in styles for each in (style.color, style.bgcolor) if each}
        assert inks and all(ink and max(ink) - min(ink) <= 1 for ink in inks), inks


def is_vietnamese_or_ascii(char: str) -> bool:
    return char.isascii() or unicodedata.category(char)[0] in "LM"


async def walk(desk: Playing) -> list[str]:
    """The rows of every screen and card that a key opens."""
    rows: list[str] = []
    await desk.press("f8")
    rows += screen_lines(desk.app)
    await desk.confirm()
    for place in PLACES:
        await desk.press(place)
        await desk.pilot.pause(0.2)
        rows += desk.lines
    await desk.press("f2")
    for key in ("f1", "ctrl+p", "ctrl+n", "ctrl+z", "ctrl+q", "ctrl+f"):
        await desk.press(key)
        rows += screen_lines(desk.app)
        await desk.press("escape")
    return rows + desk.lines


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)], ids=str)
async def test_with_ascii_signs_only_letters_go_beyond_ascii(tmp_path: Path, size: tuple[int, int]) -> None:
    async with playing(tmp_path / "c", size=size, glyphs=ASCII, hints=("welcome.advance",)) as desk:
        rows = desk.lines + await walk(desk)
        assert any("Hội nghị" in row for row in rows), "names are spelt as they are"
        strangers = {char for row in rows for char in row if not is_vietnamese_or_ascii(char)}
        assert strangers == set()
        assert {cell_len(row) for row in rows} == {size[0]}


async def test_everything_is_english_but_the_names(tmp_path: Path) -> None:
    """And but the one word that a newcomer types to try the keyboard."""
    items = [{"cue": cue, "title": f"Talk {cue}"} for cue in "123"]
    named = {"title": "Small meeting", "short_title": "Meeting", "points": [("TC00", "Centre")]}
    async with playing(tmp_path / "c", items, language="en", hints=("welcome.advance",), **named) as desk:
        rows = desk.lines + await walk(desk)
        assert any("Small meeting".upper() in row for row in rows)
        assert [row for row in rows if VIETNAMESE.search(row.replace("'tiếng'", ""))] == []


def colours(desk: Playing) -> set[str]:
    """Every ink and ground on the screen."""
    styles = [segment.style for row in screen_segments(desk.app) for segment in row if segment.style]
    found = [color for style in styles for color in (style.color, style.bgcolor) if color]
    return {color.triplet.hex for color in found if color.triplet}


async def test_every_screen_changes_its_colours_at_once(tmp_path: Path) -> None:
    async with playing(tmp_path / "c") as desk:
        worn = {theme.name: {*theme.variables.values(), str(theme.background)} for theme in THEMES_WORN}
        for place in PLACES:
            await desk.press(place)
            await desk.pilot.pause(0.2)
            before = desk.app.theme
            next_theme(desk.app)
            await desk.settle()
            shown = colours(desk)
            assert shown & worn[desk.app.theme]
            assert shown & (worn[before] - worn[desk.app.theme]) == set(), place


async def test_what_an_empty_box_asks_for_can_be_read(tmp_path: Path) -> None:
    async with playing(tmp_path / "c") as desk:
        for theme in THEMES_WORN:
            desk.app.theme = theme.name
            await desk.press("f5", "f2", "ctrl+n")
            asked = translator("vi")("card.note.placeholder")
            cells = [s for row in screen_segments(desk.app) for s in row if asked[3:12] in s.text]
            assert cells, asked
            for style in (cell.style for cell in cells):
                assert style and style.color and style.bgcolor
                ink, ground = style.color.triplet, style.bgcolor.triplet
                assert ink and ground and contrast(ink.hex, ground.hex) >= 4.5, theme.name
            await desk.press("escape")


async def test_the_palette_puts_on_the_next_theme_and_says_which(tmp_path: Path) -> None:
    async with playing(tmp_path / "c") as desk:
        for theme, word in (("light", "sáng"), ("high-contrast", "tương phản cao")):
            await desk.press("ctrl+p", *"giao dien")
            await desk.press("enter")
            assert desk.app.theme == f"diemcau-{theme}"
            assert f"giao diện: {word}" in desk.text
        assert (await desk.events())[-1].kind == "PollingTaken", "how it looks is no fact of the record"


@pytest.mark.parametrize(
    ("term", "encoding", "drawn"),
    [
        ("xterm-256color", "utf-8", True),
        ("xterm-256color", "UTF8", True),
        ("linux", "utf-8", False),
        ("xterm", "iso8859-1", False),
        ("xterm", "cp1258", False),
        ("xterm", "no-such-code", False),
    ],
)
def test_what_a_terminal_can_draw(term: str, encoding: str, drawn: bool) -> None:
    assert draws_signs({"TERM": term}, encoding) is drawn


def test_the_command_line_goes_before_the_settings() -> None:
    light = Look(theme="light", glyphs="unicode")
    assert settle_look(light, None, ascii_only=False) == light
    assert settle_look(light, "dark", ascii_only=True) == Look(theme="dark", glyphs="ascii")
    assert settle_look(Look(glyphs="ascii"), None, ascii_only=False).glyphs == "ascii"
    assert settle_look(Look(), None, ascii_only=False).glyphs in ("unicode", "ascii")


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("glyphs", GLYPHS)
def test_the_settings_name_theme_and_signs(tmp_path: Path, theme: str, glyphs: str) -> None:
    folder = conference(tmp_path / "c")
    with (folder / "conference.toml").open("a", encoding="utf-8") as file:
        file.write(f'[console]\ntheme = "{theme}"\nglyphs = "{glyphs}"\n')
    loaded, problems = load(folder)
    assert problems == ()
    assert loaded is not None and loaded.look == Look(theme=theme, glyphs=glyphs)


@pytest.mark.parametrize(
    "line", ['theme = "pink"', "theme = 3", 'glyphs = ["ascii"]', f'theme = "{NAMES[4]}"']
)
def test_a_look_that_does_not_exist_is_a_mistake_in_the_settings(tmp_path: Path, line: str) -> None:
    folder = conference(tmp_path / "c")
    with (folder / "conference.toml").open("a", encoding="utf-8") as file:
        file.write(f"[console]\n{line}\n")
    loaded, problems = load(folder)
    assert loaded is None
    assert [problem.code for problem in problems] == ["bad_value"]
