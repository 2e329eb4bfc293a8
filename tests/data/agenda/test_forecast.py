"""The forecast: late, early, held, fixed, overnight. Minutes in the tables, from 14:00."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kit.clock import ManualClock
from kit.conference import START_MS, FoldingLog, item, running
from kit.profile import THOROUGH
from msgspec.structs import replace

from data import commands as cmd
from data.agenda.forecast import Forecast, forecast
from data.agenda.programme import ItemChanges
from data.folder.model import AgendaItem, ItemKind
from data.state import EMPTY, ItemRun, ItemState

MIN = 60_000


def at(minutes: float) -> int:
    return START_MS + round(minutes * MIN)


def seen(log: FoldingLog) -> Forecast:
    return forecast(log.state, log.clock.now())


def minutes_of(log: FoldingLog) -> list[tuple[str, float, float]]:
    """(cue, expected start, expected end) in minutes after 14:00."""
    return [
        (row.cue, (row.expected_start_ms - START_MS) / MIN, (row.expected_end_ms - START_MS) / MIN)
        for row in seen(log).items
    ]


def fixed(cue: str, start: float, minutes: float = 10) -> AgendaItem:
    return item(cue, minutes, start_ms=at(start), fixed=True)


def pause(cue: str, minutes: float, shortest: float | None = None) -> AgendaItem:
    shortest_s = None if shortest is None else round(shortest * 60)
    return item(cue, minutes, kind=ItemKind.BREAK, min_duration_s=shortest_s)


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


def test_latest_starts_count_back_from_the_hard_end() -> None:
    log = running(
        [item("a"), item("b", 5), item("c", 20, priority="protocol"), item("d", 3, priority="protocol")],
        hard_end_ms=at(45),
    )
    told = seen(log)
    assert [row.latest_start_ms for row in told.items] == [at(7), at(17), at(22), at(42)]
    assert (told.protected_cue, told.protected_latest_ms) == ("c", at(22))
    assert told.margin_ms == 7 * MIN


def test_without_a_hard_end_there_is_no_latest_start() -> None:
    told = seen(running([item("a", priority="protocol")]))
    assert (told.items[0].latest_start_ms, told.margin_ms, told.protected_latest_ms) == (None, None, None)
    assert told.protected_cue == "a"


def test_the_protected_block_is_over_once_it_began() -> None:
    log = running([item("a", priority="protocol")], hard_end_ms=at(30))
    log.advance()
    assert (seen(log).protected_cue, seen(log).protected_latest_ms) == ("", None)


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


def played(log: FoldingLog, minutes: float) -> None:
    log.clock.advance(minutes * 60)
    assert log.advance() is None


def test_another_order_is_neither_early_nor_late() -> None:
    log = running([item("a"), item("b"), item("c", 20), item("d")])
    log.advance()
    log.command(cmd.Move(item="c"))
    for cue, minutes, planned in (("c", 10, 20), ("b", 20, 10), ("d", 10, 40)):
        played(log, minutes)
        told = seen(log)
        assert (log.state.on_air, told.offset_ms) == (cue, 0)
        row = told.of(cue)
        assert row is not None and row.planned_start_ms == at(planned), "the plan is as it was at the opening"


def test_an_inserted_item_is_all_lateness_and_in_no_plan() -> None:
    log = running([item("a"), item("b")])
    log.advance()
    log.command(cmd.Insert(new=item("n", 5)))
    told = seen(log)
    row = told.of("n")
    assert row is not None and row.unplanned and not told.items[0].unplanned
    assert (told.offset_ms, told.expected_end_ms, told.planned_end_ms) == (0, at(25), at(20))
    played(log, 10)
    assert seen(log).offset_ms == 5 * MIN
    played(log, 5)
    assert seen(log).offset_ms == 5 * MIN


def test_an_item_put_off_and_brought_back_is_neither_early_nor_late_in_the_end() -> None:
    log = running([item("a"), item("b"), item("c")])
    log.advance()
    log.command(cmd.Defer(item="b"))
    played(log, 10)
    assert seen(log).offset_ms == -10 * MIN, "b is owed"
    log.command(cmd.BringBack(item="b"))
    assert seen(log).offset_ms == 0
    played(log, 10)
    assert seen(log).offset_ms == 0


def test_an_edit_of_a_duration_does_not_edit_the_plan() -> None:
    log = running([item("a"), item("b")])
    log.advance()
    log.command(cmd.Edit(item="b", changes=ItemChanges(duration_s=900)))
    played(log, 10)
    told = seen(log)
    assert (told.offset_ms, told.planned_end_ms, told.expected_end_ms) == (5 * MIN, at(20), at(25))


def test_offset_since_start_forgets_the_late_opening() -> None:
    log = running([item("a"), item("b")])
    log.clock.advance(4 * 60)
    assert (seen(log).offset_ms, seen(log).offset_since_start_ms) == (4 * MIN, 0)
    log.advance()
    log.clock.advance(13 * 60)
    assert (seen(log).offset_ms, seen(log).offset_since_start_ms) == (7 * MIN, 3 * MIN)


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


def test_extensions_count_in_the_latest_start_and_in_the_end() -> None:
    log = running([item("a"), item("b")], hard_end_ms=at(40))
    log.command(cmd.Extend(item="b", seconds=300))
    told = seen(log)
    assert (told.expected_end_ms, told.margin_ms) == (at(25), 15 * MIN)
    assert [row.latest_start_ms for row in told.items] == [at(15), at(25)]


def test_the_protected_block_ends_the_programme_whatever_is_owed_behind_it() -> None:
    log = running([item("a"), item("p", priority="protocol"), item("x")], hard_end_ms=at(60))
    assert seen(log).protected_cue == ""
    log.command(cmd.Defer(item="x"))
    assert (seen(log).protected_cue, seen(log).protected_latest_ms) == ("p", at(50))


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
