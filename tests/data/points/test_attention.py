"""Which rooms matter now, and how grave a fault of each is."""

from __future__ import annotations

import pytest
from kit.conference import item, point, running

from data.folder.model import CENTRAL, DISTRICT, HIGH, PROVINCIAL
from data.health.reading import Health
from data.points.attention import Role, attended, roles, severity
from data.state import EMPTY

DOWN, SICK = Health.DOWN, Health.DEGRADED
SPEAKERS = [item("a", point="T1"), item("b"), *(item(f"i{n}", point=f"T{n}") for n in (2, 3, 4, 5))]


def test_roles_follow_the_distance_to_air() -> None:
    log = running(SPEAKERS)
    assert roles(log.state) == {
        "T1": Role.NEXT,
        "T2": Role.SOON,
        "T3": Role.SOON,
        "T4": Role.LATER,
        "T5": Role.LATER,
    }
    log.advance()
    assert roles(log.state)["T1"] is Role.ON_AIR
    assert roles(log.state)["T2"] is Role.NEXT, "an item of no room does not keep a room waiting"


def test_a_room_that_speaks_twice_has_its_nearest_role() -> None:
    log = running([item("a", point="T1"), item("b", point="T2"), item("c", point="T1")])
    log.advance()
    assert roles(log.state) == {"T1": Role.ON_AIR, "T2": Role.NEXT}
    assert attended(log.state) == ("T1", "T2")


def test_attention_is_on_air_and_the_next_three_turns() -> None:
    log = running(SPEAKERS)
    assert attended(log.state) == ("T1", "T2")
    log.advance()
    assert attended(log.state) == ("T1", "T2", "T3")


def test_after_the_end_nobody_speaks() -> None:
    log = running([item("a", point="T1")])
    log.advance()
    log.clock.advance(60)
    log.advance()
    assert (roles(log.state), attended(log.state)) == ({}, ())
    assert (roles(EMPTY), attended(EMPTY)) == ({}, ())


SEVERITIES = [
    (Role.ON_AIR, DISTRICT, "P1", "P1"),
    (Role.NEXT, DISTRICT, "P1", "P2"),
    (Role.SOON, DISTRICT, "P2", "P3"),
    (Role.LATER, DISTRICT, "P2", "P3"),
    (Role.AUDIENCE, DISTRICT, "P4", "P4"),
    (Role.AUDIENCE, PROVINCIAL, "P2", "P3"),
    (Role.AUDIENCE, HIGH, "P2", "P3"),
    (Role.AUDIENCE, CENTRAL, "P1", "P2"),
]


@pytest.mark.parametrize(("role", "level", "down", "sick"), SEVERITIES)
def test_severity_by_role_and_level(role: Role, level: str, down: str, sick: str) -> None:
    room = point("X", level)
    assert severity(DOWN, role, room, opened=True, seen=True) == down
    assert severity(SICK, role, room, opened=True, seen=True) == sick


def test_guests_make_a_district_as_grave_as_a_province() -> None:
    room = point("X", guests=True)
    assert severity(DOWN, Role.AUDIENCE, room, opened=True, seen=True) == "P2"


def test_before_the_opening_a_room_that_never_came_is_a_small_matter() -> None:
    room = point("X", PROVINCIAL)
    assert severity(DOWN, Role.AUDIENCE, room, opened=False, seen=False) == "P3"
    assert severity(DOWN, Role.NEXT, room, opened=False, seen=False) == "P2"
    assert severity(DOWN, Role.NEXT, room, opened=False, seen=True) == "P1"


@pytest.mark.parametrize("health", [Health.OK, Health.UNKNOWN, Health.STALE])
def test_what_is_not_a_fault_has_no_severity(health: Health) -> None:
    assert severity(health, Role.ON_AIR, point("X"), opened=True, seen=True) == ""
