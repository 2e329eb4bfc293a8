"""Incidents that are over, read from the record: the state keeps only the open ones."""

from __future__ import annotations

import msgspec

from console.folder import Folder
from console.opened_log import open_log
from data import events as ev
from data.clock import make_clock
from data.events import Event
from data.log_errors import LogMissing
from data.state import Incident, Taken


class PastIncident(msgspec.Struct, frozen=True):
    """An incident with its end; `incident.taken` is the last who had it in hand."""

    incident: Incident
    resolved_ms: int


def past_incidents(folder: Folder) -> list[PastIncident]:
    """All that are over, in the order of their ends. Raises LogError for a record that cannot be read."""
    try:
        log = open_log(folder, make_clock(), read_only=True)
    except LogMissing:
        return []
    found, opened, after = dict[str, PastIncident](), dict[str, Incident](), 0
    try:
        while page := log.read(after):
            after = page[-1].seq
            for event in page:
                _follow(opened, found, event)
    finally:
        log.close()
    return list(found.values())


def _follow(opened: dict[str, Incident], found: dict[str, PastIncident], event: Event) -> None:
    """Bring what is open and what is over forward by one event."""
    body, at_ms = event.body, event.at.utc_ms
    match body:
        case ev.IncidentOpened():
            opened[body.id] = Incident(
                id=body.id,
                scope=body.scope,
                subject=body.subject,
                severity=body.severity,
                reason=body.reason,
                points=body.points,
                opened_ms=at_ms,
                opened_ns=0,
            )
        case ev.IncidentAcknowledged() if body.id in opened:
            taken = Taken(event.actor, at_ms, 0, body.severity, body.expires_s)
            opened[body.id] = msgspec.structs.replace(opened[body.id], taken=taken)
        case ev.IncidentChanged() if body.id in opened:
            opened[body.id] = msgspec.structs.replace(
                opened[body.id], severity=body.severity, points=body.points
            )
        case ev.IncidentReopened() if body.id in found:
            opened[body.id] = msgspec.structs.replace(
                found.pop(body.id).incident, severity=body.severity, points=body.points
            )
        case ev.IncidentResolved() if body.id in opened:
            found[body.id] = PastIncident(opened.pop(body.id), at_ms)
