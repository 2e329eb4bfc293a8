"""How the events of incidents change the state."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from data import events as ev
from data.builder import Builder
from data.event_body import Body
from data.events import Event
from data.incident_events import IncidentChanged, IncidentReopened
from data.state import NS_PER_S, Closed, Incident, Taken

REOPEN_S = 120
"""A fault that is back so soon is the same incident, and whoever took it on still has it."""


def _opened(b: Builder, event: Event, body: ev.IncidentOpened) -> None:
    b.incidents_opened += 1
    b.own("incidents")[body.id] = Incident(
        id=body.id,
        scope=body.scope,
        subject=body.subject,
        severity=body.severity,
        reason=body.reason,
        points=body.points,
        opened_ms=event.at.utc_ms,
        opened_ns=b.now_ns(),
    )


def _acknowledged(b: Builder, event: Event, body: ev.IncidentAcknowledged) -> None:
    taken = Taken(event.actor, event.at.utc_ms, b.now_ns(), body.severity, body.expires_s)
    _change(b, body.id, taken=taken)


def _changed(b: Builder, event: Event, body: IncidentChanged) -> None:
    _change(b, body.id, severity=body.severity, points=body.points)


def _resolved(b: Builder, event: Event, body: ev.IncidentResolved) -> None:
    incident = b.own("incidents").pop(body.id, None)
    if incident is None:
        return
    closed, now_ns = b.own("closed"), b.now_ns()
    for key in [key for key, each in closed.items() if now_ns - each.at_ns > REOPEN_S * NS_PER_S]:
        del closed[key]
    closed[body.id] = Closed(incident, now_ns)


def _reopened(b: Builder, event: Event, body: IncidentReopened) -> None:
    closed = b.own("closed").pop(body.id, None)
    if closed is not None:
        b.own("incidents")[body.id] = closed.incident
        _change(b, body.id, severity=body.severity, reason=body.reason, points=body.points)


def _change(b: Builder, key: str, **changes: Any) -> None:
    incident = b.incidents.get(key)
    if incident is not None:
        b.own("incidents")[key] = msgspec.structs.replace(incident, **changes)


HANDLERS: dict[type[Body], Callable[[Builder, Event, Any], None]] = {
    ev.IncidentOpened: _opened,
    ev.IncidentAcknowledged: _acknowledged,
    IncidentChanged: _changed,
    ev.IncidentResolved: _resolved,
    IncidentReopened: _reopened,
}
"""For `data.fold`."""
