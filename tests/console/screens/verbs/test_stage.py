"""Words to the speaker and the released next item: pure verbs, then played at the real console."""

from __future__ import annotations

from pathlib import Path

import pytest
from kit.conference import FoldingLog, conference, item, point, running
from kit.desks.playing import Playing, playing

from console.screens.questions import stage as stage_questions
from console.screens.questions.gate import Answer
from console.screens.verbs.table import VERBS
from console.screens.verbs.verb import Ask, Say, Situation, Verb
from console.text.sentences import translator
from console.view import Desktop
from console.view_maker import ViewMaker
from data import commands as cmd
from data.rules import Refusal
from widgets.choice_card import STAY, ChoiceCard
from widgets.glyphs import UNICODE

VI = translator("vi")
ITEMS = [item("a"), item("b", point="T1")]


@pytest.fixture
def log() -> FoldingLog:
    log = running(ITEMS)
    log.advance()
    return log


def pressed(action: str, log: FoldingLog, *, console: str = "c1") -> Verb:
    maker = ViewMaker(conference(ITEMS, (point("T1"),)))
    desktop = Desktop(console=console, actor="op1")
    view = maker.make(log.state, {}, {}, now=log.clock.now(), real_ns=log.clock.real_ns(), desktop=desktop)
    return VERBS[action](Situation(view=view, t=VI, glyphs=UNICODE))


def asked(verb: Verb) -> Ask:
    assert isinstance(verb, Ask)
    return verb


def options(verb: Verb) -> list[str]:
    return [option.key for option in asked(verb).question.choice.options]


@pytest.mark.parametrize("name", stage_questions.READY)
def test_a_ready_sentence_goes_to_the_item_that_was_seen(log: FoldingLog, name: str) -> None:
    command = asked(pressed("stage_message", log)).command(Answer(name))
    assert command == cmd.ShowOnStage(text=VI(f"card.stage.{name}"), item="a", seconds=60)
    assert log.command(command) is None
    assert log.state.stage_words(log.clock.now()) == VI(f"card.stage.{name}")
    log.clock.advance(5)
    log.advance()
    assert isinstance(log.command(command), Refusal)


def test_ones_own_words_must_be_typed(log: FoldingLog) -> None:
    verb = asked(pressed("stage_message", log))
    assert verb.question.needs_reason == {stage_questions.FREE}
    assert verb.question.placeholder == "Lời nhắn hiện cho người phát biểu"
    assert verb.command(Answer("free", "Xin mời ngồi")) == cmd.ShowOnStage(
        text="Xin mời ngồi", item="a", seconds=120
    )


def test_taking_away_is_offered_only_while_something_stands_there(log: FoldingLog) -> None:
    assert options(pressed("stage_message", log)) == [STAY, *stage_questions.READY, "free"]
    log.command(cmd.ShowOnStage(text="x", item="a", seconds=60))
    verb = pressed("stage_message", log)
    assert options(verb)[-1] == "clear"
    assert asked(verb).command(Answer("clear")) == cmd.ClearStage()
    log.clock.advance(60)
    assert "clear" not in options(pressed("stage_message", log))


def test_the_release_names_the_item_and_what_its_gate_said(log: FoldingLog) -> None:
    verb = asked(pressed("stage_next", log))
    assert "b" in verb.question.choice.heading
    assert verb.command(Answer("go")) == cmd.ReleaseNext(item="b", verdict="ask", why="unseen")
    log.clock.advance(5)
    log.advance()
    assert pressed("stage_next", log) == Say(VI("notice.stage.none_next"))


@pytest.mark.parametrize("action", ["stage_message", "stage_next"])
def test_without_control_both_say_who_has_it(log: FoldingLog, action: str) -> None:
    log.command(cmd.TakeControl())
    said = pressed(action, log, console="c2")
    assert isinstance(said, Say) and said.warning
    assert "op-c1" in said.text


async def by_palette(desk: Playing, words: str) -> None:
    await desk.press("ctrl+p", *words)
    await desk.press("enter")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_played_a_sentence_then_ones_own_then_taken_away(tmp_path: Path, size: tuple[int, int]) -> None:
    async with playing(tmp_path / "c", size=size) as desk:
        await desk.press("f8")
        await desk.confirm()
        await by_palette(desk, "nhắn")
        assert "NHẮN NGƯỜI PHÁT BIỂU" in desk.text
        assert all(VI(f"card.stage.{name}") in desk.text for name in stage_questions.READY)
        await desk.press("enter")
        assert desk.state.stage_message is None, "Enter confirms nothing"
        await desk.confirm()
        assert desk.state.stage_words(desk.clock.now()) == "Đề nghị kết thúc trong 1 phút"
        assert (await desk.events())[-1].item == "1"

        await by_palette(desk, "nhắn")
        assert "Đang hiện: Đề nghị kết thúc trong 1 phút" in desk.text
        for _ in range(5):
            await desk.press("down")
        assert desk.app.screen.query_one(ChoiceCard).chosen == "free"
        await desk.press("f8")
        assert (await desk.events())[-1].kind == "StageMessageShown", "words first"
        await desk.press(*"Mời ngồi".replace(" ", ""), "f8")
        assert desk.state.stage_words(desk.clock.now()) == "Mờingồi"

        await by_palette(desk, "nhắn")
        await desk.press("end", "f8")
        assert desk.state.stage_message is None
        assert (await desk.events())[-1].kind == "StageMessageCleared"


async def test_played_the_next_item_is_released(tmp_path: Path) -> None:
    async with playing(tmp_path / "c") as desk:
        await desk.press("f8")
        await desk.confirm()
        await desk.press("ctrl+p", *"hiện", "enter")
        assert "HIỆN MỤC 2 TRÊN MÀN HÌNH NGƯỜI PHÁT BIỂU?" in desk.text
        await desk.confirm()
        assert desk.state.stage_next == "2"
