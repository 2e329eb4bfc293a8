"""What may happen, and why not."""

from __future__ import annotations

import copy

import pytest
from kit.conference import FoldingLog, item, running

from data import commands as cmd
from data import events as ev
from data.folder.model import ItemKind
from data.rules import Context, Refusal, decide
from data.state import ItemState, Stage

MS = 1_000_000


def three() -> FoldingLog:
    return running([item("a"), item("b"), item("c")])


def ended() -> FoldingLog:
    log = running([item("a")])
    log.advance()
    log.clock.advance(60)
    log.advance()
    assert log.state.phase == "ended"
    return log


def code(refusal: Refusal | None) -> str | None:
    return refusal.code if refusal else None


def test_two_advances_with_the_same_expectation_move_once() -> None:
    log = three()
    command = cmd.Advance(leaves="")
    assert log.command(command) is None
    refusal = log.command(command)
    assert refusal == Refusal("advance.not_on_air", {"expected": "", "actual": "a"})


def test_a_second_advance_waits_a_whole_second_and_says_how_long() -> None:
    log = three()
    log.advance()
    log.clock.advance(0.4)
    assert log.advance() == Refusal("advance.too_soon", {"wait_ms": 600})
    log.clock.advance(0.6)
    assert log.advance() is None


def test_the_end_never_wraps() -> None:
    log = ended()
    log.clock.advance(60)
    assert code(log.command(cmd.Advance(leaves=""))) == "advance.ended"
    assert (log.state.on_air, log.state.next_item) == ("", None)
    assert code(log.command(cmd.Hold())) == "advance.ended"
    assert log.command(cmd.AddNote(text="xong")) is None
    assert log.undo() is None
    assert (log.state.on_air, log.state.phase, log.state.ended_ms) == ("a", "running", None)


def test_undo_of_the_opening_is_as_if_it_never_opened() -> None:
    log = three()
    log.advance()
    log.clock.advance(5)
    assert log.undo() is None
    state = log.state
    assert (state.phase, state.opened_ms, state.on_air, state.stage) == ("pre", None, "", Stage.CONNECTING)
    assert state.run("a").state is ItemState.PENDING


