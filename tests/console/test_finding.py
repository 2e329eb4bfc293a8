"""Ctrl+F by keyboard, and a house with keys of its own."""

from __future__ import annotations

from pathlib import Path

from kit.national import national
from kit.playing import playing

from console.screens.find import FindScreen
from console.screens.operator import OperatorScreen

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
