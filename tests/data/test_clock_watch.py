"""Steps and sleeps are noticed, each once, with their sign."""

from __future__ import annotations

import pytest
from kit.clock import ManualClock

from data.clock_watch import ClockWatch
from data.events import ClockStepped


@pytest.mark.parametrize("seconds", [60, -60, -120, 86_400, 1, -1])
def test_a_step_is_told_once_with_its_sign(seconds: int) -> None:
    clock = ManualClock()
    watch = ClockWatch(clock)
    clock.advance(2)
    clock.step_wall(seconds)
    assert watch.look() == ClockStepped(by_ms=seconds * 1000, cause="step")
    assert watch.look() is None


def test_small_corrections_are_no_step_however_many() -> None:
    clock = ManualClock()
    watch = ClockWatch(clock)
    for _ in range(50):
        clock.step_wall(0.9)
        assert watch.look() is None


def test_a_sleep_is_told_and_is_no_step() -> None:
    clock = ManualClock()
    watch = ClockWatch(clock)
    clock.sleep_machine(1800)
    assert watch.look() == ClockStepped(by_ms=1_800_000, cause="sleep")
    assert watch.look() is None


def test_a_step_during_a_sleep_is_told_after_it() -> None:
    clock = ManualClock()
    watch = ClockWatch(clock)
    clock.sleep_machine(60)
    clock.step_wall(-30)
    assert watch.look() == ClockStepped(by_ms=60_000, cause="sleep")
    assert watch.look() == ClockStepped(by_ms=-30_000, cause="step")
    assert watch.look() is None


def test_another_boot_is_neither() -> None:
    clock = ManualClock()
    watch = ClockWatch(clock)
    clock.reboot("boot-2", down_s=600)
    assert watch.look() is None
    clock.step_wall(5)
    assert watch.look() == ClockStepped(by_ms=5000, cause="step")
