"""The forecast: late, early, held, overnight. Minutes in the tables, from 14:00."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kit.clock import ManualClock
from kit.conference import FoldingLog, item, running
from kit.forecasts import MIN, at, fixed, minutes_of, played, seen
from kit.profile import THOROUGH
from msgspec.structs import replace

from data import commands as cmd
from data.agenda.forecast import forecast
from data.folder.model import AgendaItem, ItemKind
from data.state import EMPTY, ItemRun, ItemState


def test_before_the_opening_the_plan_waits_for_now() -> None:
    log = running([item("a"), item("b")])
    log.clock.advance(-20 * 60)
    assert minutes_of(log) == [("a", 0, 10), ("b", 10, 20)]
    assert seen(log).offset_ms == 0
    log.clock.advance(25 * 60)
    assert minutes_of(log) == [("a", 5, 15), ("b", 15, 25)]
    assert seen(log).offset_ms == 5 * MIN


OFFSETS = [
    # opened at, then on air for, held of that, offset now
    (0, 0, 0, 0),
    (0, 9, 0, 0),  # unspent time never makes the show early
    (0, 13, 0, 3),  # overrun
    (4, 2, 0, 4),  # late start
    (4, 12, 0, 6),  # late start and overrun
    (0, 8, 3, 3),  # a pause
    (2, 16, 3, 8),  # all three: 2 late, 3 held, 3 over
    (-5, 2, 0, -5),  # begun early
]


@pytest.mark.parametrize(("opened", "on_air", "held", "offset"), OFFSETS)
def test_offset_is_late_start_plus_pauses_plus_overrun(
    opened: float, on_air: float, held: float, offset: float
) -> None:
    log = running([item("a"), item("b")])
    log.clock.advance(opened * 60)
    log.advance()
    log.command(cmd.Hold())
    log.clock.advance(held * 60)
    log.command(cmd.Resume())
    log.clock.advance((on_air - held) * 60)
    told = seen(log)
    assert told.offset_ms == offset * MIN
    assert told.items[0].elapsed_ms == (on_air - held) * MIN
    assert told.items[0].remaining_ms == (10 - (on_air - held)) * MIN
    assert told.expected_end_ms == at(20 + offset)


def test_while_held_the_offset_grows_and_the_remaining_time_stands() -> None:
    log = running([item("a"), item("b")])
    log.advance()
    log.clock.advance(4 * 60)
    log.command(cmd.Hold())
    log.clock.advance(180)
    told = seen(log)
    assert (told.offset_ms, told.items[0].remaining_ms) == (3 * MIN, 6 * MIN)


def test_an_early_advance_is_early_only_when_it_happened() -> None:
    log = running([item("a"), item("b")])
    log.advance()
    log.clock.advance(6 * 60)
    assert seen(log).offset_ms == 0
    log.advance()
    assert seen(log).offset_ms == -4 * MIN


def test_after_the_end_the_offset_is_the_true_end_against_the_plan() -> None:
    log = running([item("a"), item("b")])
    log.advance()
    for _ in range(2):
        log.clock.advance(13 * 60)
        log.advance()
    log.clock.advance(3600)
    told = seen(log)
    assert (told.offset_ms, told.expected_end_ms) == (6 * MIN, at(26))


@pytest.mark.parametrize("state", [ItemState.SKIPPED, ItemState.DEFERRED])
def test_an_item_that_is_not_played_takes_no_time(state: ItemState) -> None:
    log = running([item("a"), item("b"), item("c")], hard_end_ms=at(40))
    log.state = replace(log.state, runs={"b": ItemRun(state=state)})
    log.advance()
    told = seen(log)
    assert told.items[2].expected_start_ms == at(10)
    assert told.expected_end_ms == at(20)
    assert told.margin_ms == 20 * MIN
    assert told.items[0].latest_start_ms == at(20)
    assert told.debt == (("b",) if state is ItemState.DEFERRED else ())


def test_a_programme_over_midnight_is_one_line_of_time() -> None:
    log = running([item("a", 11 * 60), item("b", 60)])
    log.advance()
    log.clock.advance(11 * 3600)
    log.advance()
    assert minutes_of(log) == [("a", 0, 660), ("b", 660, 720)]
    assert seen(log).offset_ms == 0


def test_zero_length_items_and_an_empty_programme() -> None:
    log = running([item("a", 0), item("b", 0)])
    log.advance()
    assert minutes_of(log) == [("a", 0, 0), ("b", 0, 0)]
    log.clock.advance(60)
    assert seen(log).offset_ms == MIN
    empty = forecast(EMPTY, ManualClock().now())
    assert (empty.items, empty.protected_cue, empty.debt) == ((), "", ())
    assert seen(log).of("b") is not None and seen(log).of("no") is None


def test_a_step_of_the_wall_moves_no_remaining_time() -> None:
    log = running([item("a")])
    log.advance()
    log.clock.advance(120)
    for step in (60, -120, 86_400):
        log.clock.step_wall(step)
        assert seen(log).items[0].remaining_ms == 8 * MIN


@st.composite
def programmes(draw: st.DrawFn) -> list[AgendaItem]:
    found = []
    for n in range(draw(st.integers(0, 7))):
        start = draw(st.none() | st.integers(-30, 120))
        found.append(
            item(
                f"i{n}",
                draw(st.sampled_from([0, 0.5, 5, 10, 45])),
                kind=draw(st.sampled_from([ItemKind.BREAK, ItemKind.PRESENTATION])),
                start_ms=None if start is None else at(start),
                fixed=start is not None and draw(st.booleans()),
                min_duration_s=draw(st.none() | st.integers(0, 600)),
            )
        )
    return found


@st.composite
def shows(draw: st.DrawFn) -> FoldingLog:
    """A programme somewhere in its day."""
    log = running(draw(programmes()), hard_end_ms=draw(st.none() | st.just(at(90))))
    log.clock.advance(draw(st.integers(-600, 900)))
    for _ in range(draw(st.integers(0, 8))):
        act = draw(st.sampled_from(["advance", "advance", "hold", "resume", "undo"]))
        if act == "advance":
            log.advance()
        elif act == "undo":
            log.undo()
        else:
            log.command(cmd.Hold() if act == "hold" else cmd.Resume())
        log.clock.advance(draw(st.integers(1, 1500)))
    return log


@THOROUGH
@given(shows())
def test_whatever_happened_the_forecast_is_of_one_piece(log: FoldingLog) -> None:
    state, now, told = log.state, log.clock.now(), seen(log)
    assert [row.cue for row in told.items] == [each.cue for each in state.items]
    cursor = None
    for row, each in zip(told.items, state.items, strict=True):
        assert row.planned_end_ms - row.planned_start_ms == each.duration_s * 1000
        if row.state is ItemState.DONE:
            assert (row.expected_start_ms, row.expected_end_ms) == (
                state.run(row.cue).started_ms,
                state.run(row.cue).ended_ms,
            )
            continue
        assert row.expected_end_ms >= now.utc_ms
        length = row.expected_end_ms - row.expected_start_ms
        if row.state is ItemState.PENDING:
            assert row.expected_start_ms >= now.utc_ms
            assert length <= each.duration_s * 1000
            assert length == each.duration_s * 1000 or each.kind is ItemKind.BREAK
            if cursor is not None:
                gap = row.expected_start_ms - cursor
                assert gap == 0 or (gap > 0 and each.fixed and row.expected_start_ms == each.start_ms)
            if each.fixed and each.start_ms is not None:
                assert row.expected_start_ms >= each.start_ms
        cursor = row.expected_end_ms
    if cursor is not None:
        assert told.expected_end_ms == max(row.expected_end_ms for row in told.items)


@THOROUGH
@given(shows(), st.integers(0, 300))
def test_waiting_never_makes_the_end_earlier(log: FoldingLog, seconds: int) -> None:
    before = seen(log)
    log.clock.advance(seconds)
    after = seen(log)
    assert after.expected_end_ms >= before.expected_end_ms
    assert after.offset_ms >= before.offset_ms


def test_offset_since_start_forgets_the_late_opening() -> None:
    log = running([item("a"), item("b")])
    log.clock.advance(4 * 60)
    assert (seen(log).offset_ms, seen(log).offset_since_start_ms) == (4 * MIN, 0)
    log.advance()
    log.clock.advance(13 * 60)
    assert (seen(log).offset_ms, seen(log).offset_since_start_ms) == (7 * MIN, 3 * MIN)


def test_three_days_are_one_line_of_time() -> None:
    day = 24 * 60
    log = running([item("a", 60), fixed("b", day, 60), fixed("c", 2 * day, 60)])
    log.advance()
    log.clock.advance(70 * 60)
    told = seen(log)
    assert (told.offset_ms, told.expected_end_ms) == (10 * MIN, at(2 * day + 60)), "a night absorbs it"
    assert minutes_of(log)[1:] == [("b", day, day + 60), ("c", 2 * day, 2 * day + 60)]
    played(log, day - 70)
    assert seen(log).offset_ms == 0
