"""The palette's verbs on the selected item: each asks, each is one change, each stands in the log."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from kit.desks.agenda import AgendaDesk, agenda_desk
from kit.desks.playing import QUIET_S
from kit.desks.view import DeskView, begun

from console.desk import Desk, Identity
from console.keeping.outbox import Outbox
from console.screens.cards.card import ChoiceScreen
from console.screens.cards.item import ItemCard
from console.screens.verbs.table import VERBS
from console.screens.verbs.verb import Ask, Open, Say, Situation
from console.text.sentences import translator
from data import commands as cmd
from widgets.glyphs import UNICODE
from widgets.viet_input import ReasonInput

ON_ITEM = (
    *("move_next", "move_up", "move_down", "swap_next", "jump", "defer", "skip"),
    *("insert", "edit_item", "substitute", "extend"),
)


async def test_the_chair_calls_4_4_first(tmp_path: Path) -> None:
    async with agenda_desk(tmp_path) as desk:
        await desk.opened()
        await desk.select("4.4")
        await desk.verb("Lên ngay")
        assert isinstance(desk.app.screen, ChoiceScreen)
        assert desk.on_card("4.4 LÊN NGAY SAU MỤC ĐANG TRÊN SÓNG?")
        await desk.confirm()
        assert desk.order == ["4.1", "4.4", "4.2", "4.3", "4.5", "5"]
        assert "→  4.4" in desk.f8
        assert "4.4   chuyển tới ngay sau 4.1" in desk.text
        await desk.press("f8")
        assert desk.state.on_air == "4.4"


async def test_the_selection_lasts_while_somebody_reads_the_palette(tmp_path: Path) -> None:
    async with agenda_desk(tmp_path) as desk:
        await desk.opened()
        await desk.select("4.5")
        await desk.press("ctrl+p")
        await desk.pilot.pause(5.5)
        for letter in "Bỏ qua":
            await desk.pilot.press("space" if letter == " " else letter)
        await desk.press("enter")
        await desk.confirm()
        assert str(desk.state.run("4.5").state) == "skipped"


async def chosen(desk: AgendaDesk, cue: str, verb: str) -> None:
    await desk.opened()
    await desk.select(cue)
    await desk.verb(verb)


@pytest.mark.parametrize(
    ("verb", "cue", "order"),
    [
        ("Đưa mục lên", "4.4", ["4.1", "4.2", "4.4", "4.3", "4.5", "5"]),
        ("Đưa mục xuống", "4.2", ["4.1", "4.3", "4.2", "4.4", "4.5", "5"]),
        ("Đổi chỗ với mục sau", "4.2", ["4.1", "4.3", "4.2", "4.4", "4.5", "5"]),
    ],
    ids=["up", "down", "swap"],
)
async def test_places_change(tmp_path: Path, verb: str, cue: str, order: list[str]) -> None:
    async with agenda_desk(tmp_path) as desk:
        await chosen(desk, cue, verb)
        await desk.confirm()
        assert desk.order == order


async def test_deferred_and_brought_back(tmp_path: Path) -> None:
    async with agenda_desk(tmp_path) as desk:
        await chosen(desk, "4.3", "Chuyển mục ra sau")
        await desk.confirm()
        assert desk.app.parts.viewing.view().forecast.debt == ("4.3",)
        assert "nợ 1 mục" in desk.text
        await desk.verb("Đưa mục nợ")
        assert desk.on_card("Đưa 4.3 trở lại")
        await desk.confirm()
        assert desk.order[:3] == ["4.1", "4.3", "4.2"]
        assert "4.3   đưa trở lại sau 4.1" in desk.text


async def test_protocol_is_put_off_only_with_a_reason(tmp_path: Path) -> None:
    async with agenda_desk(tmp_path) as desk:
        await chosen(desk, "5", "Bỏ qua")
        await desk.confirm()
        assert str(desk.state.run("5").state) == "pending"
        await desk.pilot.press(*"ok")
        await desk.press("f8")
        assert str(desk.state.run("5").state) == "skipped"


async def test_a_jump_asks_what_becomes_of_those_between(tmp_path: Path) -> None:
    async with agenda_desk(tmp_path) as desk:
        await chosen(desk, "4.4", "Nhảy tới")
        assert desk.on_card("Đưa 4.4 lên sóng ngay", "ghi nợ 4.2, 4.3")
        await desk.press("down", "down", "f8")
        assert desk.state.on_air == "4.4"
        assert str(desk.state.run("4.2").state) == str(desk.state.run("4.3").state) == "deferred"
        await desk.press("ctrl+z")
        await desk.confirm()
        assert desk.state.on_air == "4.1" and not desk.state.ended
        assert [item.cue for item in desk.state.pending()] == ["4.2", "4.3", "4.4", "4.5", "5"]


async def type_into(desk: AgendaDesk, name: str, text: str) -> None:
    box = desk.app.screen.query_one(f"#box-{name}", ReasonInput)
    box.value = text
    await desk.settle()


async def test_an_item_is_inserted(tmp_path: Path) -> None:
    async with agenda_desk(tmp_path) as desk:
        await chosen(desk, "4.2", "Chèn mục mới")
        assert isinstance(desk.app.screen, ItemCard)
        await desk.pilot.press(*"Hoa")
        await desk.press("enter", "f8")
        assert desk.on_card("không phải số phút")
        await type_into(desk, "minutes", "7:30")
        await type_into(desk, "point", "t99")
        await desk.press("f8")
        assert desk.on_card('không có điểm cầu "t99"')
        await type_into(desk, "point", "t79")
        await desk.press("f8")
        assert desk.order[:4] == ["4.1", "4.2", "4.2b", "4.3"]
        new = desk.state.item("4.2b")
        assert new is not None and (new.title, new.duration_s, new.point) == ("Hoa", 450, "T79")
        assert '4.2b  chèn 4.2b "Hoa" sau 4.2' in desk.text


async def test_the_item_on_air_is_edited_without_touching_its_time(tmp_path: Path) -> None:
    async with agenda_desk(tmp_path) as desk:
        await desk.opened()
        desk.clock.advance(60)
        before = desk.state.run("4.1")
        await desk.verb("Sửa mục")
        await desk.press("f8")
        assert desk.on_card("chưa sửa gì")
        await type_into(desk, "speaker", "Bà Thư ký")
        await type_into(desk, "minutes", "9")
        await desk.press("f8")
        item = desk.state.item("4.1")
        assert item is not None and (item.speaker, item.duration_s) == ("Bà Thư ký", 540)
        assert desk.state.run("4.1") == before


async def test_another_speaker(tmp_path: Path) -> None:
    async with agenda_desk(tmp_path) as desk:
        await chosen(desk, "4.3", "Thay người")
        await desk.press("f8")
        assert desk.on_card("ô này phải có chữ")
        await type_into(desk, "speaker", "Ông Phó")
        await desk.press("f8")
        assert "4.3   thay người phát biểu: Ông Phó" in desk.text


async def test_why_it_was_held_is_asked_afterwards(tmp_path: Path) -> None:
    async with agenda_desk(tmp_path) as desk:
        await desk.opened()
        await desk.press("f7")
        assert desk.state.held, "the hold waits for nobody"
        await desk.verb("Ghi lý do")
        assert desk.on_card("VÌ SAO TẠM DỪNG 4.1?")
        await desk.confirm()
        assert desk.state.run("4.1").hold_causes == ("technical",)
        assert "4.1   tạm dừng vì kỹ thuật" in desk.text
        await desk.press("f7")
        assert not desk.state.held
        await desk.verb("Ghi lý do")
        await desk.press("end", "f8")
        await desk.pilot.press(*"khac")
        await desk.press("f8")
        assert desk.state.run("4.1").hold_causes == ("technical", "khac")


@pytest.mark.parametrize(
    "verb",
    ["Lên ngay", "Nhảy tới", "Đổi chỗ với", "Bỏ qua", "Chuyển mục ra", "Chèn", "Sửa mục", "Thay người"],
)
async def test_escape_and_enter_change_nothing(tmp_path: Path, verb: str) -> None:
    async with agenda_desk(tmp_path) as desk:
        await chosen(desk, "4.3", verb)
        assert desk.app.screen is not desk.app.desk
        seen = await desk.rows()
        await desk.press("down", "enter", "enter", "escape")
        assert desk.app.screen is desk.app.desk
        assert await desk.rows() == seen


async def test_without_the_token_every_verb_is_refused(tmp_path: Path) -> None:
    async with agenda_desk(tmp_path) as desk:
        await desk.opened()
        log = desk.session.desk._log
        other = Desk(
            log,
            identity=Identity(console="c2", actor="op2"),
            clock=desk.clock,
            outbox=Outbox(tmp_path / "second.jsonl"),
        )
        assert await other.command(cmd.TakeControl(reason="ca trực")) is None
        await desk.until(lambda: desk.state.control is not None and desk.state.control.console == "c2")
        seen = await desk.rows()
        desk.session.desk._holder_alive = lambda _console: True
        desk.app.refresh_view()
        await desk.select("4.3")
        for key in ("f6", "f9", "ctrl+z"):
            await desk.press(key)
            assert desk.app.screen is desk.app.desk
        await desk.verb("Bỏ qua")
        assert desk.app.screen is desk.app.desk
        assert "op2" in desk.text
        assert await desk.session.command(cmd.Skip(item="4.3")) is not None
        assert await desk.rows() == seen


def situation(desk: DeskView, cue: str = "") -> Situation:
    return Situation(view=desk.view(), t=translator("vi"), glyphs=UNICODE, cue=cue, by_palette=True)


@pytest.mark.parametrize("name", ON_ITEM)
def test_what_is_over_is_not_touched(name: str) -> None:
    desk = begun()
    desk.log.advance()
    told = VERBS[name](situation(desk, "a"))
    assert isinstance(told, Say) or name == "insert"


@pytest.mark.parametrize("name", [*ON_ITEM, "bring_back", "hold_cause", "time", "plan_b", "undo"])
def test_a_viewer_changes_nothing(name: str) -> None:
    desk = begun()
    desk.know(role="viewer")
    assert isinstance(VERBS[name](situation(desk, "b")), Say)


@pytest.mark.parametrize("name", [*ON_ITEM, "time", "plan_b"])
def test_after_the_end_nothing_is_asked(name: str) -> None:
    desk = begun()
    for _ in range(4):
        desk.log.clock.advance(QUIET_S)
        desk.log.advance()
    assert desk.log.state.ended
    assert isinstance(VERBS[name](situation(desk, "b")), Say)


def test_without_a_selection_the_verbs_ask_for_one() -> None:
    desk = begun()
    assert isinstance(VERBS["skip"](situation(desk)), Say)
    assert isinstance(VERBS["bring_back"](situation(desk)), Say), "nothing was put off"
    assert isinstance(VERBS["hold_cause"](situation(desk)), Say), "nothing was held"
    assert isinstance(VERBS["edit_item"](situation(desk)), Open), "the item on air"
    assert isinstance(VERBS["extend"](situation(desk)), Open)


def test_the_edges_of_the_programme() -> None:
    desk = begun()
    assert isinstance(VERBS["move_up"](situation(desk, "b")), Say)
    assert isinstance(VERBS["move_down"](situation(desk, "d")), Say)
    assert isinstance(VERBS["swap_next"](situation(desk, "d")), Say)


def test_undo_names_whatever_was_last() -> None:
    desk = begun()
    t = translator("vi")
    for command, words in (
        (cmd.Extend(seconds=60), "thêm bớt giờ a"),
        (cmd.Defer(item="b"), "chuyển ra sau b"),
        (cmd.Swap(item="c", other="d"), "đổi chỗ d"),
        (cmd.Hold(), "tạm dừng a"),
    ):
        assert desk.log.command(command) is None
        desk.log.clock.advance(75)
        asked = VERBS["undo"](msgspec.structs.replace(situation(desk), t=t))
        assert isinstance(asked, Ask)
        (line,) = asked.question.choice.lines
        assert words in line[0].text and "1'15" in line[0].text
