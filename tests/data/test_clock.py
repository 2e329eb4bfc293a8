"""The machine's clocks, and a demo's faster ones."""

from __future__ import annotations

import time

import pytest

from data.clock import ScaledClock, SystemClock, boot_id, make_clock


def test_a_moment_is_of_this_boot_and_of_this_wall() -> None:
    clock = SystemClock()
    before = time.time_ns() // 1_000_000
    now = clock.now()
    assert before <= now.utc_ms <= time.time_ns() // 1_000_000
    assert now.boot == SystemClock().now().boot != ""
    assert clock.asleep_ns() > -1_000_000_000


def test_time_does_not_go_back() -> None:
    clock = SystemClock()
    told = [clock.real_ns() for _ in range(100)]
    assert told == sorted(told)


def test_without_a_boot_id_the_process_is_the_boot(monkeypatch: pytest.MonkeyPatch) -> None:
    import pathlib

    def refuse(*_: object, **__: object) -> str:
        raise OSError

    monkeypatch.setattr(pathlib.Path, "read_text", refuse)
    first, second = boot_id(), boot_id()
    assert first.startswith("proc-") and first != second


def test_two_processes_of_one_demo_read_the_same_time() -> None:
    anchor = time.time_ns() // 1_000_000 - 1000
    one, two = ScaledClock(60, anchor), ScaledClock(60, anchor)
    a, b = one.now(), two.now()
    assert a.boot == b.boot and a.boot.endswith("@60x")
    assert 0 <= b.mono_ns - a.mono_ns < 60 * 5_000_000_000
    assert a.utc_ms - anchor >= 60 * 1000 - 60


def test_the_machine_itself_is_never_scaled() -> None:
    clock, real = ScaledClock(60, 0), SystemClock()
    before, told, after = real.real_ns(), clock.real_ns(), real.real_ns()
    assert before <= told <= after


def test_speeds_are_different_boots() -> None:
    assert make_clock(2.0).now().boot != make_clock(3.0).now().boot
    assert isinstance(make_clock(), SystemClock)
