"""Open incidents in the order in which they want somebody, and how far people have come with each. Pure."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from data.folder.model import BridgePoint
from data.incidents.standing import NEAR, severity_now
from data.incidents.state import Assigned, Taken
from data.points.attention import roles
from data.state import ConferenceState, Incident


class Ranked(msgspec.Struct, frozen=True):
    """An open incident with the severity that the agenda gives it now, and the points that are still in it,
    those of merged ones included. `taken` names who has it in hand; `muted`: nobody wants to hear of it now.
    """

    severity: str
    incident: Incident
    taken: str = ""
    muted: bool = False

    @property
    def stage(self) -> str:
        """How far people have come: "open", "acknowledged", "assigned", "noted"."""
        taken, remark = self.incident.taken, self.incident.remark
        if not self.taken or taken is None:
            return "open"
        if remark is not None and remark.at_ms >= taken.at_ms:
            return "noted"
        return "assigned" if _given(self.incident, taken) else "acknowledged"


class _Standing(msgspec.Struct, frozen=True):
    severity: str
    points: tuple[str, ...]

    def joined(self, other: _Standing) -> _Standing:
        """Both as one: as grave as the graver."""
        points = tuple(sorted({*self.points, *other.points}))
        return _Standing(min(self.severity, other.severity), points)


def ranked(state: ConferenceState, points: Mapping[str, BridgePoint], t_ns: int = 0) -> list[Ranked]:
    """Open incidents at conference time `t_ns`: gravest first, those that nobody has in hand or has silenced
    before the others, then oldest.

    One that was merged into another is told by that one, unless its room is on air or next.
    """
    by_role, incidents = roles(state), state.incidents
    told: dict[str, _Standing] = {}
    merged: list[tuple[str, _Standing]] = []
    for key, incident in incidents.items():
        standing = _Standing(*severity_now(state, incident, points, by_role))
        near = incident.scope == "point" and by_role.get(incident.subject) in NEAR
        if incident.into in incidents and not near:
            merged.append((incident.into, standing))
        else:
            told[key] = standing
    for into, standing in merged:
        speaker = into
        while speaker not in told:
            speaker = incidents[speaker].into
        told[speaker] = told[speaker].joined(standing)
    found = [_ranked(incidents[key], standing, t_ns) for key, standing in told.items()]
    return sorted(found, key=_urgency)


def _urgency(each: Ranked) -> tuple[str, bool, int]:
    return each.severity, each.muted or bool(each.taken), each.incident.opened_ns


def _ranked(incident: Incident, now: _Standing, t_ns: int) -> Ranked:
    taken = incident.taken_now(now.severity, t_ns)
    given = _given(incident, taken) if taken is not None else None
    holder = given.to if given is not None else taken.by if taken is not None else ""
    if now.points != incident.points:
        incident = msgspec.structs.replace(incident, points=now.points)
    return Ranked(now.severity, incident, holder, incident.is_muted(now.severity, t_ns))


def _given(incident: Incident, taken: Taken) -> Assigned | None:
    """To whom it was given, unless somebody took it on after that."""
    given = incident.assigned
    return given if given is not None and given.at_ms >= taken.at_ms else None
