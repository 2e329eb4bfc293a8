"""Exactly one line of alarm: the gravest that stands."""

from __future__ import annotations

import pytest
from kit.conference import FoldingLog, item, roster, running

from console.alarm import CALM, CRITICAL, INFO, WARNING, Alarm, AlarmSituation, choose
from console.ranking import Ranked, ranked
from data import events as ev
from data.commands import Acknowledge
from data.events import Fact
from data.health.reading import Health
from data.state import Incident

STANDING = Alarm("standing.calm")


def incident(severity: str, scope: str = "point", subject: str = "T1") -> Ranked:
    return Ranked(
        severity,
        Incident(
            id="i1",
            scope=scope,
            subject=subject,
            severity=severity,
            reason="absent",
            points=(subject,),
            opened_ms=7,
            opened_ns=7,
        ),
    )


# Each stands together with everything below it, and wins.
LADDER = [
    ({"failure": "log.full", "unwritten": 3}, "alarm.disk", CRITICAL),
    ({"waiting": True}, "alarm.busy", WARNING),
    ({"incidents": [incident("P1")]}, "alarm.point", CRITICAL),
    ({"lost": [("s1", 12)], "points_stale": 767}, "alarm.source_lost", WARNING),
    ({"moved_ms": -120_000}, "alarm.clock", WARNING),
    ({"focused": False}, "alarm.focus", WARNING),
    ({"trouble": "poller"}, "alarm.trouble", WARNING),
    ({"incidents": [incident("P2")]}, "alarm.point", WARNING),
    ({"has_sources": False}, "alarm.manual", INFO),
    ({}, "standing.calm", CALM),
]


@pytest.mark.parametrize("rung", range(len(LADDER)))
def test_the_gravest_wins_over_everything_below_it(rung: int) -> None:
    merged: dict[str, object] = {}
    for fields, _, _ in reversed(LADDER[rung:]):
        merged |= fields
    alarm = choose(AlarmSituation(**merged), STANDING)  # type: ignore[arg-type]
    assert (alarm.code, alarm.tone) == LADDER[rung][1:]


def test_facts_that_wait_are_told_even_when_the_failure_is_over() -> None:
    assert choose(AlarmSituation(unwritten=2), STANDING).params == {"code": "", "count": 2}


def test_a_terminal_that_does_not_tell_its_focus_is_no_alarm() -> None:
    assert choose(AlarmSituation(focused=None), STANDING) is STANDING


def test_the_figures_of_each_line() -> None:
    assert choose(AlarmSituation(moved_ms=-120_000), STANDING).params == {"by_s": -120}
    lost = AlarmSituation(lost=[("s1", 12), ("s2", 3)], points_stale=767)
    assert choose(lost, STANDING).params == {"source": "s1", "seconds": 12, "count": 767}
    assert choose(AlarmSituation(incidents=[incident("P2", "province", "T3")]), STANDING) == Alarm(
        "alarm.province",
        {"severity": "P2", "subject": "T3", "reason": "absent", "count": 1, "opened_ms": 7},
        WARNING,
    )


POINTS = {each.code: each for each in roster()}


def opened(log: FoldingLog, *codes: str, severity: str = "P4") -> None:
    for code in codes:
        n = log.state.incidents_opened + 1
        body = ev.IncidentOpened(
            id=f"i{n}", scope="point", subject=code, severity=severity, reason="absent", points=(code,)
        )
        log.record(
            Fact(ev.PointJoined(source="s1", ref="r", name="n"), point=code),
            Fact(ev.HealthChanged(was="ok", now=Health.DOWN, reason="absent", source="s1"), point=code),
            Fact(body, point=code),
        )
        log.clock.advance(1)


def test_the_agenda_moves_the_severity_of_what_is_open() -> None:
    log = running([item("a"), item("b", point="T1D1"), item("c")])
    log.advance()
    log.clock.advance(60)
    opened(log, "T2D1", "T1D1")
    assert [(each.severity, each.incident.subject) for each in ranked(log.state, POINTS)] == [
        ("P1", "T1D1"),
        ("P4", "T2D1"),
    ]
    for _ in range(2):
        log.advance()
        log.clock.advance(60)
    assert [(each.severity, each.incident.subject) for each in ranked(log.state, POINTS)] == [
        ("P4", "T2D1"),
        ("P4", "T1D1"),
    ], "of equal ones the oldest first"


def test_an_incident_of_a_room_we_no_longer_know_keeps_its_severity() -> None:
    log = running([item("a")])
    opened(log, "X9", severity="P2")
    assert [each.severity for each in ranked(log.state, POINTS)] == ["P2"]


def take(log: FoldingLog, *ids: str, severity: str = "P1") -> None:
    assert log.command(Acknowledge(incidents=dict.fromkeys(ids, severity)), console="kt1") is None


def now_ranked(log: FoldingLog) -> list[tuple[str, str, str]]:
    found = ranked(log.state, POINTS, log.state.t_ns(log.clock.now()))
    return [(each.severity, each.incident.subject, each.taken) for each in found]


def test_a_fault_that_somebody_has_in_hand_stands_behind_those_that_nobody_has() -> None:
    log = running([item("a", point="T1D1"), item("b", point="T2D1")])
    log.advance()
    opened(log, "T1D1", "T2D1")
    assert now_ranked(log) == [("P1", "T1D1", ""), ("P1", "T2D1", "")]
    take(log, "i1")
    assert now_ranked(log) == [("P1", "T2D1", ""), ("P1", "T1D1", "op-kt1")]
    take(log, "i2")
    assert [who for *_, who in now_ranked(log)] == ["op-kt1", "op-kt1"]
    log.clock.advance(301)
    assert [who for *_, who in now_ranked(log)] == ["", ""]


def test_a_p1_in_hand_does_not_ring_but_is_not_hidden_by_a_p2_that_nobody_has() -> None:
    log = running([item("a", point="T1D1"), item("b", point="T3"), item("c", point="T2D1")])
    log.advance()
    opened(log, "T2D1", "T1D1")
    take(log, "i2")
    worst = ranked(log.state, POINTS, log.state.t_ns(log.clock.now()))
    line = choose(AlarmSituation(incidents=worst), STANDING)
    assert (line.params["subject"], line.params["severity"], line.tone) == ("T1D1", "P1", WARNING)
    assert (
        choose(AlarmSituation(incidents=ranked(log.state, POINTS)[1:]), STANDING).params["subject"] == "T2D1"
    )


def test_an_agenda_that_makes_it_graver_rings_again() -> None:
    log = running([item("a"), item("b", point="T2"), item("c", point="T3"), item("d", point="T1D1")])
    log.advance()
    opened(log, "T1D1")
    take(log, "i1", severity="P2")
    assert now_ranked(log) == [("P2", "T1D1", "op-kt1")]
    for _ in range(2):
        log.clock.advance(10)
        log.advance()
    assert now_ranked(log) == [("P1", "T1D1", "")]
