"""One fault, one incident: rooms, provinces, sources."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from kit.conference import FoldingLog, item, point, roster, running
from kit.profile import THOROUGH

from data import events as ev
from data.events import Fact
from data.incidents import BATCH, changes
from data.model import AgendaItem
from data.reading import Health

POINTS = {each.code: each for each in roster(provinces=3, districts=4)}
SPEAKERS = [item("a", point="T1"), item("b", point="T2D1"), item("c"), item("d"), item("e"), item("f")]


def opened(items: list[AgendaItem] = SPEAKERS) -> FoldingLog:
    log = running(items)
    log.advance()
    return log


def fare(log: FoldingLog, health: Health, *codes: str) -> None:
    for code in codes:
        log.record(
            Fact(ev.PointJoined(source="s1", ref=f"r-{code}", name=code), point=code),
            Fact(ev.HealthChanged(was="ok", now=health, reason="absent", source="s1"), point=code),
        )


def settle(log: FoldingLog) -> set[tuple[str, str]]:
    """Record the changes; they must leave nothing to say."""
    log.record(*changes(log.state, POINTS, log.clock.now()))
    assert changes(log.state, POINTS, log.clock.now()) == ()
    return {(each.scope, each.subject) for each in log.state.incidents.values()}


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


def test_ids_are_never_used_again() -> None:
    log = opened()
    for health in (Health.DOWN, Health.OK, Health.DOWN):
        fare(log, health, "T2D1")
        settle(log)
    assert set(log.state.incidents) == {"i2"}


def test_one_district_of_the_audience_is_no_incident() -> None:
    log = opened()
    fare(log, Health.DOWN, "T3D1", "T3D2")
    assert settle(log) == set()


def test_three_rooms_of_a_province_are_one_incident() -> None:
    log = opened()
    fare(log, Health.DOWN, "T3D1", "T3D2", "T3D3")
    assert settle(log) == {("province", "T3")}
    (incident,) = log.state.incidents.values()
    assert (incident.severity, incident.points) == ("P3", ("T3D1", "T3D2", "T3D3"))


def test_the_provincial_court_makes_its_province_as_grave_as_itself() -> None:
    log = opened()
    fare(log, Health.DOWN, "T3")
    assert settle(log) == {("point", "T3")}
    fare(log, Health.DOWN, "T3D1", "T3D2")
    assert settle(log) == {("province", "T3")}
    (incident,) = log.state.incidents.values()
    assert incident.severity == "P2"


def test_sick_is_not_down_for_a_group() -> None:
    log = opened()
    fare(log, Health.DEGRADED, "T3D1", "T3D2", "T3D3", "T3D4")
    assert settle(log) == set()


def test_a_large_province_needs_three_in_ten() -> None:
    points = {each.code: each for each in roster(provinces=1, districts=19)}
    log = opened([item("a")])
    fare(log, Health.DOWN, *(f"T1D{n}" for n in range(1, 6)))
    assert changes(log.state, points, log.clock.now()) == ()
    fare(log, Health.DOWN, "T1D6")
    assert len(changes(log.state, points, log.clock.now())) == 1


def test_who_speaks_now_or_next_stays_alone_as_well() -> None:
    log = opened()
    fare(log, Health.DOWN, "T1", "T1D1", "T1D2", "T1D3")
    fare(log, Health.DOWN, "T2", "T2D1", "T2D2")
    assert settle(log) == {("province", "T1"), ("point", "T1"), ("province", "T2"), ("point", "T2D1")}


def test_the_high_courts_are_no_province() -> None:
    points = {each.code: each for each in roster()}
    for code in ("CC02", "CC03"):
        points[code] = point(code, "high", "TC00")
    log = opened()
    fare(log, Health.DOWN, "CC01", "CC02", "CC03")
    facts = changes(log.state, points, log.clock.now())
    assert sorted(fact.body.subject for fact in facts if isinstance(fact.body, ev.IncidentOpened)) == [
        "CC01",
        "CC02",
        "CC03",
    ]


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


def test_a_morning_when_nobody_came_is_written_in_bounded_batches() -> None:
    points = {each.code: each for each in roster(provinces=10, districts=50)}
    log = running([item("a")])
    for code in points:
        log.record(
            Fact(ev.HealthChanged(was="unknown", now="down", reason="absent", source="s1"), point=code)
        )
    sizes = []
    while facts := changes(log.state, points, log.clock.now()):
        sizes.append(len(facts))
        log.record(*facts)
    assert max(sizes) == BATCH
    assert len(log.state.incidents) == sum(sizes) == len(points)


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
