"""`diemcau incidents`: what is wrong now, gravest first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from console.alarm import Ranked
from console.cli.command import Command, terminal
from console.cli.opening import FOLDER, JSON, load_conference
from console.folder import Folder
from console.problem_text import word
from console.screens.point_role import speaking
from console.status import read_status
from console.text import Text, local_time, utc_iso
from console.view import View


@click.command("incidents", cls=Command)
@FOLDER
@JSON
@click.pass_context
def command(ctx: click.Context, *, folder: Path, as_json: bool) -> int:
    """Print one row an open incident."""
    talk = terminal(ctx)
    conference = load_conference(talk, folder, warn=False)
    view = read_status(Folder(folder), conference).view
    if as_json:
        import msgspec

        cues = {code: role.cue for code, role in speaking(view).items()}
        found = [_object(each, cues.get(each.incident.subject)) for each in view.incidents]
        talk.out(msgspec.json.encode(found).decode())
    else:
        talk.out_all(_line(view, each, talk.t) for each in view.incidents)
        if not view.incidents:
            talk.say("cli.incidents.none")
    return 0


def _object(each: Ranked, cue: str | None) -> dict[str, Any]:
    """One open incident; `item` is where its point speaks, `actor` who has it in hand now."""
    incident = each.incident
    taken = incident.taken if each.taken else None
    return {
        "id": incident.id,
        "kind": incident.reason,
        "scope": incident.scope,
        "subject": incident.subject,
        "severity": each.severity,
        "state": "acknowledged" if taken else "open",
        "opened_at": utc_iso(incident.opened_ms),
        "acknowledged_at": utc_iso(taken.at_ms) if taken else None,
        "resolved_at": None,
        "points": list(incident.points),
        "item": cue,
        "actor": taken.by if taken else None,
        "reason": incident.reason,
    }


def _line(view: View, each: Ranked, t: Text) -> str:
    incident = each.incident
    point = view.points.get(incident.subject)
    why = word(t, "reason", incident.reason)
    return t(
        "cli.incidents.line",
        severity=each.severity,
        id=incident.id,
        subject=incident.subject,
        name=point.label if point else "",
        why=t("points.taken", what=why, by=each.taken) if each.taken else why,
        count=len(incident.points),
        time=local_time(incident.opened_ms, view.conference.timezone),
    )
