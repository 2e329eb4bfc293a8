"""The speakers' queue: who may ask, in what order they are called, how long they had the floor."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kit.conference import FoldingLog, item, running
from kit.profile import THOROUGH

from data import commands as cmd
from data import events as ev
from data.events import Fact
from data.fold import fold
from data.folder.model import Speaking
from data.record import checkpoint
from data.rules import Refusal
from data.state import EMPTY

MIN_NS = 60 * 10**9


def discussion() -> FoldingLog:
    log = running([item("a", 60), item("b", 60)])
    log.advance()
    log.clock.advance(60)
    return log


def code(refusal: Refusal | None) -> str:
    return refusal.code if refusal else ""


def ask(log: FoldingLog, *names: str) -> None:
    for name in names:
        assert log.command(cmd.QueueSpeaker(name=name)) is None


def waiting(log: FoldingLog) -> str:
    return " ".join(each.who for each in log.state.speakers.waiting)


def spoken_min(log: FoldingLog) -> list[float]:
    now = log.state.t_ns(log.clock.now())
    return [turn.spoken_ns(log.state.run(turn.item), now) / MIN_NS for turn in log.state.speakers.turns]


def test_they_are_called_in_the_order_in_which_they_asked() -> None:
    log = discussion()
    ask(log, "Bình", "An")
    assert log.command(cmd.QueueSpeaker(point="T31", by="phone")) is None
    assert waiting(log) == "Bình An T31"
    assert [each.id for each in log.state.speakers.waiting] == ["q1", "q2", "q3"]
    assert log.command(cmd.CallSpeaker(id="q1", seconds=420)) is None
    floor = log.state.speakers.floor("a")
    assert floor is not None and (floor.asking.who, floor.seconds, waiting(log)) == ("Bình", 420, "An T31")
    assert log.events[-1].item == "a"


def test_a_turn_counts_neither_pauses_nor_what_came_before_and_after() -> None:
    log = discussion()
    ask(log, "An", "Bình")
    log.command(cmd.CallSpeaker(id="q1", seconds=420))
    log.clock.advance(120)
    log.command(cmd.Hold())
    log.clock.advance(600)
    log.command(cmd.Resume())
    log.clock.advance(60)
    log.command(cmd.CallSpeaker(id="q2", seconds=420))
    log.clock.advance(240)
    assert spoken_min(log) == [3, 4], "the next one called ends the turn before"
    assert log.command(cmd.FinishSpeaker(id="q2")) is None
    log.clock.advance(600)
    assert spoken_min(log) == [3, 4]
    assert log.state.speakers.floor("a") is None


def test_the_end_of_the_item_ends_the_turn_and_its_undo_gives_the_floor_back() -> None:
    log = discussion()
    ask(log, "An")
    log.command(cmd.CallSpeaker(id="q1", seconds=420))
    log.clock.advance(60)
    log.advance()
    log.clock.advance(20)
    assert (spoken_min(log), log.state.speakers.floor("b")) == ([1], None)
    assert log.undo() is None
    assert log.state.speakers.floor("a") is not None
    assert spoken_min(log) == [80 / 60]


def test_a_start_taken_back_leaves_no_spoken_time_in_the_next_start() -> None:
    log = running([item("a", 60)])
    log.advance()
    log.clock.advance(60)
    ask(log, "An")
    log.command(cmd.CallSpeaker(id="q1", seconds=60))
    log.clock.advance(60)
    assert log.undo() is None
    log.advance()
    log.clock.advance(600)
    assert spoken_min(log) == [0]


def test_who_has_spoken_in_this_discussion_asks_for_a_second_turn() -> None:
    log = discussion()
    ask(log, "Nguyễn An")
    log.command(cmd.CallSpeaker(id="q1", seconds=420))
    ask(log, "NGUYỄN  AN".replace("  ", " "))
    assert log.state.speakers.waiting[0].turn == 2
    log.advance()
    log.clock.advance(2)
    log.command(cmd.WithdrawSpeaker(id="q2"))
    ask(log, "Nguyễn An")
    assert log.state.speakers.waiting[0].turn == 1, "another discussion begins anew"
    assert [Speaking().seconds(turn) for turn in (1, 2)] == [420, 180]


def test_moving_needs_a_reason_and_says_where() -> None:
    log = discussion()
    ask(log, "a", "b", "c")
    assert code(log.command(cmd.MoveSpeaker(id="q3"))) == "speakers.reason_needed"
    assert log.command(cmd.MoveSpeaker(id="q3", reason="chủ tọa")) is None
    assert waiting(log) == "c a b"
    assert log.command(cmd.MoveSpeaker(id="q3", after="q2", reason="đổi")) is None
    assert waiting(log) == "a b c"
    assert log.events[-1].body == ev.SpeakerReordered(id="q3", after="q2", reason="đổi")


REFUSED: list[tuple[cmd.Command, str]] = [
    (cmd.QueueSpeaker(), "speakers.nobody"),
    (cmd.QueueSpeaker(name=" \t "), "speakers.nobody"),
    (cmd.QueueSpeaker(name="x", by="letter"), "speakers.way"),
    (cmd.QueueSpeaker(name="x", turn=3), "speakers.turn"),
    (cmd.QueueSpeaker(name="AN"), "speakers.waiting"),
    (cmd.MoveSpeaker(id="q9", reason="r"), "speakers.unknown"),
    (cmd.MoveSpeaker(id="q1", after="q9", reason="r"), "speakers.unknown"),
    (cmd.MoveSpeaker(id="q1", reason="r"), "speakers.same_place"),
    (cmd.MoveSpeaker(id="q1", after="q1", reason="r"), "speakers.same_place"),
    (cmd.CallSpeaker(id="q9", seconds=60), "speakers.unknown"),
    (cmd.CallSpeaker(id="q1", seconds=0), "speakers.no_length"),
    (cmd.CallSpeaker(id="q1", seconds=60, item="b"), "speakers.moved"),
    (cmd.FinishSpeaker(id="q1"), "speakers.no_floor"),
    (cmd.WithdrawSpeaker(id="q9"), "speakers.unknown"),
]


@pytest.mark.parametrize(("command", "why"), REFUSED, ids=[f"{n}-{row[1]}" for n, row in enumerate(REFUSED)])
def test_what_is_refused_leaves_the_queue(command: cmd.Command, why: str) -> None:
    log = discussion()
    ask(log, "An", "Bình")
    before = log.state
    assert code(log.command(command)) == why
    assert log.state is before


def test_control_is_needed_and_a_sealed_record_says_so() -> None:
    log = discussion()
    ask(log, "An")
    assert code(log.command(cmd.CallSpeaker(id="q1", seconds=60), console="c2")) == "control.elsewhere"
    assert code(log.command(cmd.QueueSpeaker(name="x"), console="c2")) == "control.elsewhere"
    log.record(ev.RecordSealed())
    for command in (cmd.QueueSpeaker(name="x"), cmd.WithdrawSpeaker(id="q1")):
        assert code(log.command(command)) == "record.sealed"


def test_nobody_is_called_while_nothing_is_on_air_but_may_ask_before() -> None:
    log = running([item("a")])
    ask(log, "An")
    assert log.events[-1].item is None
    assert code(log.command(cmd.CallSpeaker(id="q1", seconds=60))) == "hold.nothing_on_air"


def test_hostile_names_are_cleaned_before_they_are_written() -> None:
    log = discussion()
    ask(log, "\x1b[2J\u202eAn\n" + "x" * 999)
    name = log.state.speakers.waiting[0].name
    assert name.isprintable() and len(name) <= 120


def test_rows_of_a_stranger_do_not_break_the_fold() -> None:
    log = discussion()
    log.record(
        Fact(ev.SpeakerCalled(id="q7", seconds=5), item="zz"),
        Fact(ev.SpeakerFinished(id="q7")),
        Fact(ev.SpeakerReordered(id="q7", after="q8", reason="")),
        Fact(ev.SpeakerWithdrawn(id="q7")),
    )
    assert log.state.speakers.turns == ()


def test_the_modules_of_the_queue_are_part_of_a_checkpoints_shape() -> None:
    assert {"speaking/events", "speaking/fold", "speaking/state", "agenda/run_state"} <= set(
        checkpoint.SHAPES
    )


ACTS = st.lists(
    st.tuples(st.sampled_from("qqcccfmwhrau"), st.integers(1, 12), st.integers(0, 400)), max_size=40
)


@given(ACTS)
@THOROUGH
def test_whatever_is_done_turns_never_overlap_and_the_fold_is_the_state(
    acts: list[tuple[str, int, int]],
) -> None:
    log = running([item("a", 60), item("b", 60), item("c", 60)])
    log.advance()
    for act, n, wait_s in acts:
        log.clock.advance(wait_s)
        commands: dict[str, cmd.Command] = {
            "q": cmd.QueueSpeaker(name=f"n{n}"),
            "c": cmd.CallSpeaker(id=f"q{n}", seconds=60),
            "f": cmd.FinishSpeaker(id=f"q{n}"),
            "m": cmd.MoveSpeaker(id=f"q{n}", after="", reason="r"),
            "w": cmd.WithdrawSpeaker(id=f"q{n}"),
            "h": cmd.Hold(),
            "r": cmd.Resume(),
            "a": cmd.Advance(leaves=log.state.on_air),
            "u": cmd.UndoChange(seq=log.state.changes[-1].seq if log.state.changes else 0),
        }
        log.command(commands[act])
    state, now = log.state, log.state.t_ns(log.clock.now())
    assert fold(EMPTY, log.events) == state
    asked = [each.id for each in state.speakers.waiting] + [turn.asking.id for turn in state.speakers.turns]
    assert len(asked) == len(set(asked)) <= state.speakers.asked
    for cue in "abc":
        run = state.run(cue)
        turns = [t for t in state.speakers.turns if t.item == cue and t.run_ns == run.started_ns]
        assert all(one.to_ns is not None and one.to_ns <= two.from_ns for one, two in pairwise(turns))
        assert sum(turn.spoken_ns(run, now) for turn in turns) <= run.elapsed_ns(now)
