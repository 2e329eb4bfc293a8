"""`diemcau incidents`: what is wrong now, gravest first; and what a technician does about it."""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path

import click
import msgspec

from console.cli.changing import REASON
from console.cli.command import Command, Terminal, terminal
from console.cli.commanding import give
from console.cli.failures import Denied
from console.cli.opening import FOLDER, JSON, load_conference
from console.cli.person import AS, actor_name
from console.cli.span import span_s
from console.facts.incidents import open_objects, past_object
from console.folder import Folder
from console.past.incidents import PastIncident, past_incidents
from console.ranking import Ranked
from console.status import read_status
from console.text.problems import word
from console.text.sentences import Text, local_time
from console.view import View
from data import commands as cmd
from data.incidents.commands import AssignIncidents, MergeIncidents, MuteIncidents, NoteIncidents
from data.points import gone
from data.state import Incident

ACTS = ("take", "assign", "note", "mute", "unmute", "merge", "split")


class Order(msgspec.Struct, frozen=True):
    """What stands on the command line besides the incidents."""

    act: str
    to: str
    text: str
    for_s: int
    into: str
    reason: str
    sticky: bool


@click.command("incidents", cls=Command)
@FOLDER
@click.argument("act", required=False, default=None, type=click.Choice(ACTS))
@click.argument("ids", nargs=-1)
@JSON
@click.option("--all", "past", is_flag=True, help="cli.opt.incidents_all")
@click.option("--to", default="", metavar="NAME", help="cli.incidents.opt.to")
@click.option("--text", default="", metavar="TEXT", help="cli.incidents.opt.text")
@click.option("--for", "for_", default="15", metavar="TIME", help="cli.incidents.opt.for")
@click.option("--into", default="", metavar="ID", help="cli.incidents.opt.into")
@click.option("--sticky", is_flag=True, help="cli.incidents.opt.sticky")
@REASON
@AS
@click.pass_context
def command(
    ctx: click.Context,
    *,
    folder: Path,
    act: str | None,
    ids: tuple[str, ...],
    as_json: bool,
    past: bool,
    to: str,
    text: str,
    for_: str,
    into: str,
    sticky: bool,
    reason: str,
    actor: str | None,
) -> int:
    """Print one row an open incident; with `--all` also those that are over, oldest first, behind them."""
    talk = terminal(ctx)
    conference = load_conference(talk, folder, warn=False)
    if act is not None:
        order = Order(act, to, text, span_s(talk, for_), into, reason, sticky)
        shown = read_status(Folder(folder), conference).view
        _check(talk, ids, shown.state.incidents)
        seen = {each.incident.id: each.severity for each in shown.incidents}
        give(talk, folder, lambda _state: _command(order, ids, seen), actor=actor_name(actor))
    view = read_status(Folder(folder), conference).view
    over = past_incidents(Folder(folder)) if past else []
    if as_json:
        found = [*open_objects(view), *map(past_object, over)]
        talk.out(msgspec.json.encode(found).decode())
    else:
        talk.out_all(_line(view, each, talk.t) for each in view.incidents)
        talk.out_all(_past_line(view, each, talk.t) for each in over)
        if not (view.incidents or over):
            talk.say("cli.incidents.none")
    return 0


def _check(talk: Terminal, ids: tuple[str, ...], known: Container[str]) -> None:
    """Raises Denied unless every one of `ids`, and there must be one, is an open incident."""
    if not ids:
        raise Denied(talk.t("cli.incidents.which"))
    if strange := [each for each in ids if each not in known]:
        raise Denied(talk.t("cli.incidents.unknown", ids=", ".join(strange)))


def _command(order: Order, ids: tuple[str, ...], seen: dict[str, str]) -> cmd.Command:
    """What is asked of the incidents `ids`; each as grave as it was `seen`."""
    graded = {key: seen.get(key, "P4") for key in ids}
    match order.act:
        case "take":
            return cmd.Acknowledge(incidents=graded, sticky=order.sticky)
        case "assign":
            return AssignIncidents(incidents=graded, to=order.to)
        case "note":
            return NoteIncidents(incidents=ids, text=order.text)
        case "merge" | "split":
            into = order.into if order.act == "merge" else ""
            return MergeIncidents(incidents=ids, into=into, reason=order.reason)
    for_s = order.for_s if order.act == "mute" else 0
    return MuteIncidents(incidents=graded, for_s=for_s, reason=order.reason)


def _line(view: View, each: Ranked, t: Text) -> str:
    line = _incident_line(view, each.incident, each.severity, each.taken, t)
    return t("cli.incidents.muted", line=line) if each.muted else line


def _past_line(view: View, each: PastIncident, t: Text) -> str:
    line = _incident_line(view, each.incident, each.incident.severity, "", t)
    return t("points.incident.over", line=line, time=local_time(each.resolved_ms, view.conference.timezone))


def _incident_line(view: View, incident: Incident, severity: str, taken: str, t: Text) -> str:
    point = view.points.get(incident.subject)
    why = word(
        t, "reason", gone.precise_reason(incident.reason, seen=view.state.point(incident.subject).seen)
    )
    return t(
        "cli.incidents.line" if incident.points else "cli.incidents.line.source",
        severity=severity,
        id=incident.id,
        subject=incident.subject,
        name=point.label if point else "",
        why=t("points.taken", what=why, by=taken) if taken else why,
        count=len(incident.points),
        time=local_time(incident.opened_ms, view.conference.timezone),
    )
