"""Which faults stand as incidents, and what must be opened or resolved to make the record say so.

Many rooms of one province that fail together are one fault. A room that speaks now or next always
stays visible by itself. A lost source is one fault too, and says nothing about rooms.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import msgspec

from data import events as ev
from data.attention import Role, roles, severity
from data.clock import Moment
from data.events import Fact
from data.model import CENTRAL, HIGH, PROVINCIAL, BridgePoint
from data.reading import Health
from data.state import ConferenceState, Incident

BATCH = 200
GROUP_POINTS = 3
GROUP_SHARE = 0.3
SHOWN = ("P1", "P2", "P3")
NS_PER_MS = 1_000_000


class Fault(msgspec.Struct, frozen=True):
    """A fault that stands now, by scope ("point", "province", "source") and subject."""

    scope: str
    subject: str
    severity: str
    reason: str
    points: tuple[str, ...]


def standing(state: ConferenceState, points: Mapping[str, BridgePoint]) -> list[Fault]:
    """Every fault that deserves an incident, from the recorded health and the agenda."""
    lost = [Fault("source", name, "P2", loss.error, ()) for name, loss in state.lost.items()]
    if lost:
        return lost + [_kept(incident) for incident in state.incidents.values() if incident.scope != "source"]
    by_role = roles(state)
    grades = _grades(state, points, by_role)
    grouped = _groups(state, points, grades)
    covered = {code for fault in grouped for code in fault.points}
    alone = [
        Fault("point", code, grade, state.point(code).reason, (code,))
        for code, grade in grades.items()
        if grade in SHOWN and (code not in covered or code in by_role)
    ]
    return alone + grouped


def _grades(
    state: ConferenceState, points: Mapping[str, BridgePoint], by_role: Mapping[str, Role]
) -> dict[str, str]:
    """Sick points of the roster, with the severity of each by itself."""
    opened = state.opened_ms is not None
    return {
        code: severity(known.health, by_role.get(code, Role.AUDIENCE), point, opened=opened, seen=known.seen)
        for code, known in state.points.items()
        if known.health in _SICK and (point := points.get(code)) is not None
    }


_SICK = (Health.DOWN, Health.DEGRADED)


def _kept(incident: Incident) -> Fault:
    """An open incident as it is: while a source is lost nobody can say that it is over."""
    return Fault(incident.scope, incident.subject, incident.severity, incident.reason, incident.points)


def _groups(
    state: ConferenceState, points: Mapping[str, BridgePoint], grades: Mapping[str, str]
) -> list[Fault]:
    """Provinces that failed together; as grave as the gravest room in them, P3 at least."""
    down: dict[str, list[str]] = defaultdict(list)
    for code in grades:
        if (known := state.point(code)).health is Health.DOWN and known.seen:
            down[_group_of(points[code])].append(code)
    sizes: dict[str, int] = defaultdict(int)
    for point in points.values():
        sizes[_group_of(point)] += 1
    return [
        Fault("province", group, min("P3", *(grades[code] for code in codes)), "group", tuple(sorted(codes)))
        for group, codes in down.items()
        if group and len(codes) >= max(GROUP_POINTS, GROUP_SHARE * sizes[group])
    ]


def _group_of(point: BridgePoint) -> str:
    """The province a room belongs to; a provincial court belongs to its own, higher courts to none."""
    if point.level in (CENTRAL, HIGH):
        return ""
    return point.code if point.level == PROVINCIAL else point.parent


def changes(state: ConferenceState, points: Mapping[str, BridgePoint], now: Moment) -> tuple[Fact, ...]:
    """What to append so that the open incidents are the standing faults. Empty when they are.

    At most `BATCH` at a time; call again for the rest.
    """
    wanted = {(fault.scope, fault.subject): fault for fault in standing(state, points)}
    opened = {(incident.scope, incident.subject): incident for incident in state.incidents.values()}
    facts = []
    for key, incident in opened.items():
        if key not in wanted:
            open_ms = (state.t_ns(now) - incident.opened_ns) // NS_PER_MS
            body = ev.IncidentResolved(id=incident.id, open_ms=open_ms)
            facts.append(Fact(body, point=incident.subject if incident.scope == "point" else None))
    count = state.incidents_opened
    for key, fault in wanted.items():
        if key not in opened:
            count += 1
            body_ = ev.IncidentOpened(
                id=f"i{count}",
                scope=fault.scope,
                subject=fault.subject,
                severity=fault.severity,
                reason=fault.reason,
                points=fault.points,
            )
            facts.append(Fact(body_, point=fault.subject if fault.scope == "point" else None))
    return tuple(facts[:BATCH])
