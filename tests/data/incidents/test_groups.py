"""Faults of many rooms that are one: of a province, of a region."""

from __future__ import annotations

from kit.conference import item, point, roster
from kit.faults import fare, opened, regional, settle

from data import events as ev
from data.health.reading import Health
from data.incidents.changes import changes


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


def test_a_whole_region_is_one_incident_and_ends_once() -> None:
    points = regional()
    log = opened([item("a"), item("b", point="T1D1")])
    lost = [code for code in points if code[0] == "T" and code[1:2].isdigit() and int(code[1]) % 2]

    def settled() -> set[tuple[str, str]]:
        log.record(*changes(log.state, points, log.clock.now()))
        return {(each.scope, each.subject) for each in log.state.incidents.values()}

    fare(log, Health.DOWN, *lost)
    assert settled() == {("region", "Nam"), ("point", "T1D1")}
    for code in lost:
        fare(log, Health.OK, code)
        assert settled() <= {("region", "Nam"), ("point", "T1D1")}
    assert settled() == set()
    opened_ones = [event.body for event in log.events if isinstance(event.body, ev.IncidentOpened)]
    assert len(opened_ones) == 2


def test_a_province_of_thirty_is_one_incident_with_the_next_speaker_beside_it() -> None:
    points = {each.code: each for each in roster(provinces=2, districts=29)}
    log = opened([item("a", point="TC00"), item("b", point="T1D7"), item("c")])
    rooms = [code for code in points if code.startswith("T1")]
    assert len(rooms) == 30

    def settled() -> set[tuple[str, str]]:
        log.record(*changes(log.state, points, log.clock.now()))
        return {(each.scope, each.subject) for each in log.state.incidents.values()}

    for start in range(0, 30, 10):
        fare(log, Health.DOWN, *rooms[start : start + 10])
        settled()
    assert settled() == {("province", "T1"), ("point", "T1D7")}
    group = next(each for each in log.state.incidents.values() if each.scope == "province")
    assert set(group.points) == set(rooms), "it grew as the rooms went"
    for code in reversed(rooms):
        log.clock.advance(1)
        fare(log, Health.OK, code)
        assert settled() <= {("province", "T1"), ("point", "T1D7")}
    ends = [event.body for event in log.events if isinstance(event.body, ev.IncidentResolved)]
    begins = [event.body for event in log.events if isinstance(event.body, ev.IncidentOpened)]
    assert (len(begins), len(ends), log.state.incidents) == (2, 2, {})
