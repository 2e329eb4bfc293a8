"""F4 at the keyboard: the roll call of the nation, and what is frozen and read out."""

from __future__ import annotations

import json
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from kit.desks.nation import Watching, watching
from kit.national import national
from wcwidth import wcswidth

from console.cli import main
from console.screens.roll_call.cards import NumbersScreen
from console.screens.roll_call.screen import RollCallScreen
from console.screens.technician.screen import TechnicianScreen
from data import events as ev
from data.events import Fact
from data.roll_call.roll import RollTaker
from data.roll_call.standing import Standing
from data.state import EMPTY
from widgets.point_wall import PointWall
from widgets.roll_table import RollTable

NATION = national(767)
ROWS = RollTaker(NATION).take(EMPTY).rows
HEADS = [row.head for row in ROWS]
BELOW = {row.head: len(row.below) for row in ROWS}
PROVINCES = [point.code for point in NATION if point.level == "provincial"]
SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40), (140, 40), (200, 60)], ids=str)


async def join(desk: Watching, *codes: str) -> None:
    """These rooms are in the call, by the platform's word."""
    for at in range(0, len(codes), 200):
        facts = tuple(
            Fact(ev.PointJoined(source="s1", ref=code, name=code), point=code)
            for code in codes[at : at + 200]
        )
        await desk.session.desk.record(lambda _state, _now, facts=facts: facts)  # type: ignore[misc]
    await desk.settle()


def table(desk: Watching) -> RollTable:
    return desk.app.screen.query_one(RollTable)


def standing(desk: Watching, code: str) -> Standing:
    return RollTaker(NATION).take(desk.state).standings[code]


async def type_name(desk: Watching, name: str) -> None:
    """Find a command in the palette and open it."""
    await desk.press("ctrl+p")
    await desk.pilot.press(*name, "enter")
    await desk.settle()


async def walk_to(desk: Watching, code: str) -> None:
    while table(desk).selected != code:
        await desk.pilot.press("down")


def asked(*argv: str) -> Any:
    """What the command line says meanwhile."""
    with redirect_stdout(StringIO()) as out:
        assert main([*argv, "--json"]) == 0
    return json.loads(out.getvalue())


@SIZES
async def test_f4_shows_the_provinces_and_every_row_fits(tmp_path: Path, size: tuple[int, int]) -> None:
    async with watching(tmp_path, size) as desk:
        await join(desk, *(point.code for point in NATION if point.parent != "T96"))
        await desk.press("f4")
        assert isinstance(desk.app.screen, RollCallScreen)
        lines = desk.lines
        assert {wcswidth(line) for line in lines} == {size[0]}
        assert "có mặt" in lines[2] and f"{767 - BELOW['T96']}/767" in lines[2] and "tỉnh 63/63" in lines[2]
        assert f"huyện {700 - BELOW['T96']}/700" in lines[2]
        assert "chưa chốt lần nào" in lines[3]
        assert f"có mặt {767 - BELOW['T96']} trên 767 điểm cầu" in desk.text and "CHƯA CHỐT" in desk.text
        assert table(desk).selected == "TC00"


async def test_the_whole_roll_call_of_767_points_by_keyboard_alone(tmp_path: Path) -> None:
    silent, partly = "T96", "T31"
    away = 1 + BELOW[silent] + 2
    there = 767 - away
    async with watching(tmp_path) as desk:
        await desk.press("f4")
        for head in HEADS:
            assert table(desk).selected == head
            desk.clock.advance(1)
            if head != silent:
                await desk.pilot.press("space")
            if head in PROVINCES and head != silent:
                await desk.pilot.press("ctrl+o")
                if head == partly:
                    await desk.pilot.press("down", "down")
                desk.clock.advance(4)
                await desk.pilot.press("f8")
            await desk.pilot.press("down")
        await desk.settle()
        assert f"{there}/767" in desk.lines[2]
        await type_name(desk, "chot diem danh")
        await desk.confirm()
        assert "chốt lần 1" in desk.lines[3] and f"{there}/767" in desk.lines[3]
        assert f"có mặt {there} trên 767 điểm cầu" in desk.text and f"chưa có mặt {away}" in desk.text
        told = asked("roll-call", str(tmp_path))
        status = asked("status", str(tmp_path))
        live = {"present": there, "expected": 767, "missing": away}
        assert live.items() <= told["live"].items() and live.items() <= status["roll_call"].items()
        assert told["frozen"] == [status["roll_call"]["frozen"]]
        assert {"number": 1, "present": there, "expected": 767}.items() <= told["frozen"][0].items()
        states = [point["state"] for point in told["points"]]
        # the two that T31 could not name stand as not called; its figure counts the others
        assert states.count("present") == there - (BELOW[partly] - 2)
        assert told["live"]["how"]["reported"] == there - len(HEADS) + 1
        marks = [event for event in await desk.events() if event.kind == "PresenceMarked"]
        assert len(marks) == len(HEADS) - 1


