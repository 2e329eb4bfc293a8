"""F3 at the keyboard: the wall, the list and the card of one room move as one."""

from __future__ import annotations

from pathlib import Path

import pytest
from kit.desks.nation import Watching, watching
from kit.national import national
from wcwidth import wcswidth

from console.screens.operator.screen import OperatorScreen
from console.screens.technician.screen import TechnicianScreen
from data.health.reading import Health
from widgets.point_card import PointCard
from widgets.point_table import PointTable
from widgets.point_wall import PointWall

NATION = [point.code for point in national(767)]
CA_MAU = [point.code for point in national(767) if "T96" in (point.code, point.parent)]
SIZES = pytest.mark.parametrize(
    "size", [(80, 24), (120, 30), (100, 45), (120, 40), (140, 40), (200, 60)], ids=str
)


async def all_well(desk: Watching) -> None:
    await desk.session.report(Health.OK, *NATION)
    await desk.settle()


def wall(desk: Watching) -> PointWall:
    return desk.app.screen.query_one(PointWall)


def card(desk: Watching) -> str:
    return "\n".join(line.text for line in desk.app.screen.query_one(PointCard).lines)


def line_of(desk: Watching, name: str) -> str:
    return next(line for line in desk.lines if f" {name} " in f" {line}")


@SIZES
async def test_f3_shows_the_country_and_every_row_fits(tmp_path: Path, size: tuple[int, int]) -> None:
    async with watching(tmp_path, size) as desk:
        assert isinstance(desk.app.screen, TechnicianScreen)
        await all_well(desk)
        lines = desk.lines
        assert {wcswidth(line) for line in lines} == {size[0]}
        assert "tốt 767/767" in lines[0]
        assert "Cà Mau" in desk.text


async def test_all_767_cells_are_on_the_screen_at_120_by_40(tmp_path: Path) -> None:
    async with watching(tmp_path) as desk:
        await all_well(desk)
        region = wall(desk).region
        shown = "".join(line[region.x : region.right] for line in desk.lines[region.y : region.bottom])
        legend = " · tốt"
        assert shown.count("·") - shown.count(legend) == 767
        assert shown.count(legend) == 1, "there is room for the legend, too"


async def test_before_they_came_rooms_are_unknown_and_not_down(tmp_path: Path) -> None:
    async with watching(tmp_path) as desk:
        assert "✗ 0" in desk.lines[0] and "? 767" in desk.lines[0]
        assert "Cà Mau      ??????????" in desk.text


async def test_a_province_that_fails_is_a_hole_in_the_wall(tmp_path: Path) -> None:
    async with watching(tmp_path) as desk:
        await all_well(desk)
        await desk.session.report(Health.DOWN, *CA_MAU)
        await desk.settle()
        assert "Cà Mau      ✗✗✗✗✗✗✗✗✗✗" in desk.text
        assert "ĐB SÔNG CỬU LONG     137/147" in desk.text
        assert "Cà Mau" in card_and_list(desk)


def card_and_list(desk: Watching) -> str:
    rows = desk.app.screen.query_one(PointTable).lines
    return "\n".join(line.text for line in rows)


async def test_a_platform_that_is_silent_leaves_rooms_old_never_down(tmp_path: Path) -> None:
    async with watching(tmp_path) as desk:
        await all_well(desk)
        desk.session.answers = False
        assert "767? cũ 1'00" in desk.lines[0], "how many were well, and when"
        assert "~ 767" in desk.lines[0] and "✗ 0" in desk.lines[0]
        assert "Cà Mau      ~~~~~~~~~~" in desk.text
        await desk.until(lambda: "s1" in desk.lines[1])  # the alarm has the row of the turns
        assert "kế tiếp" not in desk.lines[1]
        desk.session.answers = True
        assert "tốt 767/767" in desk.lines[0]
        await desk.until(lambda: "kế tiếp 1 T31" in desk.lines[1])


async def test_arrows_walk_and_the_card_follows(tmp_path: Path) -> None:
    async with watching(tmp_path) as desk:
        await all_well(desk)
        assert wall(desk).selected == "T31", "who speaks next, while nobody has chosen"
        await desk.press("right")
        first = wall(desk).selected
        assert first.startswith("H") and f" {first} " in card(desk)
        await desk.press("down", "home")
        assert "TC00" in card(desk)
        assert desk.app.desk.selection.points == ("TC00",)


async def test_the_list_leads_the_wall_and_marks_are_what_a_verb_acts_on(tmp_path: Path) -> None:
    async with watching(tmp_path) as desk:
        await all_well(desk)
        await desk.session.report(Health.DOWN, "T45", "T46", "T48")
        await desk.settle()
        await desk.press("tab", "home", "down")
        table = desk.app.screen.query_one(PointTable)
        assert table.has_focus
        assert wall(desk).selected == table.selected != "T31"
        assert f" {table.selected} " in card(desk)
        chosen = table.selected
        await desk.press("space")
        assert desk.app.desk.selection.points == (chosen,)
        await desk.press("tab", "end")
        assert wall(desk).has_focus and desk.app.desk.selection.points == (chosen,)


async def test_a_list_that_follows_the_wall_does_not_pull_it_back(tmp_path: Path) -> None:
    async with watching(tmp_path) as desk:
        await desk.session.report(Health.DOWN, "T45", "T46")
        await desk.settle()
        desk.app.screen.query_one(PointWall).select("T45")
        await desk.pilot.press("down", "up", "down", "down", "up", "down")
        await desk.settle()
        assert wall(desk).selected == "T48"
        assert " T48 " in card(desk)


