"""Conference time through jumps of the wall clock and restarts of the machine."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kit.clock import ManualClock
from kit.profile import THOROUGH

from data.clock import Moment
from data.timeline import Timeline
from data.units import NS_PER_S

MS = 1_000_000


@pytest.mark.parametrize("step_s", [60, -60, -120, 86_400, -86_400])
def test_a_step_of_the_wall_moves_nothing_within_a_boot(step_s: int) -> None:
    clock = ManualClock()
    line = Timeline().extended(clock.now())
    clock.advance(10)
    clock.step_wall(step_s)
    assert line.place(clock.now()) == 10 * NS_PER_S
    line = line.extended(clock.now())
    clock.advance(5)
    assert line.place(clock.now()) == 15 * NS_PER_S
    assert not line.bridged(0, clock.now())


def test_a_restart_is_bridged_by_the_wall_and_marked() -> None:
    clock = ManualClock()
    line = Timeline().extended(clock.now())
    clock.advance(10)
    line = line.extended(clock.now())
    clock.reboot("boot-2", down_s=90)
    assert line.place(clock.now()) // MS == 100_000
    assert line.bridged(0, clock.now())
    line = line.extended(clock.now())
    clock.step_wall(3600)
    clock.advance(1)
    assert line.place(clock.now()) // MS == 101_000
    assert line.bridged(0, clock.now())
    assert line.bridged(line.gaps[0].from_ns, clock.now())
    assert not line.bridged(line.gaps[0].to_ns, clock.now()), "what began after the restart was measured"


def test_a_wall_that_went_back_over_a_restart_costs_no_time_but_is_still_marked() -> None:
    clock = ManualClock()
    line = Timeline().extended(clock.now())
    began = line.place(clock.now())
    clock.reboot("boot-2", down_s=-500)
    assert line.place(clock.now()) // MS == 0
    line = line.extended(clock.now())
    clock.advance(2)
    assert line.place(clock.now()) // MS == 2000
    assert line.bridged(began, clock.now())


def test_a_moment_before_the_last_event_is_placed_at_it() -> None:
    clock = ManualClock()
    early = clock.now()
    clock.advance(10)
    line = Timeline().extended(early).extended(clock.now())
    assert line.place(early) == 10 * NS_PER_S
    assert line.extended(early) == line, "events of two processes may be written out of order"


def test_the_gap_is_counted_from_the_wall_as_the_last_event_saw_it() -> None:
    clock = ManualClock()
    line = Timeline().extended(clock.now())
    clock.step_wall(86_400)
    line = line.extended(clock.now())
    clock.reboot("boot-2", down_s=45)
    assert line.place(clock.now()) == 45 * NS_PER_S


moments = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", "c"]),
        st.integers(0, 10**13),
        st.integers(0, 4 * 10**12),
    ).map(lambda each: Moment(each[2], each[1], each[0])),
    min_size=1,
    max_size=30,
)


@THOROUGH
@given(moments)
def test_time_never_goes_back_whatever_the_clocks_say(at: list[Moment]) -> None:
    line, last = Timeline(), 0
    for moment in at:
        here = line.place(moment)
        line = line.extended(moment)
        assert here >= last
        assert line.place(moment) == here, "an event stands where its moment stood"
        last = here


@THOROUGH
@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(-(10**8), 10**8)), max_size=30))
def test_within_a_boot_only_the_monotonic_count_matters(moves: list[tuple[int, int]]) -> None:
    clock = ManualClock()
    line, told = Timeline().extended(clock.now()), 0
    for passed_ms, step_ms in moves:
        clock.advance(passed_ms / 1000)
        clock.step_wall(step_ms / 1000)
        told += passed_ms
        line = line.extended(clock.now())
        assert line.place(clock.now()) == told * MS
    assert line.gaps == ()
