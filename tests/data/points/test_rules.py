"""Technicians' facts: who may put them on record, and what they make of the state."""

from __future__ import annotations

import msgspec
import pytest
from kit.clock import ManualClock
from kit.conference import FoldingLog, item, point

from data import commands as cmd
from data import events as ev
from data.agenda.readiness import TESTED_FOR_MIN, two_way_question
from data.events import Fact
from data.fold import apply
from data.folder.model import CENTRAL
from data.rules import Context, Decision, Refusal, decide
from data.state import EMPTY, Called, ConferenceState, Stage

KT1 = Context(console="c2", actor="kt1", role="technician")
OPENED = ev.IncidentOpened(
    id="i1", scope="point", subject="T1", severity="P2", reason="absent", points=("T1",)
)
GROUP = ev.IncidentOpened(
    id="i2", scope="province", subject="T9", severity="P3", reason="group", points=("a", "b")
)
COMMANDS = (
    cmd.Acknowledge(incidents={"i1": "P2"}),
    cmd.RecordCall(point="T1", who="Trực", number="0", outcome="busy"),
    cmd.RecordTest(point="T1", result="passed"),
)


def faulty() -> FoldingLog:
    log = FoldingLog(ManualClock())
    log.record(Fact(OPENED, point="T1"), GROUP)
    return log


def decided(log: FoldingLog, command: cmd.Command, context: Context = KT1) -> Decision:
    return decide(log.state, command, context, log.clock.now())


def do(log: FoldingLog, command: cmd.Command) -> None:
    decision = decided(log, command)
    assert not isinstance(decision, Refusal)
    log.record(*decision, actor=KT1.actor, console=KT1.console)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: type(command).__name__)
def test_a_technician_needs_no_token_though_another_console_holds_it(command: cmd.Command) -> None:
    log = faulty()
    log.adopt([item("1")])
    log.command(cmd.TakeControl(), console="c1")
    decision = decided(log, command)
    assert not isinstance(decision, Refusal)
    assert all(not isinstance(fact.body, ev.ControlTaken) for fact in decision)
    assert log.state.control is not None and log.state.control.console == "c1"


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: type(command).__name__)
def test_a_viewer_a_sealed_record_and_a_newer_one_take_nothing(command: cmd.Command) -> None:
    log = faulty()
    viewer = msgspec.structs.replace(KT1, role="viewer")
    assert decided(log, command, viewer) == Refusal("role.viewer")
    sealed = msgspec.structs.replace(log.state, stage=Stage.SEALED)
    newer = msgspec.structs.replace(log.state, too_new=True)
    now = log.clock.now()
    assert decide(sealed, command, KT1, now) == Refusal("record.sealed")
    assert decide(newer, command, KT1, now) == Refusal("record.too_new")


@pytest.mark.parametrize(
    "command",
    [cmd.RecordCall(point="", who="", number="", outcome="busy"), cmd.RecordTest(point="", result="passed")],
)
def test_a_fact_about_no_room_is_refused(command: cmd.Command) -> None:
    assert decided(faulty(), command) == Refusal("point.none")


def test_acknowledging_names_the_person_and_the_room() -> None:
    log = faulty()
    do(log, cmd.Acknowledge(incidents={"i1": "P1", "i2": "P3"}))
    one, many = log.events[-2:]
    assert (one.point, many.point) == ("T1", None)
    assert one.actor == "kt1"
    taken = log.state.incidents["i1"].taken
    assert taken is not None
    assert (taken.by, taken.severity, taken.at_ms) == ("kt1", "P1", log.clock.utc_ms)


def test_of_many_the_ones_that_are_over_are_left_out() -> None:
    log = faulty()
    log.record(ev.IncidentResolved(id="i1", open_ms=5))
    do(log, cmd.Acknowledge(incidents={"i1": "P2", "i2": "P3", "i7": "P1"}))
    assert [event.body for event in log.events[-1:]] == [
        ev.IncidentAcknowledged(id="i2", severity="P3", expires_s=900)
    ]
    assert decided(log, cmd.Acknowledge(incidents={"i1": "P2"})) == Refusal("acknowledge.none")


