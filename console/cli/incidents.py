"""`diemcau incidents`: what is wrong now, gravest first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from console.alarm import Ranked
from console.cli.command import Command, terminal
from console.cli.opening import FOLDER, JSON, load_conference
from console.folder import Folder
from console.past_incidents import PastIncident, past_incidents
from console.problem_text import word
from console.screens.point_role import speaking
from console.status import read_status
from console.text import Text, local_time, utc_iso
from console.view import View
from data.state import Incident, Taken


@click.command("incidents", cls=Command)
@FOLDER
@JSON
@click.option("--all", "past", is_flag=True, help="cli.opt.incidents_all")
@click.pass_context
def command(ctx: click.Context, *, folder: Path, as_json: bool, past: bool) -> int:
    """Print one row an open incident; with `--all` also those that are over, oldest first, behind them."""
    talk = terminal(ctx)
    conference = load_conference(talk, folder, warn=False)
    view = read_status(Folder(folder), conference).view
    over = past_incidents(Folder(folder)) if past else []
    if as_json:
        import msgspec

        cues = {code: role.cue for code, role in speaking(view).items()}
        found = [_object(each, cues.get(each.incident.subject)) for each in view.incidents]
        found += [_past_object(each) for each in over]
        talk.out(msgspec.json.encode(found).decode())
    else:
        talk.out_all(_line(view, each, talk.t) for each in view.incidents)
        talk.out_all(_past_line(view, each, talk.t) for each in over)
        if not (view.incidents or over):
            talk.say("cli.incidents.none")
    return 0


def _object(each: Ranked, cue: str | None) -> dict[str, Any]:
    """One open incident; `item` is where its point speaks, `actor` who has it in hand now."""
    incident = each.incident
    taken = incident.taken if each.taken else None
    state = "acknowledged" if taken else "open"
    return _fields(incident, each.severity, state, taken) | {"item": cue}


def _past_object(each: PastIncident) -> dict[str, Any]:
    """One that is over, with the severity that it had at first and whoever had it in hand last."""
    incident = each.incident
    fields = _fields(incident, incident.severity, "resolved", incident.taken)
    return fields | {"resolved_at": utc_iso(each.resolved_ms)}


def _fields(incident: Incident, severity: str, state: str, taken: Taken | None) -> dict[str, Any]:
    return {
        "id": incident.id,
        "kind": incident.reason,
        "scope": incident.scope,
        "subject": incident.subject,
        "severity": severity,
        "state": state,
        "opened_at": utc_iso(incident.opened_ms),
        "acknowledged_at": utc_iso(taken.at_ms) if taken else None,
        "resolved_at": None,
        "points": list(incident.points),
        "item": None,
        "actor": taken.by if taken else None,
        "reason": incident.reason,
    }


def _line(view: View, each: Ranked, t: Text) -> str:
    return _told(view, each.incident, each.severity, each.taken, t)


def _past_line(view: View, each: PastIncident, t: Text) -> str:
    line = _told(view, each.incident, each.incident.severity, "", t)
    return t("points.incident.over", line=line, time=local_time(each.resolved_ms, view.conference.timezone))


def _told(view: View, incident: Incident, severity: str, taken: str, t: Text) -> str:
    point = view.points.get(incident.subject)
    why = word(t, "reason", incident.reason)
    return t(
        "cli.incidents.line",
        severity=severity,
        id=incident.id,
        subject=incident.subject,
        name=point.label if point else "",
        why=t("points.taken", what=why, by=taken) if taken else why,
        count=len(incident.points),
        time=local_time(incident.opened_ms, view.conference.timezone),
    )
