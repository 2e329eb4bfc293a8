"""A row in words that call rooms by their names, and incidents by room and fault. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from console.faults import About, Faults
from console.text.events.line import event_line
from console.text.problems import source_error, word
from console.text.sentences import Text
from data import events as ev
from data.events import Event
from data.finding.place_names import short_region
from data.folder.model import BridgePoint

OF_INCIDENTS = (
    ev.IncidentAcknowledged,
    ev.IncidentAssigned,
    ev.IncidentChanged,
    ev.IncidentMerged,
    ev.IncidentMuted,
    ev.IncidentNoted,
    ev.IncidentReopened,
    ev.IncidentResolved,
)
"""What follows upon an incident's beginning; the rows know it by its number alone."""

Points = Mapping[str, BridgePoint]


def told_by_name(event: Event, t: Text, points: Points, faults: Faults) -> tuple[str, str]:
    """Code and sentence; the sentence does not repeat the code. "" for what has no code."""
    body = event.body
    if isinstance(body, ev.IncidentOpened):
        named = msgspec.structs.replace(body, subject=_label(points, body.subject))
        return body.subject, event_line(msgspec.structs.replace(event, body=named), t)
    if isinstance(body, OF_INCIDENTS):
        return _followed(event, body, t, points, faults)
    subject = event.item or event.point or ""
    return subject, event_line(event, t).removeprefix(f"{subject} ")


def _followed(event: Event, body: Any, t: Text, points: Points, faults: Faults) -> tuple[str, str]:
    """Where nobody knows how it began, the room alone. Its number means nothing to anybody."""
    about = faults.of(body.id)
    code = about.subject if about else event.point or ""
    name = _label(points, code)
    if about is not None and about.scope == "region":  # a long name, and no code: it stands in the sentence
        code, name = "", short_region(name)
    if about is None or isinstance(body, ev.IncidentReopened):  # which tells the fault by itself
        return code, _line(event, t, id=name or t("incident.from_before"))
    into = faults.of(body.into) if isinstance(body, ev.IncidentMerged) else None
    told = {"into": _label(points, into.subject)} if into else {}
    return code, f"{name}: {_line(event, t, id=_why(about, t), **told)}"


def _line(event: Event, t: Text, **told: str) -> str:
    return event_line(msgspec.structs.replace(event, body=msgspec.structs.replace(event.body, **told)), t)


def _label(points: Points, code: str) -> str:
    return points[code].label if code in points else code


def _why(about: About, t: Text) -> str:
    return source_error(about.reason, t) if about.scope == "source" else word(t, "reason", about.reason)
