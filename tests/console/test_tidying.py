"""Whole collections of garbage wait for idle hands, but not for ever."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from console.tidying import IDLE_S, LONGEST_S, Tidying


class Clock:
    now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


class Knot:
    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def clock() -> Iterator[Clock]:
    before = gc.get_threshold(), gc.isenabled()
    yield Clock()
    gc.set_threshold(*before[0])
    (gc.enable if before[1] else gc.disable)()


def test_nothing_is_collected_while_keys_are_pressed(clock: Clock) -> None:
    tidying = Tidying(clock)
    for _ in range(int(LONGEST_S / IDLE_S) - 1):
        clock.now_s += IDLE_S / 2
        tidying.pressed()
        clock.now_s += IDLE_S / 2
        assert not tidying.look()
    clock.now_s += IDLE_S
    tidying.pressed()
    assert tidying.look(), "who never pauses does not fill the memory"
    tidying.pressed()
    assert not tidying.look()


def test_idle_hands_let_garbage_be_collected(clock: Clock) -> None:
    tidying = Tidying(clock)
    tidying.begin()
    assert gc.isenabled()
    Knot()
    clock.now_s += IDLE_S
    assert any(isinstance(found, Knot) for found in gc.get_objects())
    assert tidying.look()
    assert not any(isinstance(found, Knot) for found in gc.get_objects())


def test_after_the_start_the_interpreter_itself_looks_only_at_what_is_young(clock: Clock) -> None:
    Tidying(clock).begin()
    before = gc.get_stats()[2]["collections"]
    knots = [[Knot() for _ in range(1000)] for _ in range(100)]
    assert knots and gc.get_stats()[2]["collections"] == before


def test_a_process_that_goes_on_without_a_console_collects_as_before(clock: Clock) -> None:
    before = gc.get_threshold()
    tidying = Tidying(clock)
    tidying.begin()
    tidying.end()
    assert gc.get_threshold() == before and gc.get_freeze_count() == 0
