"""Ctrl+F by keyboard, and a house with keys of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from kit.desks.nation import watching
from kit.desks.playing import QUIET_S, playing
from kit.national import national

from console.actions import Scope
from console.keys.keymap import checked, keymap
from console.keys.lists import help_groups
from console.screens.cards.card import ChoiceScreen
from console.screens.cards.find import FindScreen
from console.screens.cards.welcome import AGAIN, HINTS
from console.screens.operator.screen import OperatorScreen
from console.text.sentences import translator
from data.folder.conference import load
from data.folder.model import Conference
from data.folder.problem import Problem
from widgets.viet_input import VietInput

PLACES = [(point.code, point.label) for point in national(120)]


async def test_find_leads_to_a_point_or_says_where_it_is(tmp_path: Path) -> None:
    async with playing(tmp_path) as desk:
        seen = len(await desk.events())
        await desk.press("ctrl+f", *"trung tam")
        assert isinstance(desk.app.screen, FindScreen)
        assert "TC00   Trung tâm" in desk.text
        await desk.press("enter")
        assert not isinstance(desk.app.screen, FindScreen)
        assert "TC00" in desk.text
        assert len(await desk.events()) == seen


async def test_what_is_called_so_comes_first_and_of_the_others_the_row_says_why(tmp_path: Path) -> None:
    async with watching(tmp_path, (80, 24), count=120) as desk:
        await desk.press("ctrl+f", *"ha noi")
        names = ("T01 ", "CC01 ", "ĐIỂM CẦU KHÁC")
        rows = [line.strip(" │") for line in desk.lines if line.strip(" │").startswith(names)]
        assert [row.split()[0] for row in rows[:2]] == ["T01", "CC01"]
        assert rows[2].startswith("ĐIỂM CẦU KHÁC")
        assert "Hà Giang" not in desk.text
        await desk.press("escape", "ctrl+f", *"tay nguyen")
        assert "T64    Gia Lai (Tây Nguyên)" in desk.text


async def test_find_leads_to_an_item_and_starts_nothing(tmp_path: Path) -> None:
    async with playing(tmp_path) as desk:
        before = desk.f8
        await desk.press("ctrl+f", *"tham luan 3")
        assert "CHƯƠNG TRÌNH" in desk.text
        await desk.press("enter")
        assert isinstance(desk.app.screen, OperatorScreen)
        assert desk.app.desk.selection.cue == "3"
        assert desk.f8 == before


async def test_find_is_left_with_escape_and_finds_nothing_aloud(tmp_path: Path) -> None:
    async with playing(tmp_path) as desk:
        await desk.press("ctrl+f", *"zzzz")
        assert "không tìm thấy" in desk.text
        await desk.press("enter")
        assert isinstance(desk.app.screen, FindScreen)
        await desk.press("escape")
        assert isinstance(desk.app.screen, OperatorScreen)


async def test_find_leads_to_the_card_of_a_point(tmp_path: Path) -> None:
    async with playing(tmp_path, points=PLACES) as desk:
        await desk.press("ctrl+f", *"dak lak")
        assert "T66    Đắk Lắk" in desk.text
        await desk.press("enter")
        await desk.until(lambda: desk.app.desk.selection.points == ("T66",))
        assert "Đắk Lắk" in desk.text
        await desk.press("f2", "ctrl+f", *"thaibinh", "enter")
        await desk.until(lambda: desk.app.desk.selection.points == ("T34",))


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)], ids=str)
async def test_finds_fit_every_window(tmp_path: Path, size: tuple[int, int]) -> None:
    async with playing(tmp_path, points=PLACES, size=size) as desk:
        await desk.press("ctrl+f", *"a")
        await desk.press(*["down"] * 25)
        assert isinstance(desk.app.screen, FindScreen)
        lines = desk.lines
        assert len(lines) == size[1]
        assert all(len(line) <= size[0] for line in lines)


async def test_what_changes_the_programme_is_dead_while_typing(tmp_path: Path) -> None:
    async with playing(tmp_path) as desk:
        await desk.press("f8", "down", "f8", "f8")
        assert desk.state.on_air == "2"
        seen = len(await desk.events())
        for opener in ("ctrl+f", "ctrl+p", "ctrl+n"):
            await desk.press(opener, *"abc", "ctrl+z", "f8", "f7", "f6", "f9", "ctrl+l", "escape")
            assert isinstance(desk.app.screen, OperatorScreen)
        assert desk.state.on_air == "2" and len(await desk.events()) == seen
        assert not desk.app.parts.viewing.locked


async def test_keys_that_find_and_export_reach_past_a_box_on_the_desk(tmp_path: Path) -> None:
    async with playing(tmp_path) as desk:
        box = VietInput("đắk lắk")
        await desk.app.screen.mount(box)
        box.focus()
        await desk.press("f8", "down", "f8")
        assert desk.state.on_air == "", "typing: the key of the agenda is refused"
        await desk.press("home", "ctrl+e", "x")
        assert box.value == "đắk lắkx", "Ctrl+E is the end of the line here"
        await desk.press("ctrl+z")
        assert isinstance(desk.app.screen, OperatorScreen)
        await desk.press("ctrl+f")
        assert isinstance(desk.app.screen, FindScreen)
        assert box.value == "đắk lắkx"


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch) -> None:
    """Advance on F9 or Ctrl+Y, and some keys that have changed places."""
    keys = """
        advance = ["F9", "ctrl+y"]
        plan_b = "f8"
        undo = "ctrl+t"
        test_point = "ctrl+z"
        leave = "ctrl+o"
        acknowledge = "ctrl+q"
    """

    def read(folder: Path) -> tuple[Conference | None, tuple[Problem, ...]]:
        with (folder / "conference.toml").open("a", encoding="utf-8") as file:
            file.write(f"[keys]\n{keys}")
        return checked(*load(folder))

    monkeypatch.setattr("kit.desks.playing.load", read)


@pytest.mark.usefixtures("house")
async def test_a_house_with_keys_of_its_own(tmp_path: Path) -> None:
    async with playing(tmp_path) as desk:
        sentence = next(line for line in desk.lines if "khai mạc: 1 Tham luận 1" in line)
        assert sentence.startswith(" F9 ")
        assert " F9 Chuyển" in desk.lines[-2] and "^T Hoàn tác" in desk.lines[-2]
        await desk.press("ctrl+y")
        assert isinstance(desk.app.screen, ChoiceScreen)
        assert "F9 thực hiện" in desk.text and "F8 thực hiện" not in desk.text
        desk.clock.advance(QUIET_S)
        await desk.press("down", "f8")
        assert isinstance(desk.app.screen, ChoiceScreen), "F8 confirms nothing in this house"
        await desk.press("f9")
        assert desk.state.on_air == "1"
        desk.clock.advance(QUIET_S)
        await desk.press("f9")
        assert desk.state.on_air == "2"
        await desk.press("ctrl+z")
        assert isinstance(desk.app.screen, OperatorScreen)
        await desk.press("ctrl+t")
        assert "1 → 2" in desk.text
        await desk.press("escape", "f1")
        assert any("F9 ^Y " in line and "Chuyển mục" in line for line in desk.lines)
        await desk.press("f1", "ctrl+p", *"chuyen muc")
        assert "F9 ^Y" in desk.text
        await desk.press("escape", "ctrl+q")
        assert desk.app.is_running and isinstance(desk.app.screen, OperatorScreen)
        await desk.press("ctrl+o")
        assert "RỜI BÀN ĐIỀU HÀNH" in desk.text


@pytest.mark.usefixtures("house")
async def test_the_lamps_of_the_first_card_are_the_keys_of_the_house(tmp_path: Path) -> None:
    async with playing(tmp_path, hints=(*HINTS, AGAIN)) as desk:
        lamps = "F6 [ ]   F7 [ ]   F9 [{}]   F8 [{}]"
        assert lamps.format(" ", " ") in desk.text
        assert "Nhấn F9" in desk.text and "Nhấn F8" not in desk.text
        await desk.press("f8")
        assert lamps.format(" ", "✓") in desk.text


async def test_the_palette_goes_where_a_command_belongs(tmp_path: Path) -> None:
    async with playing(tmp_path) as desk:
        await desk.press("f5")
        await desk.until(lambda: desk.app.desk.scope is Scope.LOG)
        await desk.press("ctrl+p", *"chuyen muc", "enter")
        await desk.until(lambda: isinstance(desk.app.screen, ChoiceScreen))
        assert desk.app.desk.scope is Scope.OPERATOR
        assert desk.state.on_air == ""


async def test_help_has_every_key_of_the_desk_at_one_look_in_the_smallest_window(tmp_path: Path) -> None:
    async with playing(tmp_path, size=(80, 24)) as desk:
        digits = desk.lines[3:6]
        await desk.press("f1")
        for group in help_groups(translator("vi"), Scope.OPERATOR, keymap(()).acting(past=False)):
            for entry in group[1]:
                assert any(f"{entry.keys.split()[0]} " in line for line in desk.lines[7:18]), entry.keys
        assert "F8 Chuyển mục" in desk.text and "Tạm dừng, chạy tiếp" in desk.text
        assert desk.lines[3:6] == digits, "the countdown stays in sight"
        assert "▼ còn" in desk.text and "PgDn" in desk.text
        await desk.press("pagedown")
        assert "đồng hồ" in desk.text, "what each of them does"
        await desk.press("end")
        assert "▼ còn" not in desk.text


async def test_help_on_the_roll_call_tells_what_its_keys_mean_there(tmp_path: Path) -> None:
    async with playing(tmp_path, size=(80, 24)) as desk:
        await desk.press("f4", "f1")
        assert "^O    Tỉnh báo" in desk.text and "^R    Chỉ vắng" in desk.text
        assert "Nhận sự cố" not in desk.text and desk.text.count("Space Có mặt") == 2, "help and footer"


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=str)
async def test_help_can_be_read_to_its_end(tmp_path: Path, size: tuple[int, int]) -> None:
    async with playing(tmp_path, size=size) as desk:
        await desk.press("f1")
        assert "MÀN HÌNH NÀY" in desk.text
        await desk.press("end")
        await desk.until(lambda: "PgUp" in desk.text)
        assert "ĐI LẠI" in desk.text
        await desk.press("escape")
        assert isinstance(desk.app.screen, OperatorScreen)


async def test_a_terminal_that_keeps_function_keys_is_named_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM_PROGRAM", "vscode")
    async with playing(tmp_path) as desk:
        assert [note.message for note in desk.app._notifications] == [
            translator("vi")("notice.terminal", terminal="VS Code")
        ]