def test_undo_restores_a_pause_that_the_advance_cut_off() -> None:
    log = three()
    log.advance()
    log.clock.advance(10)
    log.command(cmd.Hold())
    log.clock.advance(20)
    log.advance()
    log.clock.advance(20)
    log.undo()
    run = log.state.run("a")
    t = log.state.t_ns(log.clock.now())
    assert log.state.held
    assert (run.elapsed_ns(t) // MS, run.held_until(t) // MS) == (10_000, 40_000)


def test_the_item_that_leaves_says_its_three_numbers() -> None:
    log = three()
    log.advance()
    log.clock.advance(100)
    log.command(cmd.Hold(cause="mất điện"))
    log.clock.advance(180)
    log.command(cmd.Resume())
    log.clock.advance(20)
    log.advance()
    left = next(event.body for event in log.events if isinstance(event.body, ev.ItemEnded))
    assert left == ev.ItemEnded(elapsed_ms=120_000, held_ms=180_000, planned_s=600)


def test_what_was_painted_must_still_be_next() -> None:
    log = three()
    refusal = log.command(cmd.Advance(leaves="", enters="b"))
    assert refusal == Refusal("advance.next_moved", {"expected": "b", "actual": "a"})
    assert code(log.command(cmd.Advance(leaves="", enters="a", plan_version=7))) == "advance.next_moved"
    assert log.command(cmd.Advance(leaves="", enters="a", plan_version=1)) is None


def test_the_end_must_have_been_painted_as_the_end() -> None:
    log = running([item("a")])
    log.advance()
    log.clock.advance(60)
    assert code(log.command(cmd.Advance(leaves="a", enters="b"))) == "advance.next_moved"
    assert log.command(cmd.Advance(leaves="a", enters="")) is None


def test_a_gate_that_was_not_green_is_recorded_with_its_reason() -> None:
    log = running([item("a", point="T1")])
    log.command(cmd.Advance(leaves="", verdict="stop", why="down", reason="chủ tọa yêu cầu"))
    last = log.events[-1]
    assert (last.item, last.point) == ("a", "T1")
    assert last.body == ev.GateOverridden(verdict="stop", why="down", reason="chủ tọa yêu cầu")


def test_a_break_is_a_stage_of_its_own() -> None:
    log = running([item("a"), item("b", kind=ItemKind.BREAK), item("c")])
    stages = []
    for _ in range(3):
        log.advance()
        log.clock.advance(60)
        stages.append(log.state.stage)
    assert stages == [Stage.RUNNING, Stage.BREAK, Stage.RUNNING]
    log.undo()
    assert log.state.stage is Stage.BREAK


def test_no_programme_no_advance() -> None:
    assert code(FoldingLog().command(cmd.Advance(leaves=""))) == "advance.no_plan"


def test_a_key_that_was_painted_for_another_item_holds_nothing() -> None:
    log = three()
    log.advance()
    assert log.command(cmd.Hold(item="b")) == Refusal("hold.moved", {"expected": "b", "actual": "a"})
    log.command(cmd.Hold(item="a"))
    assert code(log.command(cmd.Resume(item="b"))) == "hold.moved"
    assert log.command(cmd.Resume(item="a")) is None


def test_only_the_holder_acts_until_control_is_taken_with_a_reason() -> None:
    log = three()
    log.command(cmd.Advance(leaves=""), console="c1")
    log.clock.advance(5)
    held = {"console": "c1", "actor": "op-c1"}
    assert log.command(cmd.Advance(leaves="a"), console="c2") == Refusal("control.elsewhere", held)
    assert log.command(cmd.TakeControl(), console="c2") == Refusal("control.reason_needed", held)
    assert log.command(cmd.TakeControl(reason="máy kia hỏng"), console="c2") is None
    assert log.events[-1].body == ev.ControlTaken(previous="c1", reason="máy kia hỏng")
    assert log.command(cmd.Advance(leaves="a"), console="c2") is None
    log.clock.advance(5)
    assert code(log.command(cmd.Advance(leaves="b"), console="c1")) == "control.elsewhere"


def test_a_dead_holder_is_replaced_by_acting() -> None:
    log = three()
    log.advance()
    log.clock.advance(5)
    assert log.command(cmd.Advance(leaves="a"), console="c2", holder_alive=False) is None
    assert log.state.control is not None and log.state.control.console == "c2"


def test_a_script_acts_without_keeping_the_token() -> None:
    log = running([item("a"), item("b")])
    log.command(cmd.ReleaseControl())
    log.command(cmd.Advance(leaves=""), console="script", interactive=False)
    assert (log.state.on_air, log.state.control) == ("a", None)


def test_the_plan_is_adopted_once_and_never_after_the_opening() -> None:
    log = three()
    seq = log.state.seq
    log.adopt([item("a"), item("b"), item("c")])
    assert log.state.seq == seq, "the same plan again is no news"
    log.adopt([item("x")])
    assert (log.state.plan_version, [each.cue for each in log.state.items]) == (2, ["x"])
    log.advance()
    plan = cmd.AdoptPlan(items=(), start_ms=0, hard_end_ms=None, roster_digest="d", roster_levels={})
    assert code(log.command(plan)) == "plan.after_opening"


COMMANDS = [
    cmd.Advance(leaves=""),
    cmd.Hold(),
    cmd.Resume(),
    cmd.UndoAdvance(undone_seq=1),
    cmd.AddNote(text="x"),
    cmd.TakeControl(reason="x"),
    cmd.ReleaseControl(),
    cmd.AdoptPlan(items=(), start_ms=0, hard_end_ms=None, roster_digest="", roster_levels={}),
]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: type(command).__name__)
def test_nothing_follows_the_seal_or_a_row_we_cannot_read(command: cmd.Command) -> None:
    sealed, newer = three(), three()
    sealed.record(ev.RecordSealed())
    assert code(sealed.command(command)) == "record.sealed"
    event = newer.events[-1]
    too_new = ev.Event(
        newer.state.seq + 1, event.at, "op", "c1", "ItemStarted", 99, "a", None, ev.Unknown(raw="{}"), "{}"
    )
    from data.fold import apply

    newer.state = apply(newer.state, too_new)
    assert code(newer.command(command)) == "record.too_new"


def test_decide_changes_nothing_by_itself() -> None:
    log = three()
    before = copy.deepcopy(log.state)
    context = Context(console="c1", actor="op1", interactive=True)
    first = decide(log.state, cmd.Advance(leaves=""), context, log.clock.now())
    assert decide(log.state, cmd.Advance(leaves=""), context, log.clock.now()) == first
    assert log.state == before
