"""A day at the operator's desk, by keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from kit.desks.playing import QUIET_S, playing
from textual import events
from textual.geometry import Region
from wcwidth import wcswidth

from console.cli.status import status_lines
from console.folder import DEMO_NOTES, Folder
from console.screens.cards.card import ChoiceScreen, NoteScreen
from console.screens.cards.help import HelpScreen
from console.screens.cards.welcome import AGAIN, HINTS, STORY
from console.screens.operator.screen import OperatorScreen
from console.status import Status
from console.text.sentences import translator
from data import events as ev


async def test_the_whole_programme_and_nothing_after_its_end(tmp_path: Path) -> None:
    async with playing(tmp_path) as desk:
        assert "khai mạc: 1 Tham luận 1" in desk.f8
        await desk.press("f8")
        assert isinstance(desk.app.screen, ChoiceScreen)
        assert desk.state.on_air == ""
        await desk.confirm()
        assert desk.state.on_air == "1"
        assert "1 Tham luận 1  →  2 Tham luận 2" in desk.f8
        await desk.press("f8")
        await desk.press("f8")
        assert desk.state.on_air == "3"
        assert "KẾT THÚC HỘI NGHỊ" in desk.f8
        await desk.press("f8")
        assert desk.state.on_air == "3", "the end is asked"
        await desk.confirm()
        assert desk.state.ended
        seen = len(await desk.events())
        await desk.press("f8", "f8", "f7")
        assert desk.state.ended
        assert len(await desk.events()) == seen
        assert "HỘI NGHỊ ĐÃ KẾT THÚC" in desk.text
        assert "đã kết thúc" in desk.f8


async def opened(desk: object) -> None:
    await desk.press("f8")  # type: ignore[attr-defined]
    await desk.confirm()  # type: ignore[attr-defined]


async def test_a_press_too_soon_is_refused_in_place_and_said_once(tmp_path: Path) -> None:
    async with playing(tmp_path) as desk:
        await opened(desk)
        await desk.press("f8")
        for _ in range(5):
            await desk.pilot.press("f8")
        await desk.settle()
        assert desk.state.on_air == "2"
        assert "chờ F8 được thả" in desk.f8
        assert len(desk.app._notifications) == 1
        desk.clock.advance(QUIET_S)
        await desk.until(lambda: "chờ F8 được thả" not in desk.text)
        assert "2 Tham luận 2  →  3 Tham luận 3" in desk.f8


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (120, 24)], ids=str)
async def test_a_word_to_the_operator_covers_neither_f8_nor_alarm(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with playing(tmp_path, size=size) as desk:
        before = {widget.id: widget.region for widget in desk.app.screen.query("*") if widget.id}
        desk.app.own_window.say("a word " * 40)
        await desk.until(lambda: len(desk.app.screen.query("Toast")) > 0)
        await desk.settle()
        toasts = desk.app.screen.query("Toast")
        assert len(toasts) == 1
        covered = toasts.first().region
        for name in ("f8", "alarm", "alarm-low", "on-air"):
            region = desk.app.screen.query_one(f"#{name}").region
            assert not region or not covered.overlaps(region), name
        after = {widget.id: widget.region for widget in desk.app.screen.query("*") if widget.id in before}
        assert after == before


async def test_a_card_does_not_repeat_the_word_of_the_desk(tmp_path: Path) -> None:
    async with playing(tmp_path) as desk:
        desk.app.own_window.say("only once")
        await desk.until(lambda: "only once" in desk.text)
        await desk.press("ctrl+q")
        assert isinstance(desk.app.screen, ChoiceScreen)
        assert not any(toast.display for toast in desk.app.screen.query("Toast"))
        assert desk.text.count("only once") == 1


async def test_hold_stops_the_digits_and_says_so(tmp_path: Path) -> None:
    async with playing(tmp_path) as desk:
        await opened(desk)
        desk.clock.advance(60)
        await desk.press("f7")
        assert desk.state.held
        assert "08:40" in desk.text and " TẠM DỪNG " in desk.lines[1]
        desk.clock.advance(300)
        assert "08:40" in desk.text
        await desk.press("f7")
        assert not desk.state.held
        desk.clock.advance(10)
        assert "08:30" in desk.text


async def test_undo_brings_the_item_back_as_if_never_left(tmp_path: Path) -> None:
    async with playing(tmp_path) as desk:
        await opened(desk)
        desk.clock.advance(100)
        await desk.press("f8")
        assert desk.state.on_air == "2"
        desk.clock.advance(40)
        await desk.press("ctrl+z")
        assert "1 → 2" in desk.text
        await desk.press("enter", "escape")
        assert desk.state.on_air == "2"
        await desk.press("ctrl+z")
        await desk.confirm()
        assert desk.state.on_air == "1"
        # 100 s, the quiet time before F8, 40 s, and the quiet time before the confirming F8.
        left = 600 - (100 + QUIET_S + 40 + QUIET_S)
        assert f"{left // 60:02d}:{left % 60:02d}" in desk.text
        kinds = [type(event.body) for event in await desk.events()]
        assert kinds.count(ev.ItemStarted) == 2 and kinds.count(ev.AdvanceUndone) == 1


async def test_a_note_belongs_to_the_item_on_air_when_it_was_begun(tmp_path: Path) -> None:
    async with playing(tmp_path) as desk:
        await opened(desk)
        await desk.press("ctrl+n")
        assert isinstance(desk.app.screen, NoteScreen)
        await desk.press("f8", "f7", "ctrl+z")
        assert isinstance(desk.app.screen, NoteScreen) and not desk.state.held
        await desk.press(*"mic 2", "enter")
        notes = [event for event in await desk.events() if isinstance(event.body, ev.NoteAdded)]
        assert [(note.item, note.body.text) for note in notes] == [("1", "mic 2")]
        assert desk.state.on_air == "1"


async def test_the_palette_finds_without_accents_and_asks_before_it_changes_anything(tmp_path: Path) -> None:
    async with playing(tmp_path) as desk:
        await desk.press("ctrl+p", *"ghi chu", "enter")
        assert isinstance(desk.app.screen, NoteScreen)
        await desk.press("escape")
        await opened(desk)
        await desk.press("ctrl+p", *"chuyen muc", "enter")
        assert isinstance(desk.app.screen, ChoiceScreen)
        assert desk.state.on_air == "1"
        await desk.press("enter", "escape")
        assert desk.state.on_air == "1"


@pytest.mark.parametrize("key", ["f8", "ctrl+z", "ctrl+q"])
async def test_enter_and_escape_on_a_card_change_nothing(tmp_path: Path, key: str) -> None:
    async with playing(tmp_path, "12") as desk:
        await opened(desk)
        await desk.press("f8")
        seen = len(await desk.events())
        for keys in (("enter", "enter", "escape"), ("down", "enter", "escape"), ("escape", "enter")):
            await desk.press(key, *keys)
            assert isinstance(desk.app.screen, OperatorScreen)
        assert len(await desk.events()) == seen
        assert desk.app.is_running


async def test_letters_and_wrong_keys_change_nothing(tmp_path: Path) -> None:
    async with playing(tmp_path) as desk:
        await opened(desk)
        seen = len(await desk.events())
        await desk.press(*"abcxyz019 ", "backspace", "enter", "delete", "f3", "f4", "f5", "f6", "f9", "f12")
        await desk.press("escape", "f2")
        await desk.press("up", "down", "pagedown", "end", "home", "tab", "escape", "ctrl+c")
        assert isinstance(desk.app.screen, OperatorScreen)
        assert len(await desk.events()) == seen
        assert desk.state.on_air == "1"


async def test_help_names_every_key_and_closes(tmp_path: Path) -> None:
    async with playing(tmp_path, size=(120, 60)) as desk:
        await desk.press("f1")
        row = next(line for line in desk.lines if "PgUp" in line)
        assert "Home End  " in row, "a blank parts the keys from what they do"
        await desk.press("f1")
        assert isinstance(desk.app.screen, OperatorScreen)


async def test_before_the_opening_the_countdown_is_said_once(tmp_path: Path) -> None:
    async with playing(tmp_path) as desk:
        assert "ĐẾN GIỜ KHAI MẠC" in desk.text
        assert desk.text.count("CHƯA KHAI MẠC") == 1
        assert desk.lines[2].startswith(" CHƯA KHAI MẠC  còn 02:00") and "THỦ CÔNG" in desk.lines[2]
        desk.clock.advance(150)
        assert "QUÁ GIỜ KHAI MẠC" in desk.text and "ĐẾN GIỜ KHAI MẠC" not in desk.text


@pytest.mark.parametrize("size", [(60, 20), (79, 24), (80, 23), (200, 16), (30, 12)], ids=str)
async def test_a_window_that_is_too_small_keeps_digits_and_the_f8_line(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with playing(tmp_path, size=size) as desk:
        await opened(desk)
        digits = [line for line in desk.lines if "╭─╮" in line or "╰─╯" in line]
        assert len(digits) >= 2
        assert desk.f8.startswith(" F8 ► ")
        assert "cần 80×24" in desk.text
        await desk.press("f8")
        assert desk.state.on_air == "2", "keys still work"
        await desk.pilot.resize_terminal(80, 24)
        await desk.settle()
        assert "cần 80×24" not in desk.text and "CHƯƠNG TRÌNH" in desk.text


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 34), (120, 40), (140, 40), (200, 60)], ids=str)
async def test_every_row_of_the_real_desk_is_as_wide_as_the_window(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with playing(tmp_path, "12345678", size=size) as desk:
        assert {wcswidth(line) for line in desk.lines} == {size[0]}
        await opened(desk)
        assert {wcswidth(line) for line in desk.lines} == {size[0]}
        before = {widget.id: widget.region for widget in desk.app.screen.query("*") if widget.id}
        desk.clock.advance(700)
        assert "QUÁ GIỜ" in desk.text and {wcswidth(line) for line in desk.lines} == {size[0]}
        after = {widget.id: widget.region for widget in desk.app.screen.query("*") if widget.id}
        assert after == before, "overrun moves nothing"


async def test_the_keyboard_elsewhere_is_told_only_by_terminals_that_tell(tmp_path: Path) -> None:
    async with playing(tmp_path) as desk:
        assert "BÀN PHÍM" not in desk.text
        desk.app.post_message(events.AppBlur())
        await desk.settle()
        assert desk.lines[2].startswith(" ? BÀN PHÍM KHÔNG Ở CỬA SỔ NÀY")
        desk.app.post_message(events.AppFocus())
        await desk.settle()
        assert "BÀN PHÍM KHÔNG" not in desk.text and "bàn phím ở đây ✓" in desk.text


@pytest.mark.parametrize("kind", ["rehearsal", "demo"])
async def test_a_rehearsal_is_written_everywhere(tmp_path: Path, kind: str) -> None:
    place = Folder(tmp_path)
    if kind == "rehearsal":
        place = place.rehearsal()
    else:
        (tmp_path / DEMO_NOTES).write_text("{}", "utf-8")
    async with playing(tmp_path, place=place) as desk:
        assert " DIỄN TẬP " in desk.lines[0] and "CHÍNH THỨC" not in desk.text
        assert desk.f8.startswith(" F8 DIỄN TẬP ► ")
        rehearsed = desk.app.theme_variables["frame"]
    async with playing(tmp_path / "official") as desk:
        assert "CHÍNH THỨC" in desk.lines[0] and "DIỄN TẬP" not in desk.text
        assert desk.app.theme_variables["frame"] != rehearsed


async def test_the_card_for_newcomers_takes_no_key_from_anybody(tmp_path: Path) -> None:
    async with playing(tmp_path, hints=(*HINTS, AGAIN)) as desk:
        assert "F6 [ ]" in desk.text and "Nhấn F8: khai mạc" in desk.text
        await desk.press("f6", "f7", "f9")
        assert "F6 [✓]   F7 [✓]   F8 [ ]   F9 [✓]" in desk.text
        assert not desk.app._notifications
        await desk.press("f8")
        assert isinstance(desk.app.screen, ChoiceScreen), "F8 closes it and acts"
        await desk.press("escape")
        assert "LẦN ĐẦU" not in desk.text


async def test_hints_go_when_their_key_was_used_and_f1_is_help_as_ever(tmp_path: Path) -> None:
    async with playing(tmp_path, hints=(*HINTS, AGAIN)) as desk:
        assert "F7 dừng đồng hồ" in desk.text
        await desk.press("f7")
        assert "F7 dừng đồng hồ" not in desk.text and "Nhấn F8: khai mạc" in desk.text
        assert "F1 mọi phím" in desk.text
        await desk.press("f1")
        assert isinstance(desk.app.screen, HelpScreen)
        await desk.press("escape", "escape", "f1")
        assert isinstance(desk.app.screen, HelpScreen) and "LẦN ĐẦU" not in desk.text


async def test_nobody_is_on_time_before_the_opening(tmp_path: Path) -> None:
    async with playing(tmp_path / "c") as desk:
        said = list(status_lines(Status(desk.app.parts.viewing.view(), None, True, None), translator()))
        assert said[1].startswith("KẾT NỐI; xong dự kiến")
        desk.clock.advance(120 + 30)
        assert "QUÁ GIỜ KHAI MẠC" in desk.text and "ĐÚNG GIỜ" not in desk.text
        desk.clock.advance(60)
        assert "QUÁ GIỜ KHAI MẠC" in desk.text and "TRỄ 1'" in desk.text


@pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=str)
async def test_the_input_method_is_tried_in_a_box_that_the_desk_does_not_hear(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with playing(tmp_path, hints=HINTS, size=size) as desk:
        await desk.press("tab", *"tieengs")
        assert "sai:" in desk.text
        await desk.press(*["backspace"] * 7, *"tiếng")
        assert "đúng ✓" in desk.text
        seen = len(await desk.events())
        await desk.press("f8")
        assert desk.state.on_air == "" and not isinstance(desk.app.screen, ChoiceScreen)
        assert len(await desk.events()) == seen and "LẦN ĐẦU" not in desk.text
        await desk.press("f8")
        assert isinstance(desk.app.screen, ChoiceScreen)


@pytest.mark.parametrize("size", [(120, 40), (120, 30), (140, 40), (80, 24), (200, 60)], ids=str)
async def test_the_card_for_newcomers_leaves_digits_and_the_f8_line(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with playing(tmp_path, hints=(*HINTS, AGAIN), size=size) as desk:
        digits = [line for line in desk.lines if "╭─╮ ╶─╮    ╭─╮ ╭─╮" in line or "█████" in line]
        assert digits, "two minutes to the opening, whole"
        card, f8 = (desk.app.screen.query_one(name).region for name in ("#welcome", "#f8"))
        assert not card.overlaps(f8)
        frame, box = (desk.app.screen.query_one(name).region for name in ("#hello", "#typing-test"))
        assert frame.shrink((1, 1, 1, 1)).contains_region(box), "the box stands inside the card"


@pytest.mark.parametrize("size", [(120, 40), (140, 40), (200, 60)], ids=str)
async def test_the_card_for_newcomers_leaves_what_comes_next_with_its_verdict(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with playing(tmp_path, hints=(*HINTS, *STORY, AGAIN), size=size) as desk:
        coming = desk.app.screen.query_one("#next").region
        card = desk.app.screen.query_one("#welcome").region
        assert card.y >= coming.y + 4, "title, speaker, room and verdict"


async def test_checks_before_the_opening_are_ticked_and_told_when_f8_opens(tmp_path: Path) -> None:
    async with playing(tmp_path) as desk:
        assert "kiểm trước giờ" in desk.text, "two minutes before the opening it is time"
        await desk.press("ctrl+p", *"kiem tra truoc", "enter")
        assert "[ ] đã bật ghi hình" in desk.text
        await desk.press("space", "enter", "f8", "down", "space", "space")
        marks = [event.body for event in await desk.events() if isinstance(event.body, ev.ChecklistMarked)]
        assert [(mark.check, mark.done) for mark in marks] == [
            ("recording", True),
            ("muted", True),
            ("muted", False),
        ]
        assert set(desk.state.checks) == {"recording"} and desk.state.on_air == ""
        await desk.press("escape", "f8")
        assert "chưa tắt mic mọi điểm cầu" in desk.text and "chưa bật ghi hình" not in desk.text
        await desk.confirm()
        assert desk.state.on_air == "1", "it is told and does not block"


async def test_locked_keys_tick_nothing(tmp_path: Path) -> None:
    async with playing(tmp_path) as desk:
        await desk.press("ctrl+l", "ctrl+p", *"kiem tra truoc", "enter", "space")
        assert "[ ] đã bật ghi hình" in desk.text and desk.state.checks == {}


async def test_the_card_for_newcomers_goes_with_escape_and_with_the_opening(tmp_path: Path) -> None:
    async with playing(tmp_path / "a", hints=HINTS) as desk:
        await desk.press("escape")
        assert "LẦN ĐẦU" not in desk.text
    async with playing(tmp_path / "b", hints=HINTS) as desk:
        await desk.press("ctrl+p", *"chuyen muc", "enter")
        await desk.confirm()
        assert desk.state.on_air == "1"
        assert "LẦN ĐẦU" not in desk.text


async def test_in_a_small_window_the_card_for_newcomers_leaves_the_countdown(tmp_path: Path) -> None:
    async with playing(tmp_path, size=(80, 24), hints=(*HINTS, AGAIN)) as desk:
        card = desk.app.screen.query_one("#welcome").region
        for name in ("header", "on-air", "alarm-low", "f8", "keys"):
            assert not card.overlaps(desk.app.screen.query_one(f"#{name}").region), name
        coming = desk.app.screen.query_one("#next").region
        assert not card.overlaps(Region(coming.x, coming.y, coming.width, 2)), "what comes next is in sight"
        assert Region(0, 0, 80, 24).contains_region(card)


async def test_english_says_the_same(tmp_path: Path) -> None:
    async with playing(tmp_path, language="en") as desk:
        assert "open: 1 Tham luận 1" in desk.f8
        await opened(desk)
        assert "ON AIR" in desk.text and "REMAINING" in desk.text and "IN CONTROL" in desk.text


async def test_hostile_titles_are_text(tmp_path: Path) -> None:
    title = "Hội nghị [bold]x[/] [@click=app.exit]y \u202eabc"
    async with playing(tmp_path, title=title) as desk:
        assert "[BOLD]X[/] [@CLICK=APP.EXIT]Y" in desk.lines[0]
        assert "\u202e" not in desk.text


async def test_the_strip_tells_where_the_rest_of_the_record_is_until_somebody_went_there(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as desk:
        assert [line for line in desk.lines if "NHẬT KÝ" in line and line.rstrip().endswith("F5 mở ┐")]
        await desk.press("f5", "f2")
        assert "F5 mở" not in desk.text
