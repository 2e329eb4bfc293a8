"""What must be written so that the open incidents are the faults that stand."""

from __future__ import annotations

from collections.abc import Mapping

from data import events as ev
from data.clock import Moment
from data.events import Fact
from data.folder.model import BridgePoint
from data.incidents.fold import REOPEN_S
from data.incidents.standing import Fault, Key, fault_key, standing
from data.overrule.saying import as_said
from data.state import ConferenceState, Incident
from data.units import NS_PER_MS, NS_PER_S

BATCH = 200


def changes(state: ConferenceState, points: Mapping[str, BridgePoint], now: Moment) -> tuple[Fact, ...]:
    """What to append so that the open incidents are the standing faults. Empty when they are.

    At most `BATCH` at a time; call again for the rest.
    """
    now_ns = state.t_ns(now)
    wanted = {fault.key: fault for fault in standing(as_said(state, now_ns), points)}
    opened = {fault_key(each.scope, each.subject, each.reason): each for each in state.incidents.values()}
    facts = [_end(incident, now_ns) for key, incident in opened.items() if key not in wanted]
    recent = _recent(state, now_ns)
    count = state.incidents_opened
    for key, fault in wanted.items():
        if (incident := opened.get(key)) is not None:
            facts += _growth(incident, fault)
        elif key in recent:
            facts.append(_begin_again(*recent[key], fault))
        else:
            count += 1
            facts.append(_begin(f"i{count}", fault))
    return tuple(facts[:BATCH])


def _recent(state: ConferenceState, now_ns: int) -> dict[Key, tuple[Incident, int]]:
    """Incidents that may come back, with the nanoseconds since each was over."""
    return {
        fault_key(each.incident.scope, each.incident.subject, each.incident.reason): (
            each.incident,
            now_ns - each.at_ns,
        )
        for each in state.closed.values()
        if now_ns - each.at_ns <= REOPEN_S * NS_PER_S
    }


def _begin(key: str, fault: Fault) -> Fact:
    body = ev.IncidentOpened(
        id=key,
        scope=fault.scope,
        subject=fault.subject,
        severity=fault.severity,
        reason=fault.reason,
        points=fault.points,
    )
    return Fact(body, point=_room(fault))


def _begin_again(incident: Incident, over_ns: int, fault: Fault) -> Fact:
    body = ev.IncidentReopened(
        id=incident.id,
        severity=fault.severity,
        reason=fault.reason,
        after_ms=over_ns // NS_PER_MS,
        points=tuple(sorted({*incident.points, *fault.points})),
    )
    return Fact(body, point=_room(fault))


def _growth(incident: Incident, fault: Fault) -> list[Fact]:
    """It has spread, or the agenda moved. That it shrinks is not written: it has an end for that."""
    spread = set(fault.points) - set(incident.points)
    if not spread and fault.severity == incident.severity:
        return []
    points = tuple(sorted({*incident.points, *spread})) if spread else incident.points
    body = ev.IncidentChanged(id=incident.id, severity=fault.severity, was=incident.severity, points=points)
    return [Fact(body, point=_room(fault))]


def _end(incident: Incident, now_ns: int) -> Fact:
    body = ev.IncidentResolved(id=incident.id, open_ms=(now_ns - incident.opened_ns) // NS_PER_MS)
    return Fact(body, point=_room(incident))


def _room(about: Fault | Incident) -> str | None:
    return about.subject if about.scope == "point" else None
