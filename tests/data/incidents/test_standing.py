"""One fault, one incident: rooms and sources."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kit.conference import item, point, running
from kit.faults import POINTS, SPEAKERS, fare, never_came, opened, settle
from kit.profile import THOROUGH

from console.ranking import ranked
from data import commands as cmd
from data import events as ev
from data.events import Fact
from data.health.reading import Health
from data.incidents.changes import BATCH, changes


def test_a_sick_speaker_is_an_incident_and_its_recovery_resolves_it() -> None:
    log = opened()
    fare(log, Health.DOWN, "T2D1")
    assert settle(log) == {("point", "T2D1")}
    (incident,) = log.state.incidents.values()
    assert (incident.id, incident.severity, incident.points) == ("i1", "P1", ("T2D1",))
    log.clock.advance(90)
    fare(log, Health.OK, "T2D1")
    assert settle(log) == set()
    assert log.events[-1].body == ev.IncidentResolved(id="i1", open_ms=90_000)
    assert log.events[-1].point == "T2D1"


def test_a_fault_that_is_back_within_two_minutes_is_the_same_incident() -> None:
    log = opened()
    fare(log, Health.DOWN, "T2D1")
    settle(log)
    log.record(ev.IncidentAcknowledged(id="i1", severity="P1", expires_s=300))
    log.clock.advance(30)
    fare(log, Health.OK, "T2D1")
    assert settle(log) == set()
    log.clock.advance(120)
    fare(log, Health.DOWN, "T2D1")
    settle(log)
    (incident,) = log.state.incidents.values()
    assert (incident.id, log.state.incidents_opened) == ("i1", 1)
    assert incident.taken is not None, "who was on it still is"
    assert isinstance(log.events[-1].body, ev.IncidentReopened)
    assert log.events[-1].body.after_ms == 120_000


def test_later_than_that_it_is_another_one() -> None:
    log = opened()
    for health in (Health.DOWN, Health.OK, Health.DOWN):
        fare(log, health, "T2D1")
        settle(log)
        log.clock.advance(121)
    assert set(log.state.incidents) == {"i2"}


def test_what_was_over_is_not_kept_for_ever() -> None:
    log = opened()
    for code in ("T2D1", "T3"):
        fare(log, Health.DOWN, code)
        settle(log)
        fare(log, Health.OK, code)
        settle(log)
        log.clock.advance(500)
    assert [each.incident.subject for each in log.state.closed.values()] == ["T3"]


def test_a_lost_source_is_one_incident_and_says_nothing_about_rooms() -> None:
    log = opened()
    fare(log, Health.DOWN, "T2D1")
    settle(log)
    log.record(ev.SourceLost(source="s1", error="timed_out", detail="", points=767))
    fare(log, Health.OK, "T2D1")
    fare(log, Health.DOWN, "T3D1", "T3D2", "T3D3")
    assert settle(log) == {("source", "s1"), ("point", "T2D1")}
    log.record(ev.SourceRecovered(source="s1", lost_ms=1))
    assert settle(log) == {("province", "T3")}


def test_the_agenda_alone_opens_and_closes_incidents() -> None:
    log = opened()
    fare(log, Health.DOWN, "T2D1")
    settle(log)
    log.clock.advance(60)
    log.advance()
    log.clock.advance(60)
    log.advance()
    assert settle(log) == set(), "it spoke; from now on it listens"


def test_a_room_that_is_not_in_the_roster_is_no_incident() -> None:
    log = opened()
    fare(log, Health.DOWN, "X1", "X2", "X3")
    assert settle(log) == set()


def test_the_agenda_moves_the_severity_of_what_is_open() -> None:
    log = opened([item("a"), item("b", point="T1"), item("c", point="T2"), item("d", point="T2D1")])
    fare(log, Health.DOWN, "T2D1")
    settle(log)
    (incident,) = log.state.incidents.values()
    assert incident.severity == "P2"
    for _ in range(2):
        log.clock.advance(60)
        log.advance()
        settle(log)
    (incident,) = log.state.incidents.values()
    assert incident.severity == "P1"
    changed = [event.body for event in log.events if isinstance(event.body, ev.IncidentChanged)]
    assert [(body.was, body.severity) for body in changed] == [("P2", "P1")]


@pytest.mark.parametrize("seed", range(100))
def test_a_reorder_that_makes_a_lost_room_next_is_p1_in_the_same_second(seed: int) -> None:
    dice = random.Random(seed)
    rooms = dice.sample(sorted(POINTS), 8)
    log = opened([item("x"), *(item(f"m{n}", point=code) for n, code in enumerate(rooms))])
    place = dice.randrange(1, 8)
    victim = rooms[place]
    fare(log, Health.DOWN, victim)
    if dice.random() < 0.5:
        fare(log, Health.DOWN, *dice.sample(sorted(POINTS), 5))
    settle(log)
    before = {each.incident.subject: each.severity for each in ranked(log.state, POINTS)}
    assert before.get(victim) != "P1" or POINTS[victim].level == "central"
    assert log.command(cmd.Move(item=f"m{place}", after="x")) is None
    assert log.state.next_item is not None and log.state.next_item.point == victim
    settle(log)
    told = {
        each.incident.subject: each.severity
        for each in ranked(log.state, POINTS)
        if each.incident.scope == "point"
    }
    assert told[victim] == "P1"


def test_what_flaps_never_rings() -> None:
    log = opened()
    log.record(Fact(ev.HealthChanged(was="ok", now="degraded", reason="flapping", source="s1"), point="T2D1"))
    settle(log)
    assert [each.severity for each in log.state.incidents.values()] == ["P2"]


def test_many_incidents_are_written_in_bounded_batches() -> None:
    points = {f"H{n}": point(f"H{n}", "high", "TC00") for n in range(450)}
    log = opened([item("a"), item("b")])
    fare(log, Health.DOWN, *points)
    sizes = []
    while facts := changes(log.state, points, log.clock.now()):
        sizes.append(len(facts))
        log.record(*facts)
    assert sizes == [BATCH, BATCH, 50]


steps = st.lists(
    st.tuples(st.sampled_from([*POINTS, "advance", "lost", "found"]), st.sampled_from([*Health][:4])),
    max_size=25,
)


@THOROUGH
@given(steps)
def test_settling_once_is_enough_whatever_happened(said: list[tuple[str, Health]]) -> None:
    log = running(SPEAKERS)
    for what, health in said:
        log.clock.advance(5)
        if what == "advance":
            log.advance()
        elif what == "lost":
            log.record(ev.SourceLost(source="s1", error="timed_out", detail="", points=1))
        elif what == "found":
            log.record(ev.SourceRecovered(source="s1", lost_ms=1))
        else:
            fare(log, health, what)
        shown = settle(log)
        if not log.state.lost:
            for scope, subject in shown:
                assert scope != "point" or log.state.point(subject).health in (Health.DOWN, Health.DEGRADED)


def test_an_incident_of_one_room_says_whether_it_ever_came() -> None:
    log = opened()
    never_came(log, ["T1"])
    log.record(Fact(ev.PointJoined(source="s1", ref="1", name="T2"), point="T2"))
    fare(log, Health.DOWN, "T2")
    settle(log)
    found = {incident.subject: incident.reason for incident in log.state.incidents.values()}
    assert found == {"T1": "never", "T2": "away"}
