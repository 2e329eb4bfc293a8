from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from kit.record.events import START_MS, event
from kit.record.logs import WHO, open_log

from data.clock import Moment
from data.events import KINDS, Body, Fact, HealthChanged, IncidentResolved, NoteAdded, SourceLost
from data.record.filter import BEGINNINGS, EVERYTHING, Group, LogFilter, clock_s, parse
from data.text import fold

MIDNIGHT_MS = START_MS - 14 * 3_600_000


def told(row) -> str:  # type: ignore[no-untyped-def]
    return fold(getattr(row.body, "text", row.kind))


def test_fields_words_and_times_in_either_language() -> None:
    asked = parse("Đường truyền điểm:T79 mục:4.3 ai:Op1 loại:Item sau 15:30", MIDNIGHT_MS)
    assert asked == parse("duong TRUYEN point:t79 item:4.3 actor:op1 kind:item since:15:30", MIDNIGHT_MS)
    assert asked == LogFilter(
        words=("duong", "truyen"),
        kinds=("item",),
        items=("4.3",),
        points=("t79",),
        actors=("op1",),
        since_ms=MIDNIGHT_MS + (15 * 60 + 30) * 60_000,
    )


@pytest.mark.parametrize("text", ["", "   ", "\t"])
def test_nothing_typed_asks_for_everything(text: str) -> None:
    assert parse(text, 0) == EVERYTHING
    assert parse(text, 0).asks_nothing


@pytest.mark.parametrize(
    "text", ["sau", "sau nay", "since:", "since:99:99", "điểm:", "::", "http://x", "sau 25:00"]
)
def test_what_is_no_condition_is_words(text: str) -> None:
    asked = parse(text, 0)
    assert asked.words == tuple(fold(word) for word in text.split())
    assert asked.since_ms is None


@given(st.text(max_size=60))
@example("\u0300")
def test_nothing_typed_is_an_error(text: str) -> None:
    """An accent alone asks nothing: there is no letter under it."""
    asked = parse(text, 0)
    assert asked.asks_nothing == (not any(map(fold, text.split())))
    asked.narrowing()


def test_times_of_the_day() -> None:
    assert clock_s("15:38") == clock_s("15h38") == clock_s(" 15:38:00 ") == (15 * 60 + 38) * 60
    assert clock_s("0:00") == 0
    for wrong in ("24:00", "15:60", "15:38:60", "1538", "15:3", "T79", "4.3", ""):
        assert clock_s(wrong) is None, wrong


def test_every_condition_must_hold() -> None:
    row = event(5, NoteAdded(text="Đường truyền kém"), item="4.3", point="T79", actor="thư ký")
    assert parse("duong kem điểm:t79 mục:4.3 ai:ky kind:note", 0).accepts(row, told)
    for wrong in ("duong tot", "điểm:T7", "mục:4.4", "ai:op1", "kind:health"):
        assert not parse(f"duong {wrong}", 0).accepts(row, told), wrong
    assert parse("điểm:T78 điểm:T79", 0).accepts(row, told), "any of the values of one field"


def test_a_kind_of_a_newer_program_has_its_group() -> None:
    row = event(1)
    known = {name for names in BEGINNINGS.values() for name in names}
    assert known.isdisjoint({""})
    newer = type("IncidentForwarded", (Body,), {})()
    assert LogFilter(group=Group.INCIDENTS).accepts(event(1, newer), told)
    assert not LogFilter(group=Group.INCIDENTS).accepts(row, told)
    assert LogFilter(group=Group.NOTES).accepts(row, told)


def test_every_kind_is_in_one_quick_filter_and_no_more() -> None:
    groups = {kind: [group for group in BEGINNINGS if kind.startswith(BEGINNINGS[group])] for kind in KINDS}
    assert {kind: found for kind, found in groups.items() if len(found) != 1} == {}


codes = st.sampled_from(["T79", "t79", "Đ1", "đ1", "H001", "", "4.3"])
bodies = st.sampled_from(
    [
        NoteAdded(text="Đường truyền kém"),
        NoteAdded(text="ok"),
        HealthChanged(was="ok", now="down", reason="", source="s"),
        IncidentResolved(id="i1", open_ms=1),
        SourceLost(source="s", error="dns", detail="", points=3),
    ]
)
facts = st.builds(
    Fact,
    bodies,
    st.none() | codes,
    st.none() | codes,
    st.integers(0, 3_600_000).map(lambda ms: Moment(START_MS + ms, 1, "b")),
)
filters = st.builds(
    LogFilter,
    group=st.sampled_from(list(Group)),
    words=st.sampled_from([(), ("duong",), ("ok",), ("duong", "kem")]),
    kinds=st.sampled_from([(), ("note",), ("health", "lost")]),
    items=st.sampled_from([(), ("t79",), ("d1", "4.3")]),
    points=st.sampled_from([(), ("t79",), ("d1", "h001")]),
    actors=st.sampled_from([(), ("operator",), ("nobody",)]),
    since_ms=st.none() | st.integers(0, 3_600_000).map(lambda ms: START_MS + ms),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(facts, max_size=30), filters, st.data())
def test_what_sql_leaves_holds_all_that_is_wanted(
    rows: list[Fact], wanted: LogFilter, data: st.DataObject
) -> None:
    with TemporaryDirectory() as folder, closing(open_log(Path(folder) / "log.db")) as log:
        log.transact(lambda _state, _now: rows, **WHO)
        after = data.draw(st.integers(0, len(rows)))
        upto = data.draw(st.integers(after, len(rows)))
        naive = [
            row.seq for row in log.read(after, upto - after or 1)[: upto - after] if wanted.accepts(row, told)
        ]
        narrowed = log.among(after, upto, wanted)
        assert [row.seq for row in narrowed if wanted.accepts(row, told)] == naive
        assert all(after < row.seq <= upto for row in narrowed)


def test_narrowing_spares_the_reader_most_rows(tmp_path: Path) -> None:
    with closing(open_log(tmp_path / "log.db")) as log:
        log.transact(lambda _s, _n: [Fact(NoteAdded(text="x"), point=f"T{n}") for n in range(50)], **WHO)
        assert [row.point for row in log.among(0, 50, parse("điểm:t7", 0))] == ["T7"]
        assert log.among(0, 50, LogFilter(group=Group.HEALTH)) == []


def test_a_read_is_over_when_it_returns(tmp_path: Path) -> None:
    """Another process may write right after it, however little it is ready to wait."""
    path = tmp_path / "log.db"
    with closing(open_log(path)) as log, closing(sqlite3.connect(path, timeout=0)) as other:
        log.transact(lambda _s, _n: [Fact(NoteAdded(text="x"))] * 5, **WHO)
        assert len(log.among(0, 5, EVERYTHING)) == 5
        other.execute("BEGIN EXCLUSIVE")
        other.rollback()