@pytest.mark.parametrize(
    ("severity", "given", "seconds"),
    [("P1", None, 300), ("P2", None, 900), ("P1", 60, 60), ("P3", 7200, 7200)],
)
def test_what_is_in_hand_asks_again_after_its_time(severity: str, given: int | None, seconds: int) -> None:
    log = faulty()
    do(log, cmd.Acknowledge(incidents={"i1": severity}, expires_s=given))

    def in_hand() -> bool:
        state = log.state
        return state.incidents["i1"].taken_now(severity, state.t_ns(log.clock.now())) is not None

    log.clock.advance(seconds - 1)
    assert in_hand()
    log.clock.advance(1)
    assert not in_hand()


def test_a_graver_fault_asks_again_and_a_milder_one_does_not() -> None:
    log = faulty()
    do(log, cmd.Acknowledge(incidents={"i1": "P2"}))
    incident, t = log.state.incidents["i1"], log.state.t_ns(log.clock.now())
    assert [incident.taken_now(grade, t) is not None for grade in ("P1", "P2", "P3")] == [False, True, True]


def test_an_acknowledgement_of_what_is_over_changes_nothing() -> None:
    log = faulty()
    log.record(ev.IncidentResolved(id="i1", open_ms=5))
    before = log.state.incidents
    log.record(ev.IncidentAcknowledged(id="i1", severity="P1"))
    assert log.state.incidents == before


def test_the_last_call_and_the_last_test_of_a_room() -> None:
    log = faulty()
    do(log, cmd.RecordCall(point="T1", who="Trực", number="028", outcome="busy", item="4.3"))
    log.clock.advance(60)
    call = cmd.RecordCall(point="T1", who="Trực", number="028", outcome="answered", note=" sẽ sửa ")
    do(log, call)
    do(log, cmd.RecordTest(point="T1", result="no_sound", by="kt9"))
    known = log.state.point("T1")
    assert known.called is not None and known.tested is not None
    assert (known.called.outcome, known.called.who, known.called.by) == ("answered", "Trực", "kt1")
    assert (known.tested.result, known.tested.by) == ("no_sound", "kt9")
    assert log.state.tests == 1
    first, second, _ = log.events[-3:]
    assert (first.item, second.item) == ("4.3", None)
    assert isinstance(second.body, ev.CallMade) and second.body.note == "sẽ sửa"


def test_a_room_called_before_anybody_saw_it_is_not_seen_thereby() -> None:
    log = FoldingLog(ManualClock())
    log.record(Fact(ev.CallMade(who="", number="", outcome="busy"), point="T1"))
    known = log.state.point("T1")
    assert isinstance(known.called, Called)
    assert not (known.seen or known.joined or known.since_ms)


def asked(state: ConferenceState, minutes: float = 0, room: str = "T1") -> str:
    at_ns = state.t_ns(ManualClock().now()) + round(minutes * 60e9)
    return two_way_question(state, point(room), at_ns)


def after(result: str, room: str = "T1") -> ConferenceState:
    log = FoldingLog(ManualClock())
    log.record(Fact(ev.PointTested(result=result), point=room))
    return log.state


def test_where_no_test_was_ever_recorded_none_is_asked_for() -> None:
    assert asked(EMPTY) == ""


def test_once_tests_are_kept_a_remote_room_needs_one_of_the_last_hour() -> None:
    assert asked(after("passed", "T2")) == "untested"
    assert asked(after("passed"), TESTED_FOR_MIN) == ""
    assert asked(after("passed"), TESTED_FOR_MIN + 0.1) == "untested"
    assert asked(after("no_picture")) == "test_failed"
    central = two_way_question(after("passed", "T2"), point("TC00", CENTRAL), 0)
    assert central == ""


def test_a_second_test_stands_for_the_first() -> None:
    log = FoldingLog(ManualClock())
    for result in ("no_sound", "passed"):
        log.record(Fact(ev.PointTested(result=result), point="T1"))
    assert asked(log.state) == ""
    again = apply(log.state, log.events[0])
    assert asked(again) == "test_failed"
