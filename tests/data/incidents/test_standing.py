"""One fault, one incident: rooms, provinces, sources."""

from __future__ import annotations

import random
from collections.abc import Iterable

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from kit.conference import FoldingLog, item, point, roster, running
from kit.profile import THOROUGH

from console.ranking import ranked
from data import commands as cmd
from data import events as ev
from data.events import Fact
from data.folder.model import AgendaItem, BridgePoint
from data.health.reading import Health
from data.incidents.standing import BATCH, changes

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


def never_came(log: FoldingLog, codes: Iterable[str]) -> None:
    log.record(
        *(
            Fact(ev.HealthChanged(was="unknown", now="down", reason="absent", source="s1"), point=code)
            for code in codes
        )
    )


def test_a_morning_when_nobody_came_is_a_line_a_province_without_regions() -> None:
    points = {each.code: each for each in roster(provinces=10, districts=50)}
    log = running([item("a", point="T1D1")])
    never_came(log, points)
    log.record(*changes(log.state, points, log.clock.now()))
    told = sorted((each.scope, each.subject, each.severity) for each in log.state.incidents.values())
    provinces = [("province", f"T{n}", "P3") for n in range(1, 11)]
    assert told == sorted(
        [*provinces, ("point", "TC00", "P3"), ("point", "CC01", "P3"), ("point", "T1D1", "P2")]
    )
    assert {each.reason for each in log.state.incidents.values() if each.scope == "province"} == {"never"}


def regional(provinces: int = 8, districts: int = 9) -> dict[str, BridgePoint]:
    """Provinces T1… alternately in two regions; districts say nothing of theirs."""
    return {
        each.code: msgspec.structs.replace(each, region="Nam" if int(each.code[1:]) % 2 else "Bắc")
        if each.level == "provincial"
        else each
        for each in roster(provinces=provinces, districts=districts)
    }


def test_before_the_opening_the_absent_of_a_region_are_one_line_until_the_last_has_come() -> None:
    points = regional()
    log = running([item("a", point="T1D1"), item("b")])
    never_came(log, points)
    rooms = [code for code in points if code not in ("TC00", "CC01", "T1D1")]

    def settled() -> set[tuple[str, str]]:
        log.record(*changes(log.state, points, log.clock.now()))
        assert changes(log.state, points, log.clock.now()) == ()
        return {(each.scope, each.subject) for each in log.state.incidents.values()}

    alone = {("point", "TC00"), ("point", "CC01"), ("point", "T1D1")}
    assert settled() == {("region", "Nam"), ("region", "Bắc"), *alone}
    written = len(log.events)
    for number, code in enumerate(rooms):
        fare(log, Health.OK, code)
        regions = {each for each in settled() if each[0] == "region"}
        assert len(regions) == (0 if number == len(rooms) - 1 else 1 if number == len(rooms) - 2 else 2) or (
            regions
        ), "never a line a room"
    assert settled() == alone
    told = [event.body for event in log.events[written:] if type(event.body).__name__.startswith("Incident")]
    assert [type(body).__name__ for body in told] == ["IncidentResolved"] * 2


def test_at_the_opening_the_absent_of_the_audience_are_no_incident_any_more() -> None:
    points = regional()
    log = running([item("a", point="T1D1"), item("b")])
    never_came(log, [code for code in points if points[code].level == "district"])
    log.record(*changes(log.state, points, log.clock.now()))
    assert sum(each.scope == "region" for each in log.state.incidents.values()) == 2
    log.advance()
    log.record(*changes(log.state, points, log.clock.now()))
    assert [each.subject for each in log.state.incidents.values()] == ["T1D1"]


def ran(log: FoldingLog) -> None:
    """The item on air takes its time and is left."""
    log.clock.advance(600)
    assert log.advance() is None


def test_after_the_end_rooms_go_home_and_that_is_no_incident() -> None:
    log = opened([item("a", point="T1"), item("b", point="T2")])
    fare(log, Health.DOWN, "T1", "T2D1", "T2D2")
    before = settle(log)
    assert before == {("point", "T1")}
    ran(log)
    ran(log)
    assert log.state.ended
    fare(log, Health.DOWN, *POINTS)
    log.record(ev.SourceLost(source="s1", error="unreachable", detail="", points=9))
    assert settle(log) == before, "neither rooms, nor a province, nor the platform; what was open stays so"
    log.record(ev.SourceRecovered(source="s1", lost_ms=1))
    fare(log, Health.OK, "T1")
    assert settle(log) == set()
    fare(log, Health.DOWN, "T1")
    assert settle(log) == set(), "nor does it come back"
    kinds = [event.kind for event in log.events if event.kind.startswith("Incident")]
    assert kinds == ["IncidentOpened", "IncidentResolved"]


def test_an_end_that_is_undone_lets_faults_stand_again() -> None:
    log = opened([item("a", point="T1")])
    ran(log)
    fare(log, Health.DOWN, "T1")
    assert settle(log) == set()
    assert log.undo() is None
    assert not log.state.ended and settle(log) == {("point", "T1")}


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
