"""Who counts as present, and that every figure adds up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kit.clock import ManualClock
from kit.conference import FoldingLog, item, point, roster, running

from data import events as ev
from data.events import Fact
from data.folder.model import DISTRICT
from data.roll_call.comparison import compare
from data.roll_call.roll import Roll, RollTaker, figures
from data.roll_call.standing import MISSING, PRESENT, Standing

POINTS = roster(provinces=3, districts=4)
CODES = [each.code for each in POINTS]
T1 = ("T1D1", "T1D2", "T1D3", "T1D4")


def joined(code: str) -> Fact:
    return Fact(ev.PointJoined(source="s1", ref=code, name=code), point=code)


def left(code: str) -> Fact:
    return Fact(ev.PointLeft(source="s1", ref=code), point=code)


def marked(code: str, mark: str, how: str = "", reason: str = "") -> Fact:
    return Fact(ev.PresenceMarked(mark=mark, how=how, reason=reason), point=code)


def reported(code: str, present: int, expected: int = 4) -> Fact:
    return Fact(ev.PresenceReported(present=present, expected=expected), point=code)


def roll_of(*facts: Fact, log: FoldingLog | None = None) -> Roll:
    kept = log or FoldingLog(ManualClock())
    for fact in facts:
        kept.record(fact)
        kept.clock.advance(1)
    return RollTaker(POINTS).take(kept.state)


HERE, GONE = joined("T1"), left("T1")
CALLED, PROXY = marked("T1", "present", "called"), marked("T1", "present", "spoken_for", "tỉnh bạn")
AWAY, REASON, NOTHING = marked("T1", "absent"), marked("T1", "excused", "", "bão"), marked("T1", "")


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ((), Standing.UNCALLED),
        ((HERE,), Standing.JOINED),
        ((HERE, GONE), Standing.LEFT),
        ((HERE, GONE, HERE), Standing.JOINED),
        ((CALLED,), Standing.CALLED),
        ((PROXY,), Standing.SPOKEN_FOR),
        ((HERE, CALLED), Standing.CALLED),
        ((HERE, CALLED, GONE), Standing.LEFT),
        ((CALLED, HERE), Standing.CALLED),
        ((CALLED, HERE, GONE), Standing.CALLED),
        ((AWAY,), Standing.ABSENT),
        ((HERE, AWAY), Standing.ABSENT),
        ((AWAY, HERE), Standing.JOINED),
        ((HERE, AWAY, GONE), Standing.ABSENT),
        ((REASON,), Standing.EXCUSED),
        ((REASON, HERE), Standing.JOINED),
        ((REASON, HERE, GONE), Standing.EXCUSED),
        ((CALLED, AWAY), Standing.ABSENT),
        ((AWAY, CALLED), Standing.CALLED),
        ((CALLED, NOTHING), Standing.LEFT),
        ((HERE, AWAY, NOTHING), Standing.JOINED),
    ],
)
def test_the_newest_word_wins(facts: tuple[Fact, ...], expected: Standing) -> None:
    assert roll_of(*facts).standings["T1"] is expected


def test_a_province_that_reports_all_speaks_for_each_of_its_rooms_but_not_for_itself() -> None:
    roll = roll_of(joined("T1D1"), marked("T1D2", "absent"), reported("T1", 4))
    assert [roll.standings[code] for code in ("T1", *T1)] == [
        *(Standing.UNCALLED, Standing.JOINED, Standing.ABSENT, Standing.REPORTED, Standing.REPORTED)
    ]
    assert roll.total.present == 3 and "T2D1" in roll.missing


def test_who_left_after_the_report_is_not_reported_any_more() -> None:
    assert roll_of(joined("T1D1"), left("T1D1"), reported("T1", 4)).standings["T1D1"] is Standing.REPORTED
    assert roll_of(joined("T1D1"), reported("T1", 4), left("T1D1")).standings["T1D1"] is Standing.LEFT


@pytest.mark.parametrize(
    ("known", "number", "present"),
    [(0, 3, 3), (1, 3, 3), (2, 1, 2), (0, 0, 0), (3, 4, 4), (0, 4, 4)],
)
def test_a_number_counts_without_naming_and_never_takes_a_known_room_away(
    known: int, number: int, present: int
) -> None:
    roll = roll_of(*(joined(code) for code in T1[:known]), reported("T1", number))
    row = roll.row_of("T1")
    assert row is not None and row.tally.present == present == roll.levels[DISTRICT].present
    if number < 4:
        assert row.unnamed == max(0, number - known)
        assert sum(roll.standings[code] is Standing.UNCALLED for code in T1) == 4 - known


def test_a_number_cannot_raise_the_absent() -> None:
    roll = roll_of(marked("T1D1", "absent"), marked("T1D2", "excused", "", "bão"), reported("T1", 3))
    row = roll.row_of("T1D4")
    assert row is not None
    assert (row.tally.present, row.tally.missing, row.unnamed) == (2, 2, 2)


def test_late_is_who_came_after_the_opening() -> None:
    log = running([item("a")])
    log.record(joined("T1"))
    log.clock.advance(1)
    log.advance()
    log.clock.advance(1)
    log.record(joined("T2"))
    assert RollTaker(POINTS).take(log.state).late == {"T2"}
    before = FoldingLog(ManualClock())
    before.record(joined("T2"))
    assert RollTaker(POINTS).take(before.state).late == frozenset()


def test_delegates_and_guests_add_up_and_a_later_count_stands_for_the_first() -> None:
    log = FoldingLog(ManualClock())
    people = (point("A", delegates=10), point("B", delegates=5), point("C"))
    for code, number, guests in (("A", 8, 1), ("C", 3, 2), ("A", 9, 0)):
        log.record(Fact(ev.DelegatesCounted(delegates=number, guests=guests), point=code))
    total = RollTaker(people).take(log.state).total
    assert (total.delegates, total.delegates_expected, total.guests) == (12, 15, 2)
    assert RollTaker(POINTS).take(log.state).total.delegates_expected is None


def test_levels_stand_from_the_highest_down_whatever_the_roster_does() -> None:
    roll = RollTaker((point("X", "khu vực"), *reversed(POINTS))).take(FoldingLog(ManualClock()).state)
    assert list(roll.levels) == ["central", "high", "provincial", "district", "khu vực"]


def test_the_same_state_gives_the_same_roll() -> None:
    log, taker = FoldingLog(ManualClock()), RollTaker(POINTS)
    log.record(joined("T1"))
    first = taker.take(log.state)
    log.record(ev.NoteAdded(text="x"))
    assert taker.take(log.state) is first
    log.record(joined("T2"))
    assert taker.take(log.state) is not first


def test_a_room_that_comes_after_its_leave_was_said_is_there() -> None:
    log = FoldingLog(ManualClock())
    roll = roll_of(REASON, marked("T2", "excused", "", "lũ"), joined("T2"), marked("T3", "absent"), log=log)
    assert roll.standings["T1"] is Standing.EXCUSED and roll.standings["T3"] is Standing.ABSENT
    assert roll.standings["T2"] is Standing.JOINED and "T1" not in roll.missing


def test_a_comparison_names_who_was_there_then_in_the_order_of_the_roster() -> None:
    then = FoldingLog(ManualClock())
    then.record(*(joined(code) for code in ("T2", "T1", "T3")))
    then.record(left("T2"), left("T1"), left("T3"), marked("CC01", "present", "called"))
    now = roll_of(joined("T3"), joined("TC00"))
    found = compare(POINTS, now, then.state)
    assert (found.gone, found.new, found.both) == (("CC01", "T1", "T2"), ("TC00",), 1)


MARKS = st.sampled_from([("present", "called"), ("present", "spoken_for"), ("absent", ""), ("excused", "")])
FACTS = st.one_of(
    st.sampled_from(CODES).map(joined),
    st.sampled_from(CODES).map(left),
    st.builds(lambda code, mark: marked(code, *mark), st.sampled_from(CODES), MARKS),
    st.builds(reported, st.sampled_from(["T1", "T2", "T3", "CC01", "T1D1"]), st.integers(0, 6)),
)


@given(st.lists(FACTS, max_size=40))
def test_every_room_stands_in_one_way_and_all_sums_agree(facts: list[Fact]) -> None:
    roll = roll_of(*facts)
    assert set(roll.standings) == set(CODES)
    assert roll.total.expected == len(CODES) == sum(row.tally.expected for row in roll.rows)
    for tallies in (list(roll.levels.values()), [row.tally for row in roll.rows]):
        assert sum(each.present for each in tallies) == roll.total.present
        for kind in Standing:
            assert sum(each.counts[kind] for each in tallies) == roll.total.counts[kind]
    unnamed = sum(row.unnamed for row in roll.rows)
    assert roll.total.present == sum(each in PRESENT for each in roll.standings.values()) + unnamed
    assert roll.total.missing == sum(each in MISSING for each in roll.standings.values()) - unnamed
    assert roll.total.present + roll.total.missing + roll.total.counts[Standing.EXCUSED] == len(CODES)
    kept = figures(roll, 7)
    assert sum(kept.present.values()) == roll.total.present and kept.as_of == 7


def test_guests_that_nobody_counted_are_no_nought_nor_are_those_of_version_1() -> None:
    log = FoldingLog(ManualClock())
    log.record(Fact(ev.DelegatesCounted(delegates=9), point="T1"))
    tally = RollTaker(POINTS).take(log.state).total
    assert (tally.counted, tally.guests_counted) == (1, 0)
    old = [ev.decode_body("DelegatesCounted", 1, f'{{"delegates":9,"guests":{n}}}') for n in (0, 3)]
    assert old == [ev.DelegatesCounted(delegates=9), ev.DelegatesCounted(delegates=9, guests=3)]
