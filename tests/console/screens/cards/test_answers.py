"""A key that does nothing on a card says why: over the desk's row of keys, and for a moment."""

from __future__ import annotations

from pathlib import Path

import pytest
from kit.desks.playing import Playing, playing
from textual.widgets import Input, OptionList

from console import actions
from console.screens.cards.card import ChoiceScreen, NoteScreen
from console.screens.cards.overlay import Overlay
from widgets.answer_line import AnswerLine
from widgets.f8_line import F8Line
from widgets.key_bar import KeyBar

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)], ids=str)


def told(desk: Playing) -> str:
    """What stands on the card's line, "" for nothing."""
    lines = [line for line in desk.app.screen.query(AnswerLine) if line.display]
    return lines[0].value.text if lines and lines[0].value else ""


async def answer(desk: Playing, *words: str) -> None:
    await desk.until(lambda: all(word in told(desk) for word in words))


@SIZES
async def test_f8_on_staying_says_how_to_open_and_the_card_stays(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with playing(tmp_path / "c", size=size) as desk:
        await desk.press("f8", "f8")
        await answer(desk, "CHƯA KHAI MẠC", "↓", "F8")
        assert isinstance(desk.app.screen, ChoiceScreen)
        line, keys = desk.app.screen.query_one(AnswerLine), desk.app.desk.query_one(KeyBar)
        assert line.region == keys.region, "over the keys that are dead meanwhile"
        assert not line.region.overlaps(desk.app.desk.query_one(F8Line).region)
        assert desk.state.opened_ms is None
        await desk.confirm()
        assert desk.state.opened_ms is not None


async def test_a_press_too_soon_says_what_to_do_as_well(tmp_path: Path) -> None:
    async with playing(tmp_path / "c") as desk:
        await desk.press("f8")
        await desk.pilot.press("f8")
        await answer(desk, "CHƯA KHAI MẠC")
        await desk.pilot.press("down", "f8")
        await answer(desk, "F8 vừa được nhấn")
        assert desk.state.opened_ms is None


async def test_advance_and_end_say_what_did_not_happen(tmp_path: Path) -> None:
    items = ["1", {"cue": "2", "priority": "protocol"}]
    async with playing(tmp_path / "c", items) as desk:
        await desk.press("f8")
        await desk.confirm()
        desk.clock.advance(3600)
        await desk.press("f8", "f8")
        await answer(desk, "CHƯA CHUYỂN, vẫn ở 1")
        await desk.confirm()
        desk.clock.advance(3600)
        await desk.press("f8", "f8")
        await answer(desk, "CHƯA KẾT THÚC")
        assert desk.state.on_air == "2"


async def test_cards_with_nothing_chosen_yet_say_so(tmp_path: Path) -> None:
    async with playing(tmp_path / "c") as desk:
        await desk.press("f8")
        await desk.confirm()
        await desk.press("f6", "f8")
        await answer(desk, "chưa thêm bớt phút nào")
        await desk.press("escape", "f9", "f8")
        await answer(desk, "Esc đóng thẻ")


async def test_keys_of_the_desk_are_dead_under_a_card_and_say_so(tmp_path: Path) -> None:
    dead = [a for a in actions.ACTIONS if a.bound and a.keys and a.acts(past=False) and a.id != "advance"]
    async with playing(tmp_path / "c") as desk:
        await desk.press("f8")
        for action in dead:
            key = action.keys[0]
            await desk.pilot.press(key)
            await answer(desk, actions.key_name(key), "đóng thẻ trước (Esc)")
            assert isinstance(desk.app.screen, ChoiceScreen)
        await desk.press("escape")
        assert told(desk) == ""


async def test_a_card_that_knows_no_f8_says_so(tmp_path: Path) -> None:
    async with playing(tmp_path / "c") as desk:
        desk.app.parts.dispatch.choose("preflight")
        await desk.settle()
        await desk.press("f8")
        await answer(desk, "F8", "đóng thẻ trước (Esc)")


async def test_what_is_typed_in_a_box_is_answered_only_by_keys_that_type_nothing(tmp_path: Path) -> None:
    async with playing(tmp_path / "c") as desk:
        await desk.press("ctrl+n", "a", "ctrl+z", "ctrl+n", "ctrl+e")
        assert isinstance(desk.app.screen, NoteScreen) and told(desk) == ""
        await desk.press("f9")
        await answer(desk, "F9", "đóng thẻ trước (Esc)")
        assert desk.app.screen.query_one(Input).value == "a"


async def test_a_house_with_keys_of_its_own_reads_their_names(tmp_path: Path) -> None:
    async with playing(tmp_path / "c") as desk:
        await desk.press("f8")
        overlay = desk.app.screen
        assert isinstance(overlay, Overlay)
        desk.app._t = desk.app._t.naming({"F8": "F9"})
        await desk.press("f8")
        await answer(desk, "↓ chọn rồi F9")


async def test_a_key_that_comes_while_the_card_goes_is_told_nothing(tmp_path: Path) -> None:
    async with playing(tmp_path / "c") as desk:
        await desk.press("f8")
        await desk.pilot.press("escape", "f3")
        await desk.settle()
        await desk.pilot.pause(0.1)
        assert told(desk) == "" and not desk.app._notifications


async def test_f6_before_the_opening_speaks_of_time(tmp_path: Path) -> None:
    async with playing(tmp_path / "c") as desk:
        await desk.press("f6")
        await desk.until(lambda: "chưa có mục nào trên sóng để thêm, bớt giờ" in desk.text)


@pytest.mark.parametrize("key", ["f3", "f4", "f5"])
async def test_the_way_back_to_the_programme_is_in_the_smallest_footer(tmp_path: Path, key: str) -> None:
    async with playing(tmp_path / "c", size=(80, 24)) as desk:
        await desk.press(key)
        assert "F2 " in desk.lines[-2] and "F1 " in desk.lines[-2]


async def test_the_palette_leaves_the_alarm_in_sight(tmp_path: Path) -> None:
    async with playing(tmp_path / "c", size=(80, 24)) as desk:
        await desk.press("ctrl+p")
        box, alarm = desk.app.screen.query_one(OptionList), desk.app.desk.query_one("#alarm-low")
        assert box.region.area and not box.region.overlaps(alarm.region)