async def test_joins_count_by_themselves_and_equal_status(tmp_path: Path) -> None:
    codes = [point.code for point in NATION][:741]
    async with watching(tmp_path) as desk:
        await join(desk, *codes)
        await desk.press("f4")
        status = asked("status", str(tmp_path))["roll_call"]
        assert status["joined"] == status["present"] == 741 == status["how"]["joined"]
        assert f"{status['present']}/{status['expected']}" in desk.lines[2]
        assert sum(each.joined for each in desk.state.points.values()) == 741


async def test_space_is_present_then_absent_and_each_is_a_row(tmp_path: Path) -> None:
    async with watching(tmp_path) as desk:
        await desk.press("f4", "down", "space")
        assert standing(desk, "CC01") is Standing.CALLED
        desk.clock.advance(1)
        await desk.press("space")
        assert standing(desk, "CC01") is Standing.ABSENT
        desk.clock.advance(1)
        await desk.press("space")
        assert standing(desk, "CC01") is Standing.CALLED
        kinds = [event.kind for event in await desk.events()]
        assert kinds.count("PresenceMarked") == 3


async def test_a_held_space_marks_once(tmp_path: Path) -> None:
    async with watching(tmp_path) as desk:
        await desk.press("f4")
        await desk.press(*["space"] * 6)
        assert standing(desk, "TC00") is Standing.CALLED
        assert [event.kind for event in await desk.events()].count("PresenceMarked") == 1


async def test_space_confirms_a_room_that_came_by_itself(tmp_path: Path) -> None:
    async with watching(tmp_path) as desk:
        await join(desk, "TC00")
        await desk.press("f4", "space")
        assert standing(desk, "TC00") is Standing.CALLED, "and not absent"


async def test_no_letter_and_no_enter_changes_anything(tmp_path: Path) -> None:
    async with watching(tmp_path) as desk:
        await desk.press("f4")
        before = len(await desk.events())
        await desk.press(*"asdfjrxwzc1290", "enter", "escape", "tab", "backspace", "delete")
        assert len(await desk.events()) == before


async def test_enter_opens_a_province_and_esc_comes_back_to_it(tmp_path: Path) -> None:
    async with watching(tmp_path) as desk:
        await join(desk, *(point.code for point in NATION if point.parent == "T31"))
        await desk.press("f4")
        await walk_to(desk, "T31")
        await desk.press("enter")
        assert "Hải Phòng: CÁC ĐIỂM CẦU" in desk.text
        assert table(desk).selected == "T31"
        await desk.press("down")
        room = table(desk).selected
        assert next(point for point in NATION if point.code == room).parent == "T31"
        await desk.press("space")
        assert standing(desk, room) is Standing.CALLED
        await desk.press("escape")
        assert table(desk).selected == "T31" and "ĐIỂM CẦU THEO TỈNH" in desk.text


async def test_ctrl_r_lists_who_is_missing_and_no_row_slips_under_space(tmp_path: Path) -> None:
    missing = ("T31", "T45", "T96")
    async with watching(tmp_path) as desk:
        await join(desk, *(point.code for point in NATION if point.code not in missing))
        await desk.press("f4", "ctrl+r")
        assert "CHƯA CÓ MẶT, CẦN GỌI" in desk.text and "3 điểm cầu" in desk.text
        await desk.press("home", "space")
        assert standing(desk, "T31") is Standing.CALLED
        desk.clock.advance(1)
        await desk.press("space")
        assert [standing(desk, code) for code in missing[1:]] == [Standing.UNCALLED] * 2
        await desk.press("down", "space")
        assert standing(desk, "T45") is Standing.CALLED
        await desk.press("ctrl+r")
        assert "ĐIỂM CẦU THEO TỈNH" in desk.text


async def test_the_report_card_writes_only_on_f8_and_only_what_may_be(tmp_path: Path) -> None:
    async with watching(tmp_path) as desk:
        await desk.press("f4")
        await walk_to(desk, "T96")
        await desk.press("ctrl+o")
        assert isinstance(desk.app.screen, NumbersScreen)
        await desk.press("enter", "escape")
        assert desk.state.point("T96").reported is None
        await desk.press("ctrl+o", "a", "9", "9", "f8")
        assert isinstance(desk.app.screen, NumbersScreen), "999 cannot be"
        await desk.press("escape", "ctrl+o", "down", "f8")
        report = desk.state.point("T96").reported
        assert report is not None and (report.present, report.expected) == (BELOW["T96"] - 1, BELOW["T96"])


