"""Before the opening, when nobody is there yet, and after the end, when rooms go home."""

from __future__ import annotations

from kit.conference import FoldingLog, item, roster, running
from kit.faults import POINTS, fare, never_came, opened, regional, settle

from data import events as ev
from data.health.reading import Health
from data.incidents.changes import changes


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
