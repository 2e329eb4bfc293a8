"""F6 at the desk: minutes, their cause, and who gives them back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from kit.desks.agenda import AFTERNOON, agenda_desk
from kit.desks.playing import QUIET_S

from console.screens.cards.time_card import TimeCard
from data import events as ev
from widgets.sheet import Sheet
from widgets.speaker_card import SpeakerCard
from widgets.viet_input import ReasonInput


async def test_minutes_are_given_and_the_day_is_seen_to_move(tmp_path: Path) -> None:
    async with agenda_desk(tmp_path) as desk:
        await desk.opened()
        desk.clock.advance(120)
        await desk.press("f6")
        assert isinstance(desk.app.screen, TimeCard)
        assert desk.on_card("GIỜ CỦA 4.1", "thời lượng 08:00 → 08:00", "chưa cần ai nhường")
        await desk.press("up", "up", "right", "f8")
        assert desk.state.run("4.1").extended_s == 120
        assert desk.state.run("4.1").extension_causes == ("technical",)
        assert "4.1   thêm 2'00: kỹ thuật" in desk.text
        assert desk.on_card("hạn cứng")
        await desk.press("ctrl+z")
        assert desk.on_card("thêm bớt giờ 4.1 (điều hành: op1)")
        await desk.confirm()
        assert desk.state.run("4.1").extended_s == 0


async def test_who_gives_the_minutes_back_is_one_change_with_them(tmp_path: Path) -> None:
    async with agenda_desk(tmp_path) as desk:
        await desk.opened()
        await desk.press("f6", "pageup", "up")
        assert desk.on_card("AI NHƯỜNG ĐƯỢC", "cần", "còn thiếu")
        assert "[ ] 5 " not in desk.text and "[ ] 4.4" in desk.text, "protocol is never offered"
        assert "muộn nhất" in desk.text
        await desk.press("tab", "space", "space")
        assert desk.text.count("[✓]") == 2
        assert desk.on_card("đã nhận", "đủ")
        asked = desk.app.screen._trial  # type: ignore[attr-defined]
        assert set(asked.given) <= {"4.2", "4.4"} and asked.missing_s == 0
        seen = await desk.rows()
        await desk.press("f8")
        new = (await desk.events())[seen:]
        assert [
            (event.item, event.body.seconds) for event in new if isinstance(event.body, ev.ItemExtended)
        ] == [
            ("4.1", 360),
            *((cue, -seconds) for cue, seconds in asked.given.items()),
        ]
        await desk.press("ctrl+z")
        await desk.confirm()
        assert all(run.extended_s == 0 for run in desk.state.runs.values()), "undone together"


async def test_a_row_is_given_up_again(tmp_path: Path) -> None:
    async with agenda_desk(tmp_path) as desk:
        await desk.opened()
        await desk.press("f6", "pageup", "tab", "space")
        assert desk.text.count("[✓]") == 1
        await desk.press("up", "up", "space")
        assert desk.text.count("[✓]") == 0
        seen = await desk.rows()
        await desk.press("tab", "tab", "pagedown", "f8")
        assert await desk.rows() == seen, "nothing was asked for, so nothing is written"
        assert isinstance(desk.app.screen, TimeCard), "and the card says so"


async def test_never_shorter_than_it_has_run(tmp_path: Path) -> None:
    async with agenda_desk(tmp_path) as desk:
        await desk.opened()
        desk.clock.advance(250)
        await desk.press("f6", "pagedown", "pagedown")
        assert desk.on_card("(-", "còn 00:01")
        await desk.press("f8")
        length = 480 + desk.state.run("4.1").extended_s
        assert length == 250 + QUIET_S + 1, "as of the moment of F8, and a second to write it"


@pytest.mark.parametrize("keys", [("escape",), ("enter", "escape"), ("f8", "escape")], ids=str)
async def test_leaving_changes_nothing(tmp_path: Path, keys: tuple[str, ...]) -> None:
    async with agenda_desk(tmp_path) as desk:
        await desk.opened()
        seen = await desk.rows()
        changed = () if keys[0] == "f8" else ("up", "pageup", "tab", "space")
        await desk.press("f6", *changed, *keys)
        assert desk.app.screen is desk.app.desk
        assert await desk.rows() == seen


async def test_enter_does_nothing_and_f8_held_does_one_thing(tmp_path: Path) -> None:
    async with agenda_desk(tmp_path) as desk:
        await desk.opened()
        seen = await desk.rows()
        await desk.press("f6", "up", "enter")
        assert isinstance(desk.app.screen, TimeCard)
        desk.clock.advance(QUIET_S)
        for _ in range(10):
            await desk.pilot.press("f8")
        await desk.settle()
        assert await desk.rows() == seen + 1
        assert desk.state.on_air == "4.1"


async def test_protocol_is_shortened_only_with_a_cause(tmp_path: Path) -> None:
    async with agenda_desk(tmp_path) as desk:
        await desk.opened()
        await desk.select("5")
        await desk.verb("Thêm, bớt")
        assert desk.on_card("GIỜ CỦA 5")
        await desk.press("down")
        assert desk.on_card("CẦN GHI LÝ DO")
        await desk.press("f8")
        assert desk.state.run("5").extended_s == 0
        for letter in "xin":
            await desk.pilot.press(letter)
        await desk.press("f8")
        assert desk.state.run("5").extended_s == -60
        assert desk.state.run("5").extension_causes == ("xin",)


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 30), (120, 40), (200, 60)], ids=str)
async def test_the_countdown_stays_in_sight(tmp_path: Path, size: tuple[int, int]) -> None:
    many = (*AFTERNOON[:5], *({"cue": f"6.{n}", "min_duration": "3"} for n in range(12)), AFTERNOON[5])
    async with agenda_desk(tmp_path, many, size=size) as desk:
        await desk.opened()
        speaker = desk.app.desk.query_one(SpeakerCard)
        digits = [y for y, line in enumerate(speaker.lines) if re.search("[╭╰]|█ +█", line.text[1:-1])]
        await desk.press("f6", "pageup", "pageup")
        await desk.pilot.pause()
        sheet, box = desk.app.screen.query_one(Sheet), desk.app.screen.query_one(ReasonInput)
        assert len(digits) >= 2 and sheet.region.y > speaker.region.y + digits[-1]
        for part in (sheet, box):
            assert desk.app.screen.region.contains_region(part.region)
            assert not part.region.overlaps(desk.app.desk.query_one("#f8").region)
        assert "F8" in sheet.lines[-2].text or "F8" in sheet.lines[-3].text


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=str)
@pytest.mark.parametrize("language", ["vi", "en"])
async def test_the_f8_line_stays_in_sight(tmp_path: Path, size: tuple[int, int], language: str) -> None:
    many = (*AFTERNOON[:5], *({"cue": f"6.{n}", "min_duration": "3"} for n in range(12)), AFTERNOON[5])
    async with agenda_desk(tmp_path, many, size=size, language=language) as desk:
        await desk.opened()
        await desk.press("f6", "pageup", "pageup", "tab", *(["down"] * 9))
        lines = desk.lines
        assert any(line.startswith(" F8 ►") for line in lines)
        card = [line for line in lines if re.search(r"> +\[ \] ", line)]
        assert card, "the row under the mark is on the card"
        assert re.search(r"(tối đa|at most) \d\d:\d\d ", card[0])
