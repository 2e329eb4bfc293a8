"""How the events of incidents change the state."""

from __future__ import annotations

from typing import Any

import msgspec

from data import events as ev
from data.builder import Builder, Handler
from data.event_body import Body
from data.events import Event
from data.incidents.state import Assigned, Remark
from data.state import Closed, Incident, Taken
from data.units import NS_PER_S

REOPEN_S = 120
"""A fault that is back so soon is the same incident, and whoever took it on still has it."""


def begun(body: ev.IncidentOpened, event: Event, now_ns: int) -> Incident:
    """The incident that `event` opens."""
    return Incident(
        id=body.id,
        scope=body.scope,
        subject=body.subject,
        severity=body.severity,
        reason=body.reason,
        points=body.points,
        opened_ms=event.at.utc_ms,
        opened_ns=now_ns,
        grave_ns=now_ns,
    )


def _opened(b: Builder, event: Event, body: ev.IncidentOpened) -> None:
    b.incidents_opened += 1
    b.own("incidents")[body.id] = begun(body, event, b.now_ns())


def follow(incident: Incident, event: Event, now_ns: int) -> Incident:
    """`incident` after an event about it that is neither its beginning nor its end, at conference time
    `now_ns`.
    """
    by, at_ms = event.actor, event.at.utc_ms
    changes: dict[str, Any] = {}
    match event.body:
        case ev.IncidentAcknowledged() as body:
            changes = {"taken": Taken(by, at_ms, now_ns, body.severity, body.expires_s)}
        case ev.IncidentAssigned() as body:
            changes = {"assigned": Assigned(body.to, by, at_ms)}
        case ev.IncidentNoted() as body:
            changes = {"remark": Remark(body.text, by, at_ms)}
        case ev.IncidentMuted() as body:
            muted = Taken(by, at_ms, now_ns, body.severity, body.for_s) if body.for_s else None
            changes = {"muted": muted}
        case ev.IncidentMerged() as body:
            changes = {"into": body.into}
        case ev.IncidentChanged() as body:
            grave_ns = now_ns if body.severity < incident.severity else incident.grave_ns
            changes = {"severity": body.severity, "points": body.points, "grave_ns": grave_ns}
        case ev.IncidentReopened() as body:
            changes = {"severity": body.severity, "reason": body.reason, "points": body.points}
            changes["grave_ns"] = now_ns
    return msgspec.structs.replace(incident, **changes)


def _followed(b: Builder, event: Event, body: Any) -> None:
    incident = b.incidents.get(body.id)
    if incident is not None:
        b.own("incidents")[body.id] = follow(incident, event, b.now_ns())


def _resolved(b: Builder, event: Event, body: ev.IncidentResolved) -> None:
    incident = b.own("incidents").pop(body.id, None)
    if incident is None:
        return
    closed, now_ns = b.own("closed"), b.now_ns()
    for key in [key for key, each in closed.items() if now_ns - each.at_ns > REOPEN_S * NS_PER_S]:
        del closed[key]
    closed[body.id] = Closed(incident, now_ns)


def _reopened(b: Builder, event: Event, body: ev.IncidentReopened) -> None:
    closed = b.own("closed").pop(body.id, None)
    if closed is not None:
        b.own("incidents")[body.id] = follow(closed.incident, event, b.now_ns())


HANDLERS: dict[type[Body], Handler] = {
    ev.IncidentOpened: _opened,
    **dict.fromkeys(
        (
            ev.IncidentAcknowledged,
            ev.IncidentAssigned,
            ev.IncidentNoted,
            ev.IncidentMuted,
            ev.IncidentMerged,
            ev.IncidentChanged,
        ),
        _followed,
    ),
    ev.IncidentResolved: _resolved,
    ev.IncidentReopened: _reopened,
}
"""For `data.fold`."""
