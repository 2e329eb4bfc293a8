"""The record as a tape: any row's state is the fold up to it, however one came there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kit.days.past import PastDay, past_day
from kit.record.logs import filled

from data.clock import Moment
from data.events import ItemStarted
from data.fold import fold
from data.record import playback, tape
from data.record.errors import LogDamaged, LogMissing
from data.record.tape import Tape
from data.state import EMPTY


@pytest.fixture
def day(tmp_path: Path) -> PastDay:
    return past_day(tmp_path / "log.db", notes=40)


@pytest.fixture
def played(day: PastDay) -> Iterator[Tape]:
    with closing(Tape.open(day.path)) as opened:
        yield opened


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(1, 50), min_size=1, max_size=12), st.data())
def test_any_rows_state_is_the_fold_up_to_it(
    day: PastDay, monkeypatch: pytest.MonkeyPatch, seqs: list[int], data: st.DataObject
) -> None:
    monkeypatch.setattr(tape, "CHUNK", 7)
    monkeypatch.setattr(tape, "PAGE", 10)
    monkeypatch.setattr(tape, "NEAR", 3)
    with closing(Tape.open(day.path)) as opened:
        everything = opened.events(0, 1000)
        for seq in seqs:
            if data.draw(st.booleans()):
                opened.wind_on()
            row = min(seq, opened.rows)
            assert opened.state_at(row) == fold(EMPTY, everything[:row])


def test_winding_lays_marks_over_the_whole_tape_and_ends(tmp_path: Path) -> None:
    with closing(Tape.open(filled(tmp_path / "log.db", 5500))) as opened:
        pages = 0
        while opened.wind_on():
            pages += 1
        assert pages == 5 and opened.wound == opened.rows == 5500
        read = list[int]()
        whole = opened.events
        opened.events = lambda after, limit=1000: read.append(limit) or whole(after, limit)  # type: ignore[method-assign,func-returns-value]
        assert opened.state_at(5400).seq == 5400
        assert sum(read) <= 1000, "no more is folded than lies behind the nearest mark"
        read.clear()
        assert opened.state_at(5399).seq == 5399
        assert sum(read) <= 500, "nor than lies behind where somebody looked"


def test_a_moment_is_the_last_row_not_after_it(played: Tape, day: PastDay) -> None:
    seq = played.row_at(day.at["1"])
    assert isinstance(played.event(seq).body, ItemStarted) and played.event(seq).item == "1"
    assert played.event(played.row_at(day.at["1"] - 1)).at.utc_ms < day.at["1"]
    assert played.row_at(0) == 1
    assert played.row_at(2**42) == played.rows


def test_between_two_rows_the_clocks_of_then_run_on(played: Tape, day: PastDay) -> None:
    place = playback.at(played, day.at["P1"] + 500)
    assert place.since_ms == 500 and place.state.on_air == "P1"
    assert tape.later(Moment(1000, 5_000_000_000, "b"), 250) == Moment(1250, 5_250_000_000, "b")


def test_behind_the_last_row_there_is_nothing(played: Tape, day: PastDay) -> None:
    place = playback.at(played, day.at["sealed"] + 3_600_000)
    assert (place.row.seq, place.since_ms) == (played.rows, 0)


def test_it_begins_at_the_opening_with_all_that_was_written_then(played: Tape) -> None:
    place = playback.opening(played)
    assert place.state.on_air == "P1" and place.state.opened_ms is not None


def test_a_record_that_was_never_opened_begins_with_its_first_row(tmp_path: Path) -> None:
    with closing(Tape.open(filled(tmp_path / "log.db", 3))) as opened:
        assert playback.opening(opened).row.seq in (1, 3)


def test_hops_go_from_change_to_change_and_end(played: Tape, day: PastDay) -> None:
    place, seen = playback.opening(played), list[int]()
    for _ in range(5):
        place = playback.hopped(played, place.row.seq, 1, begun=False)
        seen.append(place.row.at.utc_ms)
    assert seen == [day.at["1"], day.at["2"], *[day.at["sealed"]] * 3]
    back = list[int]()
    for _ in range(4):
        place = playback.hopped(played, place.row.seq, -1, begun=False)
        back.append(place.row.at.utc_ms)
    assert back == [day.at["2"], day.at["1"], day.at["P1"], day.at["P1"] - 10_000]


def test_back_from_well_within_an_item_is_its_beginning(played: Tape, day: PastDay) -> None:
    here = played.row_at(day.at["1"] + 15_000)
    assert playback.hopped(played, here, -1, begun=True).row.at.utc_ms == day.at["1"]


def test_time_between_rows_is_the_monotonic_clocks_in_one_boot() -> None:
    before = Moment(100_000, 50_000_000_000, "a")
    assert tape.passed_ms(before, Moment(90_000, 51_000_000_000, "a")) == 1000
    assert tape.passed_ms(before, Moment(103_000, 1, "b")) == 3000
    assert tape.passed_ms(before, Moment(99_000, 1, "b")) == 0


def test_no_record_and_an_empty_one(tmp_path: Path) -> None:
    with pytest.raises(LogMissing):
        Tape.open(tmp_path / "log.db")
    PastDay(tmp_path / "empty.db").close()
    with pytest.raises(LogDamaged):
        Tape.open(tmp_path / "empty.db")


def test_it_writes_nothing(day: PastDay) -> None:
    before = day.path.read_bytes()
    with closing(Tape.open(day.path)) as opened:
        while opened.wind_on():
            pass
        playback.at(opened, day.at["down"])
    assert day.path.read_bytes() == before
