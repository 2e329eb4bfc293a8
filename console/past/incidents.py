"""Incidents that are over, read from the record: the state keeps only the open ones."""

from __future__ import annotations

import msgspec

from console.folder import Folder
from console.keeping.opened_log import open_log
from data import events as ev
from data.clock import make_clock
from data.events import Event
from data.incidents.fold import begun, follow
from data.record.errors import LogMissing
from data.state import Incident


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
    body = event.body
    key = getattr(body, "id", "")
    if isinstance(body, ev.IncidentOpened):
        opened[key] = begun(body, event, 0)
    elif isinstance(body, ev.IncidentReopened) and key in found:
        opened[key] = follow(found.pop(key).incident, event, 0)
    elif isinstance(body, ev.IncidentResolved) and key in opened:
        found[key] = PastIncident(opened.pop(key), event.at.utc_ms)
    elif key in opened:
        opened[key] = follow(opened[key], event, 0)