async def test_a_room_with_none_below_it_has_nothing_to_report(tmp_path: Path) -> None:
    async with watching(tmp_path) as desk:
        await desk.press("f4", "ctrl+o")
        await desk.until(lambda: "không có điểm cầu trực thuộc" in desk.text)
        assert isinstance(desk.app.screen, RollCallScreen)


async def test_excused_wants_a_reason_and_stands_on_the_wall(tmp_path: Path) -> None:
    async with watching(tmp_path) as desk:
        await desk.press("f4", "down")
        await type_name(desk, "vang co ly do")
        await desk.press("down", "down", "down", "f8")
        assert desk.state.point("CC01").marked is None, "no reason, no mark"
        await desk.pilot.press(*"bao")
        await desk.press("f8")
        assert standing(desk, "CC01") is Standing.EXCUSED
        assert "vắng có lý do: bao" in desk.text
        await desk.press("f3")
        assert isinstance(desk.app.screen, TechnicianScreen)
        wall = desk.app.screen.query_one(PointWall).value
        assert wall is not None and wall.excused == {"CC01"}


async def test_delegates_are_counted_by_a_card(tmp_path: Path) -> None:
    async with watching(tmp_path) as desk:
        await desk.press("f4")
        assert "đại biểu chưa đếm" in desk.text
        await type_name(desk, "so dai bieu")
        assert isinstance(desk.app.screen, NumbersScreen)
        await desk.press("f8")
        assert isinstance(desk.app.screen, NumbersScreen) and desk.state.point("TC00").delegates is None
        await desk.press("delete", "1", "2", "0", "enter", "delete", "7", "f8")
        known = desk.state.point("TC00")
        assert (known.delegates, known.guests) == (120, 7)
        assert f"đại biểu 120 (đếm 1/{len(NATION)} điểm)" in desk.text
        await type_name(desk, "so dai bieu")
        await desk.press(*["backspace"] * 3, "9", "enter", *["backspace"] * 2, "f8")
        assert desk.state.point("TC00").guests == 7, "an empty box says nothing"


async def test_the_frozen_figure_stays_beside_the_live_one(tmp_path: Path) -> None:
    codes = [point.code for point in NATION]
    async with watching(tmp_path, (140, 40)) as desk:
        await join(desk, *codes[:741])
        await desk.press("f4")
        await type_name(desk, "chot diem danh")
        await desk.confirm()
        await join(desk, *codes[741:748])
        assert "748/767" in desk.lines[2] and "741/767" in desk.lines[3]
        assert "có mặt 741 trên 767" in desk.text, "the MC reads what was frozen"
        await type_name(desk, "chot diem danh")
        await desk.press("f8")
        assert len(desk.state.rolls) == 1, "stay is preselected"
        await type_name(desk, "chot diem danh")
        await desk.confirm()
        assert "chốt lần 2" in desk.lines[3] and "748/767" in desk.lines[3]
        assert [each.total_present for each in desk.state.rolls] == [741, 748]


async def test_a_freeze_says_when_nobody_could_see_the_platform(tmp_path: Path) -> None:
    async with watching(tmp_path) as desk:
        await join(desk, "TC00")
        desk.session.answers = False
        await desk.press("f4")
        assert "không thấy s1" in desk.lines[0]
        await type_name(desk, "chot diem danh")
        assert "không thấy s1" in desk.text
        await desk.confirm()
        assert desk.state.rolls[0].lost == ("s1",)


async def test_locked_keys_mark_nobody(tmp_path: Path) -> None:
    async with watching(tmp_path) as desk:
        await desk.press("f4", "ctrl+l")
        await desk.until(lambda: "đã khóa phím" in desk.text)
        await desk.press("space", "ctrl+o")
        assert isinstance(desk.app.screen, RollCallScreen)
        assert desk.state.points == {}


async def test_looking_for_a_room_opens_its_province(tmp_path: Path) -> None:
    async with watching(tmp_path) as desk:
        await desk.press("f4")
        room = next(point.code for point in NATION if point.parent == "T31")
        screen = desk.app.desk
        assert screen.show_point(room) and table(desk).selected == room
        assert screen.show_point("T96") and table(desk).selected == "T96"
        assert not screen.show_point("nowhere")
