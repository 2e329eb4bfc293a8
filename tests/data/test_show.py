"""A plain model of the show against decide + fold."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from kit.clock import ManualClock
from kit.conference import FoldingLog, advances, item
from kit.profile import MACHINE

from data import commands as cmd
from data.rules import REFUSALS
from data.state import ItemState

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
