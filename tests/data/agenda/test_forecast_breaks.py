"""The forecast where lateness is absorbed: fixed starts, breaks, cutaways. Minutes, from 14:00."""

from __future__ import annotations

import pytest
from kit.conference import item, running
from kit.forecasts import MIN, at, fixed, minutes_of, pause, played, seen
from msgspec.structs import replace

from data.folder.model import ItemKind
from data.state import ItemRun, ItemState


def test_a_fixed_start_waits_and_its_slack_absorbs_lateness() -> None:
    log = running([item("a"), fixed("b", 30), item("c")])
    log.clock.advance(15 * 60)
    log.advance()
    assert minutes_of(log) == [("a", 15, 25), ("b", 30, 40), ("c", 40, 50)]
    assert seen(log).offset_ms == 15 * MIN
    log.clock.advance(20 * 60)
    assert minutes_of(log)[1] == ("b", 35, 45), "what slack cannot absorb moves it"


BREAKS = [
    # late by, break's (start, end), fixed start after it
    (0, (10, 25), 25),
    (6, (16, 25), 25),
    (10, (20, 25), 25),
    (12, (22, 27), 27),
]


@pytest.mark.parametrize(("late", "rest", "then"), BREAKS)
def test_a_break_before_a_fixed_start_gives_up_its_time_down_to_its_shortest(
    late: float, rest: tuple[float, float], then: float
) -> None:
    log = running([item("a"), pause("p", 15, 5), fixed("b", 25)])
    log.clock.advance(late * 60)
    log.advance()
    assert minutes_of(log)[1:] == [("p", *rest), ("b", then, then + 10)]


def test_a_break_on_air_gives_up_its_time_too() -> None:
    log = running([pause("p", 15, 5), fixed("b", 15)])
    log.clock.advance(6 * 60)
    log.advance()
    assert minutes_of(log) == [("p", 6, 15), ("b", 15, 25)]
    assert seen(log).offset_ms == 0
    assert seen(log).items[0].remaining_ms == 15 * MIN, "its own count is its full length"


def test_a_break_on_air_keeps_its_shortest_time() -> None:
    log = running([pause("p", 15, 5), fixed("b", 15)])
    log.clock.advance(12 * 60)
    log.advance()
    log.clock.advance(60)
    assert minutes_of(log) == [("p", 12, 17), ("b", 17, 27)]


def test_a_break_before_a_start_that_may_move_gives_nothing() -> None:
    log = running([pause("p", 15, 5), item("b", start_ms=at(15))])
    log.clock.advance(6 * 60)
    log.advance()
    assert minutes_of(log) == [("p", 6, 21), ("b", 21, 31)]


def test_a_break_looks_past_an_item_that_will_not_be_played() -> None:
    log = running([item("a"), pause("p", 15, 5), item("s"), fixed("b", 25)])
    log.state = replace(log.state, runs={"s": ItemRun(state=ItemState.SKIPPED)})
    log.clock.advance(6 * 60)
    log.advance()
    assert minutes_of(log)[1] == ("p", 16, 25)


def test_slack_is_the_wait_before_the_next_fixed_start() -> None:
    log = running([item("a"), item("b"), fixed("f", 30), fixed("g", 60)])
    log.advance()
    assert seen(log).slack_ms == 10 * MIN
    log.clock.advance(14 * 60)
    assert [row.slack_ms for row in seen(log).items] == [0, 0, 6 * MIN, 20 * MIN]
    assert seen(running([item("a")])).slack_ms is None


def test_a_break_with_a_fixed_end_lasts_until_then_early_or_late() -> None:
    rest = pause("p", 15, 5)
    log = running([item("a"), replace(rest, return_by_ms=at(30)), item("b")])
    log.advance()
    assert minutes_of(log)[1:] == [("p", 10, 30), ("b", 30, 40)]
    played(log, 22)
    assert minutes_of(log)[1:] == [("p", 22, 30), ("b", 30, 40)]
    log.clock.advance(9 * 60)
    assert minutes_of(log)[1:] == [("p", 22, 31), ("b", 31, 41)]


CUTAWAYS = [
    # length, back by, on air for; expected end
    (5, 30, 2, 5),  # its own length is over first
    (5, 30, 12, 12),  # past its length it may end at any moment
    (20, 15, 2, 15),  # it has to be back before its length is over
    (20, 15, 18, 18),  # too late already
    (0, 15, 2, 15),  # nobody knows how long: until it has to be back
    (0, 15, 18, 18),
]


@pytest.mark.parametrize(("length", "back", "on_air", "end"), CUTAWAYS)
def test_a_cutaway_on_air(length: float, back: float, on_air: float, end: float) -> None:
    log = running([item("t", length, kind=ItemKind.LIVE_FEED, return_by_ms=at(back)), item("b")])
    log.advance()
    log.clock.advance(on_air * 60)
    assert minutes_of(log) == [("t", 0, end), ("b", end, end + 10)]


@pytest.mark.parametrize(("late", "end"), [(0, (10, 20)), (6, (16, 25)), (14, (24, 25)), (20, (30, 30))])
def test_a_cutaway_to_come_gives_up_its_time_to_be_back(late: float, end: tuple[float, float]) -> None:
    log = running([item("a"), item("t", 10, kind=ItemKind.LIVE_FEED, return_by_ms=at(25))])
    log.clock.advance(late * 60)
    log.advance()
    assert minutes_of(log)[1] == ("t", *end)


def test_an_open_ended_item_is_planned_until_its_return_and_makes_nobody_late() -> None:
    trial = item("t", 0, kind=ItemKind.LIVE_FEED, return_by_ms=at(40))
    log = running([item("a"), trial, item("b")])
    log.advance()
    assert [row.planned_start_ms for row in seen(log).items] == [at(0), at(10), at(40)]
    played(log, 10)
    assert seen(log).offset_ms == 0, "it lasts until the hall must be back, as planned"
    log.clock.advance(33 * 60)
    assert seen(log).offset_ms == 3 * MIN
    log.advance()
    assert (seen(log).offset_ms, minutes_of(log)[2]) == (3 * MIN, ("b", 43, 53))
