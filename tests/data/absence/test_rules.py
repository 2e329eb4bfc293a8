"""A conference that nobody wrote of for very long: it asks before it goes on."""

from __future__ import annotations

import pytest
from kit.conference import FoldingLog, item, running

from data import commands as cmd
from data import events as ev
from data.fold import fold
from data.rules import Refusal
from data.state import EMPTY

HOUR_S = 3600
LIMIT = cmd.NoticeAbsence(limit_s=12 * HOUR_S)


def on_air() -> FoldingLog:
    log = running([item("a"), item("b"), item("p", priority="protocol")])
    log.advance()
    log.clock.advance(120)
    log.record(ev.ControlHanded())
    return log


def elapsed_s(log: FoldingLog) -> float:
    return log.state.run("a").elapsed_ns(log.state.t_ns(log.clock.now())) / 1e9


def left_alone(hours: float, *, reboot: bool = False) -> FoldingLog:
    log = on_air()
    if reboot:
        log.clock.reboot("boot-2", down_s=hours * HOUR_S)
    else:
        log.clock.advance(hours * HOUR_S)
    assert log.command(LIMIT) is None
    return log


@pytest.mark.parametrize("reboot", [False, True])
def test_twelve_hours_ask_and_less_does_not(reboot: bool) -> None:
    assert left_alone(11.99, reboot=reboot).state.absence is None
    log = left_alone(12, reboot=reboot)
    body = log.events[-1].body
    assert isinstance(body, ev.AbsenceNoticed)
    assert (body.away_ms, body.by_wall, log.events[-1].item) == (12 * HOUR_S * 1000, reboot, "a")
    assert log.state.on_air == "a", "asking changes nothing"


def test_a_jump_of_the_wall_is_no_absence() -> None:
    log = on_air()
    log.clock.step_wall(24 * HOUR_S)
    assert log.command(LIMIT) is None
    assert log.state.absence is None


@pytest.mark.parametrize(
    "order",
    [
        cmd.Advance(leaves="a"),
        cmd.Jump(leaves="a", to="p"),
        cmd.Hold(),
        cmd.Extend(seconds=60),
        cmd.Skip(item="b"),
        cmd.UndoChange(seq=4),
        cmd.QueueSpeaker(name="x"),
        cmd.ShowOnStage(text="x", item="a"),
    ],
    ids=lambda order: type(order).__name__,
)
def test_nothing_of_the_programme_goes_on_unanswered(order: cmd.Command) -> None:
    log = left_alone(15)
    assert log.command(order) == Refusal("absence.unanswered", {"hours": 15})
    assert log.command(cmd.AddNote(text="đang gọi chủ tọa")) is None, "notes are for such times"


def test_as_a_pause_the_time_is_no_time_of_the_item() -> None:
    log = left_alone(15)
    log.clock.advance(60)
    assert log.command(cmd.AnswerAbsence(counts=False)) is None
    log.clock.advance(30)
    assert elapsed_s(log) == 120 + 30, "the minute before the answer was waited, too"
    assert log.state.run("a").hold_causes == ("absence",)
    assert not log.state.held and log.advance() is None


def test_counted_it_is() -> None:
    log = left_alone(15)
    assert log.command(cmd.AnswerAbsence(counts=True)) is None
    assert elapsed_s(log) == 120 + 15 * HOUR_S
    assert log.state.run("a").held_ns == 0
    assert log.command(cmd.AnswerAbsence(counts=True)) == Refusal("absence.none")


@pytest.mark.parametrize("counts", [True, False])
def test_what_stood_still_already_stays_so(counts: bool) -> None:
    log = on_air()
    assert log.command(cmd.Hold(cause="protocol")) is None
    log.clock.advance(15 * HOUR_S)
    assert log.command(LIMIT) is None
    assert log.state.absence is not None, "it was noticed"
    before = log.state.run("a")
    assert log.command(cmd.AnswerAbsence(counts=counts)) is None
    assert log.state.run("a") == before and elapsed_s(log) == 120


def test_undo_asks_again() -> None:
    log = left_alone(15)
    asked = log.state
    log.command(cmd.AnswerAbsence(counts=False))
    change = log.state.last_change
    assert change is not None and change.kind == "AbsenceAnswered"
    assert log.command(cmd.UndoChange(seq=change.seq)) is None
    assert (log.state.absence, log.state.runs) == (asked.absence, asked.runs)
    assert log.command(cmd.AnswerAbsence(counts=True)) is None
    assert fold(EMPTY, log.events) == log.state


def test_it_is_asked_once_whoever_opens() -> None:
    log = left_alone(15)
    seq = log.state.seq
    log.clock.advance(13 * HOUR_S)
    assert log.command(LIMIT, console="c2") is None
    assert log.state.seq == seq
    log.command(cmd.AnswerAbsence(counts=False), console="c2")
    assert elapsed_s(log) == 120


def test_a_console_in_control_that_lives_was_there() -> None:
    log = on_air()
    log.command(cmd.TakeControl(), console="c1")
    log.clock.advance(15 * HOUR_S)
    log.command(LIMIT, console="c2")
    assert log.state.absence is None
    log.command(LIMIT, console="c2", holder_alive=False)
    assert log.state.absence is not None


COPIES = (
    ev.Exported(format="csv", name="x", sha256="", upto_seq=1),
    ev.RecordRestored(source="log.jsonl", upto_seq=1),
)


@pytest.mark.parametrize("copied", COPIES, ids=lambda body: type(body).__name__)
def test_a_copy_of_the_record_is_not_somebody_at_work(copied: ev.Body) -> None:
    log = on_air()
    log.clock.advance(13 * HOUR_S)
    log.record(copied)
    log.command(LIMIT)
    assert log.state.absence is not None


def test_before_the_opening_and_after_the_end_nobody_is_missed() -> None:
    log = running([item("a")])
    for _ in range(2):
        log.clock.advance(15 * HOUR_S)
        log.command(LIMIT)
        assert log.state.absence is None
        log.advance()
        log.clock.advance(60)
        log.advance()
    assert log.state.ended


def test_zero_hours_never_ask() -> None:
    log = on_air()
    log.clock.advance(99 * HOUR_S)
    log.command(cmd.NoticeAbsence(limit_s=0))
    assert log.state.absence is None


def test_others_may_not_answer_for_the_console_in_control() -> None:
    log = on_air()
    log.command(cmd.TakeControl(), console="c1")
    log.clock.advance(15 * HOUR_S)
    log.command(LIMIT, console="c1")
    refused = log.command(cmd.AnswerAbsence(counts=True), console="c2")
    assert refused is not None and refused.code == "control.elsewhere"
