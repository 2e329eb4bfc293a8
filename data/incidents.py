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
from data.model import BridgePoint
from data.reading import Health
from data.state import ConferenceState, Incident

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
    grouped = _groups(state, points)
    covered = {code for fault in grouped for code in fault.points}
    by_role = roles(state)
    faults = []
    for code, known in state.points.items():
        point = points.get(code)
        if point is None or known.health not in (Health.DOWN, Health.DEGRADED):
            continue
        role = by_role.get(code, Role.AUDIENCE)
        grade = severity(known.health, role, point, opened=state.opened_ms is not None, seen=known.seen)
        if grade in SHOWN and (code not in covered or role is not Role.AUDIENCE):
            faults.append(Fault("point", code, grade, known.reason, (code,)))
    return faults + grouped


def _kept(incident: Incident) -> Fault:
    """An open incident as it is: while a source is lost nobody can say that it is over."""
    return Fault(incident.scope, incident.subject, incident.severity, incident.reason, incident.points)


def _groups(state: ConferenceState, points: Mapping[str, BridgePoint]) -> list[Fault]:
    down: dict[str, list[str]] = defaultdict(list)
    for code, known in state.points.items():
        if known.health is Health.DOWN and known.seen and (point := points.get(code)):
            down[_group_of(point)].append(code)
    sizes: dict[str, int] = defaultdict(int)
    for point in points.values():
        sizes[_group_of(point)] += 1
    return [
        Fault("province", group, "P3", "group", tuple(sorted(codes)))
        for group, codes in down.items()
        if group and len(codes) >= max(GROUP_POINTS, GROUP_SHARE * sizes[group])
    ]


def _group_of(point: BridgePoint) -> str:
    """The province a room belongs to; a provincial court belongs to its own."""
    return point.code if point.level == "provincial" else point.parent


def changes(state: ConferenceState, points: Mapping[str, BridgePoint], now: Moment) -> tuple[Fact, ...]:
    """What to append so that the open incidents are the standing faults. Empty when they are."""
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
    return tuple(facts)
