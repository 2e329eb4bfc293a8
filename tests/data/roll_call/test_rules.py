"""What may be put down at the roll call, and what stays of it."""

from __future__ import annotations

import msgspec
import pytest
from kit.clock import ManualClock
from kit.conference import FoldingLog, item, roster, running

from data import commands as cmd
from data import events as ev
from data.events import Fact
from data.roll_call.roll import RollTaker, figures
from data.rules import Context, Decision, Refusal, decide
from data.state import Stage

SECRETARY = Context(console="c2", actor="tk1", role="technician")
POINTS = roster()
FREEZE = cmd.FreezeRollCall(
    expected={"central": 1}, present={"central": 1}, standings={}, delegates=0, counted=0, as_of=0
)
COMMANDS = (
    cmd.MarkPresence(point="T1", mark="present", how="called"),
    cmd.ReportPresence(point="T1", present=2, expected=4),
    cmd.CountDelegates(point="T1", delegates=9),
    cmd.CountMany(counts=(cmd.CountDelegates(point="T1", delegates=9),)),
    FREEZE,
)


def decided(log: FoldingLog, command: cmd.Command, context: Context = SECRETARY) -> Decision:
    return decide(log.state, command, context, log.clock.now())


def do(log: FoldingLog, command: cmd.Command) -> int:
    """How many facts it made."""
    decision = decided(log, command)
    assert not isinstance(decision, Refusal), decision
    log.record(*decision, actor="tk1", console="c2")
    return len(decision)


def fresh() -> FoldingLog:
    return FoldingLog(ManualClock())


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: type(command).__name__)
def test_no_token_is_needed_and_none_is_taken(command: cmd.Command) -> None:
    log = fresh()
    log.adopt([item("1")])
    log.command(cmd.TakeControl(), console="c1")
    assert do(log, command) == 1
    assert log.state.control is not None and log.state.control.console == "c1"


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: type(command).__name__)
def test_a_viewer_and_a_sealed_record_take_nothing(command: cmd.Command) -> None:
    log = fresh()
    assert decided(log, command, msgspec.structs.replace(SECRETARY, role="viewer")) == Refusal("role.viewer")
    sealed = msgspec.structs.replace(log.state, stage=Stage.SEALED)
    assert decide(sealed, command, SECRETARY, log.clock.now()) == Refusal("record.sealed")


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (cmd.MarkPresence(point="", mark="present"), "point.none"),
        (cmd.MarkPresence(point="T1", mark="maybe"), "roll.unknown_mark"),
        (cmd.MarkPresence(point="T1", mark="excused", reason="  "), "roll.reason_needed"),
        (cmd.MarkPresence(point="T1", mark="present", how="spoken_for"), "roll.reason_needed"),
        (cmd.ReportPresence(point="T1", present=5, expected=4), "roll.too_many"),
        (cmd.ReportPresence(point="T1", present=-1, expected=4), "roll.too_many"),
        (cmd.CountDelegates(point="T1", delegates=-1), "roll.no_number"),
        (cmd.CountDelegates(point="T1", delegates=3, guests=4), "roll.no_number"),
        (cmd.CountDelegates(point="T1", delegates=10**6), "roll.no_number"),
        (msgspec.structs.replace(FREEZE, expected={}), "roll.empty"),
    ],
)
def test_what_cannot_be_is_refused(command: cmd.Command, code: str) -> None:
    decision = decided(fresh(), command)
    assert isinstance(decision, Refusal) and decision.code == code


def test_the_same_word_twice_is_one_row_and_another_word_is_a_new_one() -> None:
    log = fresh()
    present = cmd.MarkPresence(point="T1", mark="present", how="called")
    absent = cmd.MarkPresence(point="T1", mark="absent")
    assert [do(log, each) for each in (present, present, absent, present, present)] == [1, 0, 1, 1, 0]
    assert len(log.events) == 3, "nothing is taken away"


def test_a_room_that_left_may_answer_once_more() -> None:
    log = fresh()
    present = cmd.MarkPresence(point="T1", mark="present", how="called")
    log.record(Fact(ev.PointJoined(source="s", ref="r", name="n"), point="T1"))
    assert do(log, present) == 1
    log.record(Fact(ev.PointLeft(source="s", ref="r"), point="T1"))
    assert do(log, present) == 1
    assert RollTaker(POINTS).take(log.state).total.present == 1


def test_a_mark_says_who_made_it_and_why() -> None:
    log = fresh()
    do(log, cmd.MarkPresence(point="T1", mark="excused", reason=" bão số 3 "))
    mark = log.state.point("T1").marked
    assert mark is not None
    assert (mark.by, mark.reason, mark.at_ms) == ("tk1", "bão số 3", log.clock.utc_ms)


def test_freezes_are_numbered_and_the_first_stays_as_it_was() -> None:
    log = fresh()
    taker = RollTaker(POINTS)
    do(log, cmd.MarkPresence(point="T1", mark="present", how="called"))
    do(log, figures(taker.take(log.state), log.state.seq))
    log.clock.advance(3600)
    do(log, cmd.MarkPresence(point="T2", mark="present", how="called"))
    do(log, figures(taker.take(log.state), log.state.seq, ("s1",)))
    first, second = log.state.rolls
    assert [(each.number, each.total_present, each.total_expected) for each in (first, second)] == [
        (1, 1, len(POINTS)),
        (2, 2, len(POINTS)),
    ]
    assert second.at_ms - first.at_ms == 3_600_000
    assert (first.lost, second.lost) == ((), ("s1",))
    assert first.seq == 2 and isinstance(log.events[1].body, ev.RollCallFrozen)


def test_a_frozen_figure_can_be_counted_again_from_the_rows_it_names() -> None:
    log = fresh()
    for code in ("TC00", "T1", "T3"):
        do(log, cmd.MarkPresence(point=code, mark="present", how="called"))
    do(log, figures(RollTaker(POINTS).take(log.state), log.state.seq))
    do(log, cmd.MarkPresence(point="T2", mark="present", how="called"))
    frozen = log.events[3].body
    assert isinstance(frozen, ev.RollCallFrozen)
    again = FoldingLog(ManualClock())
    again.record(*(Fact(event.body, point=event.point) for event in log.events[: frozen.as_of]))
    counted = RollTaker(POINTS).take(again.state)
    assert {level: tally.present for level, tally in counted.levels.items()} == frozen.present


def test_many_counts_are_one_append_of_what_is_new_or_nothing() -> None:
    log = running([item("1")])
    one, two = (cmd.CountDelegates(point=code, delegates=9) for code in ("T1", "T2"))
    assert do(log, one) == 1
    assert do(log, cmd.CountMany(counts=(one, two))) == 1, "the same count again is not written"
    wrong = cmd.CountDelegates(point="T3", delegates=1, guests=2)
    refused = decided(log, cmd.CountMany(counts=(msgspec.structs.replace(one, delegates=1), wrong)))
    assert isinstance(refused, Refusal) and (refused.code, refused.params) == (
        *("roll.no_number_at", {"point": "T3"}),
    )
