"""The contract of `incidents --json`: the fields of the contract first, ours behind them."""

from __future__ import annotations

from typing import Any

from console.past.incidents import PastIncident
from console.point_role import speaking
from console.ranking import Ranked
from console.view import View
from data.instants import utc_iso
from data.state import Incident


def open_objects(view: View) -> list[dict[str, Any]]:
    """Every open incident that speaks for itself, gravest first; `merged` are those it speaks for.

    `item` is where its point speaks, `actor` who has it in hand now.
    """
    cues = {code: role.cue for code, role in speaking(view).items()}
    merged: dict[str, list[str]] = {}
    for each in view.state.incidents.values():
        merged.setdefault(each.into, []).append(each.id)
    return [
        _open(each, cues.get(each.incident.subject), merged.get(each.incident.id, []))
        for each in view.incidents
    ]


def _open(each: Ranked, cue: str | None, merged: list[str]) -> dict[str, Any]:
    taken = each.incident.taken if each.taken else None
    fields = _fields(each.incident, each.severity, each.stage)
    fields |= {"acknowledged_at": utc_iso(taken.at_ms) if taken else None}
    return fields | {"item": cue, "actor": each.taken or None, "muted": each.muted, "merged": merged}


def past_object(each: PastIncident) -> dict[str, Any]:
    """One that is over, with the severity that it had last and whoever had it in hand last."""
    incident, taken = each.incident, each.incident.taken
    fields = _fields(incident, incident.severity, "resolved")
    fields |= {"acknowledged_at": utc_iso(taken.at_ms) if taken else None}
    return fields | {"resolved_at": utc_iso(each.resolved_ms), "actor": taken.by if taken else None}


def _fields(incident: Incident, severity: str, state: str) -> dict[str, Any]:
    return {
        "id": incident.id,
        "kind": incident.reason,
        "scope": incident.scope,
        "severity": severity,
        "state": state,
        "opened_at": utc_iso(incident.opened_ms),
        "acknowledged_at": None,
        "resolved_at": None,
        "points": list(incident.points),
        "item": None,
        "actor": None,
        "subject": incident.subject,
        "assigned": incident.assigned.to if incident.assigned else None,
        "note": incident.remark.text if incident.remark else None,
        "muted": False,
        "merged": [],
    }
