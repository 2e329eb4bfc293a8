from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kit.conference import FoldingLog, item, running

from data import commands as cmd
from data.rules import Refusal
from data.stage.rules import LONGEST_CELLS
from data.text import clean


@pytest.fixture
def log() -> FoldingLog:
    """Item a on air."""
    log = running([item("a"), item("b"), item("c")])
    log.advance()
    return log


def words(log: FoldingLog) -> str:
    return log.state.stage_words(log.clock.now())


def code(refusal: Refusal | None) -> str:
    return refusal.code if refusal else ""


def test_words_stand_for_their_time_of_the_conference_whatever_the_wall_says(log: FoldingLog) -> None:
    assert log.command(cmd.ShowOnStage(text="  nói to hơn ", item="a", seconds=60)) is None
    assert words(log) == "nói to hơn"
    log.clock.step_wall(-120)
    log.clock.advance(59.5)
    assert words(log) == "nói to hơn"
    log.clock.advance(1)
    assert words(log) == ""
    assert code(log.command(cmd.ClearStage())) == "stage_view.nothing_shown"


def test_words_for_one_speaker_are_never_shown_to_the_next(log: FoldingLog) -> None:
    assert log.command(cmd.ShowOnStage(text="xin dừng", item="a")) is None
    log.clock.advance(3600)
    assert words(log) == "xin dừng"
    log.advance()
    assert words(log) == ""
    late = log.command(cmd.ShowOnStage(text="xin dừng", item="a"))
    assert late == Refusal("stage_view.moved", {"expected": "a", "actual": "b"})
    log.clock.advance(2)
    assert log.undo() is None
    assert words(log) == "xin dừng"


def test_words_are_taken_away(log: FoldingLog) -> None:
    log.command(cmd.ShowOnStage(text="x", item="a"))
    assert log.command(cmd.ClearStage()) is None
    assert words(log) == ""
    assert log.events[-1].kind == "StageMessageCleared"


@pytest.mark.parametrize("text", ["", "  ", "\t"])
def test_nothing_to_say_is_refused(log: FoldingLog, text: str) -> None:
    assert code(log.command(cmd.ShowOnStage(text=text, item="a"))) in ("stage_view.empty",)


@given(st.text(max_size=3 * LONGEST_CELLS))
def test_words_are_shown_whole_or_refused(text: str) -> None:
    log = running([item("a")])
    log.advance()
    refusal = log.command(cmd.ShowOnStage(text=text, item="a"))
    whole = clean(text.strip(), limit=10_000)
    if refusal is None:
        assert words(log) == whole
        assert clean(whole, limit=LONGEST_CELLS) == whole
    else:
        assert words(log) == ""
        assert not whole or clean(whole, limit=LONGEST_CELLS) != whole


def test_the_console_without_control_says_nothing_to_the_speaker(log: FoldingLog) -> None:
    before = len(log.events)
    for command in (cmd.ShowOnStage(text="x", item="a"), cmd.ClearStage(), cmd.ReleaseNext(item="b")):
        assert code(log.command(command, console="c2")) == "control.elsewhere"
    assert len(log.events) == before


def test_only_the_next_item_is_released_once_and_only_for_its_turn(log: FoldingLog) -> None:
    assert code(log.command(cmd.ReleaseNext(item="c"))) == "stage_view.moved"
    assert log.command(cmd.ReleaseNext(item="b", verdict="ask", why="unseen")) is None
    assert log.state.stage_next == "b"
    before = len(log.events)
    assert log.command(cmd.ReleaseNext(item="b")) is None
    assert len(log.events) == before
