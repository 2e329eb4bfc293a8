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

        talk.out(msgspec.json.encode([_object(each) for each in view.incidents]).decode())
    else:
        talk.out_all(_line(view, each, talk.t) for each in view.incidents)
        if not view.incidents:
            talk.say("cli.incidents.none")
    return 0


def _object(each: Ranked) -> dict[str, Any]:
    incident = each.incident
    return {
        "id": incident.id,
        "severity": each.severity,
        "scope": incident.scope,
        "subject": incident.subject,
        "reason": incident.reason,
        "points": list(incident.points),
        "opened_at": utc_iso(incident.opened_ms),
    }


def _line(view: View, each: Ranked, t: Text) -> str:
    incident = each.incident
    point = view.points.get(incident.subject)
    return t(
        "cli.incidents.line",
        severity=each.severity,
        id=incident.id,
        subject=incident.subject,
        name=point.label if point else "",
        why=word(t, "reason", incident.reason),
        count=len(incident.points),
        time=local_time(incident.opened_ms, view.conference.timezone),
    )
