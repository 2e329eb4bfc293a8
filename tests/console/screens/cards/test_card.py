"""Where cards stand: the F8 line, the alarm and the countdown stay in sight."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from kit.desks.playing import Playing, playing
from kit.record.logs import open_log
from textual.geometry import Region
from textual.widget import Widget

from console.screens.cards.card import ChoiceScreen, NoteScreen
from console.screens.cards.tick import TickScreen
from console.screens.questions.gate import Answer, Question
from data.control_events import ControlTaken
from data.events import Fact
from widgets.alarm_line import AlarmLine
from widgets.choice_card import STAY, Choice, ChoiceCard, Option
from widgets.f8_line import F8Line
from widgets.line import Piece
from widgets.next_card import NextCard
from widgets.speaker_card import SpeakerCard
from widgets.tone import Tone
from widgets.viet_input import ReasonInput, VietInput

SIZES = pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 40), (200, 60)], ids=str)
DIGITS = re.compile("[╭╰]|█ +█")
RED = Question(
    Choice(
        heading="CHUYỂN SANG 4.3? ĐIỂM CẦU CHƯA SẴN SÀNG",
        lines=tuple((Piece(f"lý do thứ {number}"),) for number in range(4)),
        options=tuple(Option(key, key) for key in (STAY, "clip", "swap", "defer", "force")),
        hint="↑↓ chọn   F8 thực hiện   Esc ở lại",
    ),
    frozenset({"force"}),
)
"""As tall as cards get: four facts, five options, and a reason to be typed."""


def digits(desk: Playing) -> Region:
    """Where the rows of the countdown are on the desk, drawn with lines or with blocks."""
    card = desk.app.desk.query_one(SpeakerCard)
    rows = [y for y, line in enumerate(card.lines) if DIGITS.search(line.text[1:-1])]
    assert len(rows) >= 2, card.lines
    return Region(card.region.x, card.region.y + rows[0], card.region.width, rows[-1] - rows[0] + 1)


def shown(desk: Playing, kind: type[Widget]) -> list[Region]:
    return [widget.region for widget in desk.app.desk.query(kind) if widget.region.area]


async def assert_in_sight(desk: Playing, *covering: Widget) -> None:
    await desk.pilot.pause()
    inside = desk.app.screen.region
    for widget in covering:
        assert widget.region.area, widget
        assert inside.contains_region(widget.region), widget
        for kept in (*shown(desk, F8Line), *shown(desk, AlarmLine), digits(desk)):
            assert not widget.region.overlaps(kept), (widget, widget.region, kept)


@SIZES
async def test_the_tallest_question(tmp_path: Path, size: tuple[int, int]) -> None:
    async with playing(tmp_path / "c", size=size) as desk:
        await desk.press("f8")
        await desk.confirm()
        desk.app.parts.cards.ask(RED, lambda _answer: None)
        await desk.settle()
        assert isinstance(desk.app.screen, ChoiceScreen)
        await desk.press("end", *["down"] * 4)
        card, box = desk.app.screen.query_one(ChoiceCard), desk.app.screen.query_one(ReasonInput)
        assert card.chosen == "force"
        await assert_in_sight(desk, card, box)
        assert [line for line in card.lines if "force" in line.text]
        assert [line for line in card.lines if "F8" in line.text]


@SIZES
async def test_a_short_question_and_a_note_leave_what_comes_next_in_sight(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with playing(tmp_path / "c", size=size) as desk:
        await desk.press("f8")
        await desk.confirm()
        for key, kind in (("ctrl+q", ChoiceCard), ("ctrl+n", VietInput)):
            await desk.press(key)
            widget = desk.app.screen.query_one(kind)
            await assert_in_sight(desk, widget)
            for region in shown(desk, NextCard):
                assert not widget.region.overlaps(region)
            await desk.press("escape")


@SIZES
async def test_the_checks_before_the_opening_leave_the_alarm_in_sight(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with playing(tmp_path / "c", size=size) as desk:
        await desk.press("ctrl+p", *"kiem tra truoc", "enter")
        assert isinstance(desk.app.screen, TickScreen)
        card = desk.app.screen.query_one(ChoiceCard)
        await assert_in_sight(desk, card)
        assert [line for line in card.lines if "Space" in line.text]


@SIZES
async def test_an_opening_with_nothing_ready_tells_how_much_and_leaves_the_countdown_in_sight(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with playing(tmp_path / "c", size=size) as desk:
        await desk.press("f8")
        card = desk.app.screen.query_one(ChoiceCard)
        words = (*(f"đã xong {number}" for number in range(3)), *(f"chưa {number}" for number in range(7)))
        facts = tuple((Piece(each, Tone.GO if each.startswith("đã") else Tone.ASK),) for each in words)
        card.show(msgspec.structs.replace(RED.choice, lines=facts, options=RED.choice.options[:2]))
        await desk.settle()
        await assert_in_sight(desk, card)
        text = "\n".join(line.text for line in card.lines)
        assert all(each in text for each in words), text
        assert ("+" in text) == (size[1] < 30)
        assert [line for line in card.lines if "clip" in line.text], "every option is there"


@SIZES
async def test_a_call_to_a_room_and_a_remark_about_it(tmp_path: Path, size: tuple[int, int]) -> None:
    """Six ways a call may end, under all that is known of the room."""
    choice = msgspec.structs.replace(
        RED.choice,
        lines=tuple((Piece(f"điều {number}"),) for number in range(7)),
        options=tuple(Option(str(number), f"kết quả {number}") for number in range(6)),
    )
    async with playing(tmp_path / "c", size=size) as desk:
        await desk.press("f8")
        await desk.confirm()
        desk.app.parts.cards.ask(Question(choice, takes_note=frozenset("12345")), lambda _answer: None)
        await desk.settle()
        await desk.press("end", *["down"] * 5)
        card, box = desk.app.screen.query_one(ChoiceCard), desk.app.screen.query_one(ReasonInput)
        assert box.has_class("-asked")
        await assert_in_sight(desk, card, box)
        assert [line for line in card.lines if "kết quả 5" in line.text]


@SIZES
async def test_commands_finding_and_help(tmp_path: Path, size: tuple[int, int]) -> None:
    async with playing(tmp_path / "c", size=size) as desk:
        for keys in (("ctrl+p",), ("ctrl+p", "c"), ("ctrl+f",), ("ctrl+f", *"tham luan"), ("f1",)):
            await desk.press(*keys)
            assert desk.app.screen is not desk.app.desk
            await assert_in_sight(desk, *desk.app.screen.query("Vertical, VerticalScroll"))
            await desk.press("escape")


async def test_a_card_follows_the_window(tmp_path: Path) -> None:
    async with playing(tmp_path / "c", size=(120, 40)) as desk:
        await desk.press("f8")
        await desk.confirm()
        desk.app.parts.cards.ask(RED, lambda _answer: None)
        await desk.settle()
        card = desk.app.screen.query_one(ChoiceCard)
        tall = card.region.height
        await desk.pilot.resize_terminal(80, 24)
        await desk.settle()
        assert card.region.height == tall - 2
        await assert_in_sight(desk, card)


async def test_a_note_names_an_item_whose_cue_looks_like_markup(tmp_path: Path) -> None:
    async with playing(tmp_path / "c") as desk:
        for title in ("[/]", "[@click=app.quit]x[/]", "[bold"):
            desk.app.push_screen(NoteScreen(title, f"{title} Enter", f"{title} …"))
            await desk.settle()
            box = desk.app.screen.query_one(VietInput)
            assert box._border_title is not None and title in box._border_title.plain
            await desk.press("escape")


class Changing:
    """A question whose facts and options somebody else changes while its card is open."""

    def __init__(self, question: Question = RED) -> None:
        self.question = question

    def change(self, **choice: object) -> None:
        changed = msgspec.structs.replace(self.question.choice, **choice)
        self.question = msgspec.structs.replace(self.question, choice=changed)

    def relabel(self, key: str, label: str) -> None:
        options = self.question.choice.options
        self.change(options=tuple(Option(key, label) if each.key == key else each for each in options))


def card_of(desk: Playing) -> ChoiceCard:
    return desk.app.screen.query_one(ChoiceCard)


async def laid(desk: Playing, changing: Changing) -> list[Answer]:
    """A card over the desk whose question is looked at anew; what was confirmed."""
    confirmed: list[Answer] = []
    desk.app.parts.cards.ask(changing.question, confirmed.append, again=lambda: changing.question)
    await desk.settle()
    return confirmed


async def test_an_open_card_says_what_is_true_now_and_the_mark_stays_where_nothing_changed(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path / "c") as desk:
        changing = Changing()
        confirmed = await laid(desk, changing)
        await desk.press("down", "down")
        changing.change(lines=((Piece("phòng đã trở lại"),),), tone=Tone.ASK)
        await desk.until(lambda: "phòng đã trở lại" in card_of(desk).lines[2].text)
        await desk.press("f8")
        assert confirmed == [Answer("swap")]


async def test_an_option_that_means_something_else_by_now_is_marked_no_more(tmp_path: Path) -> None:
    async with playing(tmp_path / "c") as desk:
        changing = Changing()
        confirmed = await laid(desk, changing)
        await desk.press("down", "down")
        changing.relabel("swap", "đổi chỗ với mục khác")
        await desk.until(lambda: card_of(desk).chosen == STAY)
        await desk.press("down")
        changing.question = msgspec.structs.replace(changing.question, about="4.4")
        await desk.until(lambda: card_of(desk).chosen == STAY)
        await desk.press("f8")
        assert confirmed == []
        await desk.press("escape")
        assert not isinstance(desk.app.screen, ChoiceScreen)


async def test_a_reason_is_asked_for_as_soon_as_one_is_due(tmp_path: Path) -> None:
    async with playing(tmp_path / "c") as desk:
        changing = Changing()
        confirmed = await laid(desk, changing)
        await desk.press("down")
        assert not desk.app.screen.query_one(ReasonInput).has_class("-asked")
        changing.question = msgspec.structs.replace(changing.question, needs_reason=frozenset({"clip"}))
        await desk.until(lambda: desk.app.screen.query_one(ReasonInput).has_focus)
        await desk.press("f8")
        assert confirmed == []
        await desk.press("v", "i", "f8")
        assert confirmed == [Answer("clip", "vi")]


async def test_a_card_whose_ground_is_gone_leaves_only_staying(tmp_path: Path) -> None:
    """Another console takes control while the opening is being asked about."""
    async with playing(tmp_path / "c") as desk:
        await desk.press("f8", "down")
        assert card_of(desk).chosen == "go"
        with closing(open_log(desk.app.session.folder.log_path)) as log:
            taken = Fact(ControlTaken(previous="c1", reason="thay ca"))
            log.transact(lambda _state, _now: [taken], actor="op2", console="c2")
        await desk.until(lambda: "op2" in card_of(desk).lines[2].text)
        assert card_of(desk).chosen == STAY
        await desk.press("down", "f8")
        assert desk.state.on_air == ""


async def test_leaving_says_how_to_come_back_in_a_line_of_its_own(tmp_path: Path) -> None:
    async with playing(tmp_path, size=(80, 24)) as desk:
        await desk.press("ctrl+q")
        assert "Hội nghị vẫn chạy" in desk.text
        assert f"│  diemcau run {tmp_path}"[:70] in desk.text