async def test_faults_only_on_and_off(tmp_path: Path) -> None:
    async with watching(tmp_path) as desk:
        await all_well(desk)
        assert "lọc: tất cả" in desk.text
        await desk.press("ctrl+r")
        assert "lọc: chỉ điểm lỗi" in desk.text
        value = wall(desk).value
        assert value is not None and value.faults_only
        await desk.press("ctrl+r")
        assert "lọc: tất cả" in desk.text


async def test_the_keys_of_the_agenda_say_where_they_work(tmp_path: Path) -> None:
    async with watching(tmp_path) as desk:
        before = len(await desk.events())
        await desk.press("f8")
        await desk.until(lambda: "Điều hành (F2)" in desk.text)
        assert desk.state.on_air == "" and len(await desk.events()) == before
        assert isinstance(desk.app.screen, TechnicianScreen)


async def test_there_and_back_keeps_the_place(tmp_path: Path) -> None:
    async with watching(tmp_path) as desk:
        await desk.press("right", "down")
        chosen = wall(desk).selected
        await desk.press("f2")
        assert isinstance(desk.app.screen, OperatorScreen)
        await desk.press("f3")
        assert wall(desk).selected == chosen and wall(desk).has_focus


async def test_on_air_and_the_next_turns_are_marked(tmp_path: Path) -> None:
    async with watching(tmp_path) as desk:
        await all_well(desk)
        await desk.press("f2", "f8")
        await desk.confirm()
        await desk.press("f3")
        assert "trên sóng 1 T31" in desk.lines[1]
        text = desk.text
        assert "►Hải Phòng" in text and "2TC00" in text and "3TP HCM" in text


async def test_on_a_small_screen_enter_lays_the_card_in_the_lists_place(tmp_path: Path) -> None:
    async with watching(tmp_path, (80, 24)) as desk:
        table, shown = (desk.app.screen.query_one(kind) for kind in (PointTable, PointCard))
        assert table.display and not shown.display
        await desk.session.report(Health.DOWN, "T45", "T46")
        await desk.settle()
        await desk.press("tab", "down", "enter")
        assert shown.display and not table.display
        assert wall(desk).has_focus, "the arrows go on"
        await desk.press("escape")
        assert table.display and not shown.display


async def test_too_small_is_said(tmp_path: Path) -> None:
    async with watching(tmp_path, (70, 20)) as desk:
        assert "cửa sổ nhỏ: cần 80×24" in desk.text


async def test_somebody_looked_for_a_room(tmp_path: Path) -> None:
    async with watching(tmp_path) as desk:
        screen = desk.app.desk
        assert screen.show_point("T96")
        await desk.settle()
        assert wall(desk).selected == "T96" and " T96 " in card(desk)
        assert not screen.show_point("nobody")
        assert wall(desk).selected == "T96"


async def test_three_rooms_and_ten_thousand(tmp_path: Path) -> None:
    for count in (3, 10_000):
        async with watching(tmp_path / str(count), count=count) as desk:
            assert f"0/{count}" in desk.lines[0].replace(".", "")
            assert {wcswidth(line) for line in desk.lines} == {120}
            await desk.press("right", "down", "pagedown", "end", "tab", "down")


async def test_few_rooms_leave_their_place_to_the_list(tmp_path: Path) -> None:
    async with watching(tmp_path, count=3) as desk:
        assert wall(desk).size.height < 12
        assert desk.app.screen.query_one(PointTable).size.height > 20


async def test_the_palette_reaches_faults_only_from_anywhere(tmp_path: Path) -> None:
    async with watching(tmp_path) as desk:
        await desk.press("f2")
        desk.app.parts.dispatch.choose("faults_only")
        await desk.settle()
        assert isinstance(desk.app.screen, TechnicianScreen)
        assert "lọc: chỉ điểm lỗi" in desk.text


async def test_an_opened_card_has_more_room_beside_the_list(tmp_path: Path) -> None:
    async with watching(tmp_path) as desk:
        table, shown = (desk.app.screen.query_one(kind) for kind in (PointTable, PointCard))
        before = shown.size.width
        await desk.press("enter")
        assert shown.size.width > before and table.display
        await desk.press("escape")
        assert shown.size.width == before


async def test_a_filter_lists_every_room_it_lets_through(tmp_path: Path) -> None:
    async with watching(tmp_path) as desk:
        await all_well(desk)
        await desk.session.report(Health.DOWN, "T31")
        await desk.press("ctrl+p", *"loc diem", "enter")
        await desk.press(*"ca mau", "enter")
        assert "T96 Cà Mau: 10 điểm" in desk.text
        assert listed(desk) == set(CA_MAU)
        await desk.press("ctrl+r")
        assert listed(desk) == set(), "of these only the faults"
        await desk.press("ctrl+p", *"loc diem", "enter", "enter")
        assert listed(desk) == {"T31"}, "the first choice is the way back"


def listed(desk: Watching) -> set[str]:
    desk.app.refresh_view()
    value = desk.app.screen.query_one(PointTable).value
    assert value is not None
    return {row.code for row in value.rows}


async def test_a_frozen_picture_stands_and_says_so(tmp_path: Path) -> None:
    async with watching(tmp_path, (80, 24)) as desk:
        await all_well(desk)
        await desk.press("ctrl+p", *"giu nguyen", "enter")
        assert "ĐỨNG HÌNH" in desk.lines[0]
        await desk.session.report(Health.DOWN, "T31")
        await desk.settle()
        assert "767/767" in desk.lines[0] and listed(desk) == set()
        await desk.press("ctrl+p", *"giu nguyen", "enter")
        assert "766/767" in desk.lines[0] and listed(desk) == {"T31"}
