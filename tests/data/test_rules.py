"""What may happen, and why not: a plain model of the show against decide + fold."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from kit.clock import ManualClock
from kit.conference import FoldingLog, advances, item, running
from kit.profile import MACHINE

from data import commands as cmd
from data import events as ev
from data.folder.model import ItemKind
from data.rules import REFUSALS, Context, Refusal, decide
from data.state import ItemState, Stage

MS = 1_000_000
consoles = st.sampled_from(["c1", "c2"])


@dataclass
class Aired:
    """One item of the model: when it began, its pauses, when it ended (ms of show time)."""

    began: int
    paused: int = 0
    paused_since: int | None = None
    ended: int | None = None

    def elapsed(self, t: int) -> int:
        end = t if self.ended is None else self.ended
        pause = self.paused + (end - self.paused_since if self.paused_since is not None else 0)
        return end - self.began - pause


@dataclass
class Programme:
    """What undo brings back, whole."""

    on_air: str = ""
    phase: str = "pre"
    aired: dict[str, Aired] = field(default_factory=dict)


class Show(RuleBasedStateMachine):
    """Random commands from two consoles, clock jumps and reboots; the model knows no code of ours."""

    @initialize(count=st.integers(1, 5))
    def begin(self, count: int) -> None:
        self.clock = ManualClock()
        self.log = FoldingLog(self.clock)
        self.cues = [f"i{n}" for n in range(count)]
        self.log.adopt([item(cue) for cue in self.cues])
        self.now = Programme()
        self.undo_history: list[Programme] = []
        self.holder: str | None = "c1" if self.log.state.control else None
        self.last_take: int | None = None
        self.t_last = 0
        self.at_last = self.clock.now()
        self.boots = 1

    @property
    def t(self) -> int:
        """Show time in ms: by the monotonic clock in one boot, else by the wall, never back."""
        now = self.clock.now()
        if now.boot == self.at_last.boot:
            return self.t_last + (now.mono_ns - self.at_last.mono_ns) // MS
        return self.t_last + max(0, now.utc_ms - self.at_last.utc_ms)

    def _send(self, command: cmd.Command, expected: str | None, console: str, **context: bool) -> bool:
        """Send; the refusal must be the expected one. True when the command was done."""
        seq = self.log.state.seq
        refusal = self.log.command(command, console=console, **context)
        assert (refusal.code if refusal else None) == expected
        if refusal is not None:
            assert set(refusal.params) == set(REFUSALS[refusal.code])
            assert self.log.state.seq == seq, "a refused command writes nothing"
            return False
        if self.log.state.seq > seq:
            self.t_last, self.at_last = self.t, self.clock.now()
        return True

    def _barred(self, console: str, alive: bool) -> str | None:
        return "control.elsewhere" if self.holder not in (None, console) and alive else None

    def _done(self, console: str, interactive: bool) -> None:
        if interactive:
            self.holder = console

    @rule(console=consoles, right=st.booleans(), interactive=st.booleans(), alive=st.booleans())
    def advance(self, console: str, right: bool, interactive: bool, alive: bool) -> None:
        t, leaving = self.t, self.now.on_air
        expected = None
        if self.now.phase == "ended":
            expected = "advance.ended"
        elif barred := self._barred(console, alive):
            expected = barred
        elif not right:
            expected = "advance.not_on_air"
        elif self.last_take is not None and t - self.last_take < 1000:
            expected = "advance.too_soon"
        command = cmd.Advance(leaves=leaving if right else "no such cue")
        if not self._send(command, expected, console, interactive=interactive, holder_alive=alive):
            return
        self.undo_history = [*self.undo_history, copy.deepcopy(self.now)][-20:]
        if leaving:
            gone = self.now.aired[leaving]
            if gone.paused_since is not None:
                gone.paused, gone.paused_since = gone.paused + t - gone.paused_since, None
            gone.ended = t
        ahead = [cue for cue in self.cues if cue not in self.now.aired]
        self.now.on_air = ahead[0] if ahead else ""
        self.now.phase = "running" if ahead else "ended"
        if ahead:
            self.now.aired[ahead[0]] = Aired(began=t)
        self.last_take = t
        self._done(console, interactive)

    @rule(console=consoles, interactive=st.booleans(), alive=st.booleans(), looked=st.booleans())
    def hold(self, console: str, interactive: bool, alive: bool, looked: bool) -> None:
        t, on_air = self.t, self.now.on_air
        if self.now.phase == "ended":
            expected: str | None = "advance.ended"
        elif barred := self._barred(console, alive):
            expected = barred
        elif not on_air:
            expected = "hold.nothing_on_air"
        else:
            expected = "hold.already" if self.now.aired[on_air].paused_since is not None else None
        command = cmd.Hold(item=on_air if looked else None)
        if self._send(command, expected, console, interactive=interactive, holder_alive=alive):
            self.now.aired[on_air].paused_since = t
            self._done(console, interactive)

    @rule(console=consoles, interactive=st.booleans(), alive=st.booleans())
    def resume(self, console: str, interactive: bool, alive: bool) -> None:
        t, on_air = self.t, self.now.on_air
        if self.now.phase == "ended":
            expected: str | None = "advance.ended"
        elif barred := self._barred(console, alive):
            expected = barred
        elif not on_air or self.now.aired[on_air].paused_since is None:
            expected = "resume.not_held"
        else:
            expected = None
        if self._send(cmd.Resume(), expected, console, interactive=interactive, holder_alive=alive):
            aired = self.now.aired[on_air]
            assert aired.paused_since is not None
            aired.paused, aired.paused_since = aired.paused + t - aired.paused_since, None
            self._done(console, interactive)

    @rule(console=consoles, right=st.booleans(), interactive=st.booleans(), alive=st.booleans())
    def undo(self, console: str, right: bool, interactive: bool, alive: bool) -> None:
        t = self.t
        if barred := self._barred(console, alive):
            expected: str | None = barred
        elif not self.undo_history:
            expected = "undo.nothing"
        else:
            expected = None if right else "undo.moved"
        taken = advances(self.log.state)
        last = taken[-1].seq if taken else 0
        command = cmd.UndoAdvance(undone_seq=last if right else last + 999)
        if self._send(command, expected, console, interactive=interactive, holder_alive=alive):
            self.now = self.undo_history.pop()
            self.last_take = t
            self._done(console, interactive)

    @rule(console=consoles, text=st.sampled_from(["", "  ", "micro rè"]))
    def note(self, console: str, text: str) -> None:
        command = cmd.AddNote(text=text, item=self.now.on_air)
        self._send(command, None if text.strip() else "note.empty", console)

    @rule(console=consoles, reason=st.sampled_from(["", "máy treo"]), alive=st.booleans())
    def take_control(self, console: str, reason: str, alive: bool) -> None:
        needed = self._barred(console, alive) and not reason
        command = cmd.TakeControl(reason=reason)
        if self._send(command, "control.reason_needed" if needed else None, console, holder_alive=alive):
            self.holder = console

    @rule(console=consoles)
    def release_control(self, console: str) -> None:
        self._send(cmd.ReleaseControl(), None, console)
        self.holder = None if self.holder == console else self.holder

    @rule(seconds=st.sampled_from([0.001, 0.4, 0.999, 1.0, 7.5, 600.0]))
    def time_passes(self, seconds: float) -> None:
        self.clock.advance(seconds)

    @precondition(lambda self: self.clock.boot == self.at_last.boot)
    @rule(seconds=st.sampled_from([-120, -60, 60, 86_400]))
    def wall_steps(self, seconds: int) -> None:
        self.clock.step_wall(seconds)

    @rule(down_s=st.sampled_from([-300, 0, 45, 3600]))
    def reboots(self, down_s: int) -> None:
        self.boots += 1
        self.clock.reboot(f"boot-{self.boots}", down_s=down_s)

    @invariant()
    def the_same_show(self) -> None:
        if not hasattr(self, "log"):
            return
        state, t = self.log.state, self.t
        assert (state.on_air, state.phase) == (self.now.on_air, self.now.phase)
        assert (state.control.console if state.control else None) == self.holder
        for cue in self.cues:
            run, aired = state.run(cue), self.now.aired.get(cue)
            if aired is None:
                assert run.state is ItemState.PENDING
                continue
            assert run.state is (ItemState.ON_AIR if aired.ended is None else ItemState.DONE)
            assert run.elapsed_ns(state.t_ns(self.clock.now())) // MS == aired.elapsed(t)

    @invariant()
    def at_most_one_item_on_air_and_next_is_the_first_pending(self) -> None:
        if not hasattr(self, "log"):
            return
        state = self.log.state
        states = [state.run(cue).state for cue in self.cues]
        assert states.count(ItemState.ON_AIR) == (1 if state.on_air else 0)
        ahead = [cue for cue in self.cues if cue not in self.now.aired]
        assert (state.next_item.cue if state.next_item else None) == (ahead[0] if ahead else None)


TestShow = Show.TestCase
TestShow.settings = MACHINE


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
