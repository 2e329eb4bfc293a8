"""Random live changes against a plain model of the programme: same state, same refusals, same fold.

`DIEMCAU_SEQUENCES=10000 pytest tests/data/agenda/test_machine.py` runs the long search (eight
minutes on two shared cores); without it as many sequences as the other machines run.
"""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from kit.agenda_model import DEFERRED, DONE, ON_AIR, PENDING, SKIPPED, Model, Row
from kit.agenda_model import Show as Shown
from kit.clock import ManualClock
from kit.conference import FoldingLog, item
from kit.profile import MACHINE

from data import commands as cmd
from data.agenda.forecast import forecast
from data.agenda.programme import ItemChanges
from data.fold import fold
from data.rules import REFUSALS
from data.state import EMPTY

CUES = [f"i{n}" for n in range(5)]
cues = st.sampled_from([*CUES, "n0", "n1", "?"])
places = st.none() | st.sampled_from(["", *CUES, "n0", "?"])
lengths = st.sampled_from([0, 30, 600])
WORDS = {True: "chair", False: ""}


class LiveProgramme(RuleBasedStateMachine):
    """One console that changes everything there is to change; clock jumps and a reboot between."""

    @initialize(
        shape=st.lists(
            st.tuples(st.sampled_from([0, 60, 600]), st.booleans(), st.sampled_from([None, 0, 120])),
            min_size=1,
            max_size=5,
        )
    )
    def begin(self, shape: list[tuple[int, bool, int | None]]) -> None:
        self.clock = ManualClock()
        self.log = FoldingLog(self.clock)
        rows = [Row(f"i{n}", length, protocol, least) for n, (length, protocol, least) in enumerate(shape)]
        self.log.adopt(
            item(
                row.cue,
                row.duration / 60,
                priority="protocol" if row.protocol else "",
                min_duration_s=row.least,
            )
            for row in rows
        )
        for row in rows:
            row.title = f"Mục {row.cue}"
        self.model = Model(Shown(rows))
        self.heard = self.t

    @property
    def t(self) -> int:
        return self.log.state.t_ns(self.clock.now())

    def send(self, command: cmd.Command, expect: Callable[[], str]) -> None:
        """What the model expects is asked only when no answer about an absence is owed."""
        seq = self.log.state.seq
        owed = self.model.show.absent_from is not None and self.model.show.phase != "ended"
        expected = "absence.unanswered" if owed else expect()
        refusal = self.log.command(command)
        assert (refusal.code if refusal else "") == expected, command
        if refusal is not None:
            assert set(refusal.params) == set(REFUSALS[refusal.code])
            assert self.log.state.seq == seq
        else:
            self.heard = self.t

    @rule()
    def advance(self) -> None:
        order = cmd.Advance(leaves=self.log.state.on_air)
        self.send(order, lambda: self.model.advance(self.t))

    @rule(cue=cues, defer=st.booleans(), reason=st.booleans())
    def jump(self, cue: str, defer: bool, reason: bool) -> None:
        order = cmd.Jump(
            leaves=self.log.state.on_air, to=cue, passed="defer" if defer else "keep", reason=WORDS[reason]
        )
        self.send(order, lambda: self.model.jump(cue, defer, reason, self.t))

    @rule()
    def hold(self) -> None:
        self.send(cmd.Hold(cause="technical"), lambda: self.model.hold(self.t))

    @rule()
    def resume(self) -> None:
        self.send(cmd.Resume(), lambda: self.model.resume(self.t))

    @rule(cue=cues, seconds=st.sampled_from([-600, -60, -1, 0, 60, 90_000]), cause=st.booleans())
    def extend(self, cue: str, seconds: int, cause: bool) -> None:
        order = cmd.Extend(item=cue, seconds=seconds, cause=WORDS[cause])
        self.send(order, lambda: self.model.extend(cue, seconds, cause, self.t))

    @rule(cue=cues, reason=st.booleans())
    def skip(self, cue: str, reason: bool) -> None:
        order = cmd.Skip(item=cue, reason=WORDS[reason])
        self.send(order, lambda: self.model.set_aside(cue, SKIPPED, reason))

    @rule(cue=cues, reason=st.booleans())
    def defer(self, cue: str, reason: bool) -> None:
        order = cmd.Defer(item=cue, reason=WORDS[reason])
        self.send(order, lambda: self.model.set_aside(cue, DEFERRED, reason))

    @rule(cue=cues, after=places)
    def move(self, cue: str, after: str | None) -> None:
        self.send(cmd.Move(item=cue, after=after), lambda: self.model.move(cue, after))

    @rule(cue=cues, after=places)
    def bring_back(self, cue: str, after: str | None) -> None:
        self.send(cmd.BringBack(item=cue, after=after), lambda: self.model.move(cue, after, back=True))

    @rule(cue=st.sampled_from(["", "i0", "n0", "n1"]), after=places, length=st.sampled_from([0, 300]))
    def insert(self, cue: str, after: str | None, length: int) -> None:
        order = cmd.Insert(new=item(cue, length / 60), after=after)
        self.send(order, lambda: self.model.insert(cue, length, after, f"Mục {cue}"))

    @rule(one=cues, other=cues)
    def swap(self, one: str, other: str) -> None:
        self.send(cmd.Swap(item=one, other=other), lambda: self.model.swap(one, other))

    @rule(
        cue=cues,
        title=st.sampled_from(["Mục i0", "khác"]),
        length=st.sampled_from([0, 30, 600]),
        reason=st.booleans(),
    )
    def edit(self, cue: str, title: str, length: int, reason: bool) -> None:
        order = cmd.Edit(item=cue, changes=ItemChanges(title=title, duration_s=length), reason=WORDS[reason])
        self.send(order, lambda: self.model.edit(cue, title, length, reason, self.t))

    @rule(cue=cues, parts=st.sampled_from([[60], [0, 60], [300, 300], [200, 100, 300], [10, 20]]))
    def split(self, cue: str, parts: list[int]) -> None:
        made = tuple(cmd.SplitPart(point="T1", duration_s=length) for length in parts)
        self.send(cmd.Split(item=cue, parts=made), lambda: self.model.split(cue, parts, self.t))

    @rule(cue=cues, seconds=st.sampled_from([60, 300]))
    def compress(self, cue: str, seconds: int) -> None:
        order = cmd.Compress(rows=((cue, seconds),), cause="chair")
        self.send(order, lambda: self.model.compress(cue, seconds))

    @rule(right=st.booleans())
    def undo(self, right: bool) -> None:
        last = self.log.state.last_change
        seq = last.seq if last else 0
        if not right and self.model.history:
            self.send(cmd.UndoChange(seq=seq + 999), lambda: "undo.moved")
        else:
            self.send(cmd.UndoChange(seq=seq), lambda: self.model.undo(self.t))

    @rule(hours=st.sampled_from([11, 13]), reboot=st.booleans(), counts=st.sampled_from([None, False, True]))
    def nobody_is_here(self, hours: int, reboot: bool, counts: bool | None) -> None:
        """Then somebody opens the record again."""
        if reboot:
            self.clock.reboot(f"boot-{self.log.state.seq}-{hours}", down_s=hours * 3600)
        else:
            self.clock.advance(hours * 3600)
        self.model.notice(self.t, self.heard)
        seq = self.log.state.seq
        assert self.log.command(cmd.NoticeAbsence(limit_s=12 * 3600)) is None
        if self.log.state.seq != seq:
            self.heard = self.t
        if counts is not None:
            self.answered(counts)

    @rule(counts=st.booleans())
    def answer(self, counts: bool) -> None:
        self.answered(counts)

    def answered(self, counts: bool) -> None:
        expected = self.model.answer(counts, self.t)
        refusal = self.log.command(cmd.AnswerAbsence(counts=counts))
        assert (refusal.code if refusal else "") == expected
        if refusal is None:
            self.heard = self.t

    @rule(seconds=st.sampled_from([0.4, 1.0, 45.0, 700.0]))
    def time_passes(self, seconds: float) -> None:
        self.clock.advance(seconds)

    @rule(seconds=st.sampled_from([-120, 86_400]))
    def wall_steps(self, seconds: int) -> None:
        self.clock.step_wall(seconds)

    @invariant()
    def the_same_programme(self) -> None:
        if not hasattr(self, "log"):
            return
        state, show, t = self.log.state, self.model.show, self.t
        assert getattr(state.absence, "from_ns", None) == show.absent_from
        assert (state.on_air, state.phase) == (show.on_air, show.phase)
        assert [each.cue for each in state.items] == [row.cue for row in show.rows]
        for each, row in zip(state.items, show.rows, strict=True):
            run = state.run(row.cue)
            assert (str(run.state), run.extended_s) == (row.state, row.added), row
            assert (each.title, each.duration_s) == (row.title, row.duration)
            assert (each.min_duration_s, each.is_protocol) == (row.least, row.protocol)
            assert run.elapsed_ns(t) == row.elapsed(t)

    @invariant()
    def what_ran_stands_before_what_comes(self) -> None:
        if not hasattr(self, "log"):
            return
        states = [str(self.log.state.run(each.cue).state) for each in self.log.state.items]
        assert states.count(ON_AIR) == (1 if self.log.state.on_air else 0)
        order = [{DONE: 0, ON_AIR: 1, PENDING: 2}[each] for each in states if each not in (SKIPPED, DEFERRED)]
        assert order == sorted(order)

    @invariant()
    def no_start_is_in_the_past(self) -> None:
        if not hasattr(self, "log"):
            return
        now = self.clock.now()
        for row in forecast(self.log.state, now).items:
            if row.state == PENDING:
                assert row.expected_start_ms >= now.utc_ms

    def teardown(self) -> None:
        if hasattr(self, "log"):
            assert fold(EMPTY, self.log.events) == self.log.state


SEQUENCES = os.environ.get("DIEMCAU_SEQUENCES")
pytestmark = [pytest.mark.timeout(3600)] if SEQUENCES else []
TestLiveProgramme = LiveProgramme.TestCase
TestLiveProgramme.settings = (
    settings(MACHINE, max_examples=int(SEQUENCES), derandomize=True) if SEQUENCES else MACHINE
)
