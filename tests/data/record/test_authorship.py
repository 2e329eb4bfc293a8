"""What no person did is in nobody's name: neither in the record nor where it is read."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from kit.record.events import event
from kit.record.logs import WHO, open_log

from data import events as ev
from data.events import KINDS, Fact
from data.record.authorship import PROGRAM, actor_of, source_of
from data.record.filter import parse

SEEN = [
    ev.SourceLost(source="pexip", error="adapter.timed_out", detail="", points=767),
    ev.HealthChanged(was="ok", now="down", reason="gone", source="pexip"),
    ev.IncidentOpened(id="i1", scope="point", subject="T79", severity="P1", reason="gone"),
    ev.ClockStepped(by_ms=-120_000, cause="step"),
    ev.AbsenceNoticed(from_ms=0, away_ms=54_000_000),
]


def test_of_one_transaction_each_row_has_its_own_author(tmp_path: Path) -> None:
    with closing(open_log(tmp_path / "log.db")) as log:
        facts = [Fact(ev.NoteAdded(text="một")), *map(Fact, SEEN)]
        written = log.transact(lambda _s, _n: facts, **WHO).events
        rows = log.rows()
    assert [each.actor for each in written] == [WHO["actor"], *[PROGRAM] * len(SEEN)]
    assert [each.actor for each in rows] == [each.actor for each in written]
    assert {each.console for each in rows} == {WHO["console"]}


@pytest.mark.parametrize("body", [ev.IncidentAcknowledged(id="i1", severity="P1"), ev.NoteAdded(text="x")])
def test_what_a_person_does_is_the_person_s(body: ev.Body) -> None:
    assert actor_of(body, "op1") == "op1"


def test_which_kinds_are_the_program_s_is_a_fact_of_the_kind() -> None:
    assert sorted(name for name, kind in KINDS.items() if kind.by_program) == [
        *("AbsenceNoticed", "ActionAnswered", "ActionConfirmed", "ActionFailed", "ActionSent"),
        *("ActionUnverified", "ClockStepped", "HealthChanged", "IncidentChanged", "IncidentOpened"),
        *("IncidentReopened", "IncidentResolved", "NoticeShown", "PointJoined", "PointLeft"),
        *("PollingTaken", "SourceLost", "SourceRecovered"),
    ]


def test_the_source_is_named_where_one_told() -> None:
    assert [source_of(event(1, body)) for body in SEEN] == ["pexip", "pexip", "", "", ""]
    matched = ev.PointMatched(source="pexip", name="T79")
    assert source_of(event(1, matched)) == "", "a person decided that"


@pytest.mark.parametrize(
    ("asked", "found"), [("ai:op1", False), ("ai:máy", True), ("actor:machine", True), ("ai:pexip", True)]
)
def test_a_row_of_an_older_log_answers_to_who_did_it(asked: str, found: bool) -> None:
    lost = event(1, SEEN[0], actor="op1")
    assert parse(asked, 0).accepts(lost, lambda _event: "") is found
    assert parse(asked, 0).accepts(event(2, ev.NoteAdded(text="x"), actor="op1"), lambda _e: "") is not found


def test_what_a_person_was_shown_names_whom_and_is_the_program_s_all_the_same() -> None:
    alarm = ev.NoticeShown(surface="alarm", code="alarm.point", text="P1 T79")
    assert actor_of(alarm, "op1") == "op1"
    row = event(1, alarm, actor="op1")
    assert parse("ai:op1", 0).accepts(row, lambda _event: "")
    assert parse("ai:máy", 0).accepts(row, lambda _event: "")
    assert not parse("ai:op2", 0).accepts(row, lambda _event: "")
