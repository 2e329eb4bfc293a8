"""`diemcau names`: what people decided about names that a platform shows; decides, too."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
import msgspec

from console.cli.changing import REASON
from console.cli.command import Command, Terminal, terminal
from console.cli.commanding import give
from console.cli.failures import Denied
from console.cli.item_fields import point_code
from console.cli.opening import FOLDER, JSON, load_conference
from console.cli.person import AS, actor_name
from console.folder import Folder
from console.names import Matter, in_order, unmatched
from console.status import read_status
from console.view import View
from data.instants import utc_iso
from data.matching.commands import DismissName, MatchPoint, NameCommand, UndoMatch
from data.matching.state import Named
from data.matching.suggestions import Suggester, Suggestion
from data.text import clean

ACTS = ("bind", "guest", "stranger", "undo")


@click.command("names", cls=Command)
@FOLDER
@click.argument("act", required=False, default=None, type=click.Choice(ACTS))
@click.argument("name", required=False, default="")
@click.argument("code", required=False, default="")
@click.option("--unmatched", "queue", is_flag=True, help="cli.names.opt.unmatched")
@click.option("--source", default="", metavar="NAME", help="cli.names.opt.source")
@REASON
@AS
@JSON
@click.pass_context
def command(
    ctx: click.Context,
    /,
    *,
    folder: Path,
    act: str | None,
    name: str,
    code: str,
    queue: bool,
    source: str,
    reason: str,
    actor: str | None,
    as_json: bool,
) -> int:
    """Print the decisions that hold, after making one when an act is named; or the names nobody knows."""
    talk = terminal(ctx)
    conference = load_conference(talk, folder, warn=False)
    if act is not None:
        sources = [each.name for each in conference.sources]
        point = point_code(talk, folder, code) if act == "bind" else ""
        order = _order(act, _source(talk, sources, source), name, point, reason or "")
        give(talk, folder, lambda _: order, actor=actor_name(actor))
    if queue:
        _print_queue(talk, read_status(Folder(folder), conference).view, as_json=as_json)
        return 0
    names = read_status(Folder(folder), conference).view.state.names
    held = [each for each in names.values() if each.kind != "undone"]
    if as_json:
        talk.out(msgspec.json.encode([_object(each) for each in held]).decode())
    else:
        talk.out_all(clean(f"{each.source}: {each.name} = {each.point or each.kind}", 300) for each in held)
        if not held:
            talk.say("cli.names.none")
    return 0


def _print_queue(talk: Terminal, view: View, *, as_json: bool) -> None:
    suggester = Suggester(view.conference.points)
    found = [(each, in_order(view, suggester.suggest(each.name))) for each in unmatched(view)]
    if as_json:
        talk.out(msgspec.json.encode([_waiting(each, guesses) for each, guesses in found]).decode())
        return
    if not found:
        talk.say("cli.names.none_unmatched")
    for each, guesses in found:
        likely = ", ".join(f"{one.code} {round(one.score)} %" for one in guesses) or "-"
        line = talk.t("cli.names.guess", source=each.source, name=each.name, guesses=likely)
        talk.out(clean(line, 300))


def _waiting(each: Matter, guesses: Sequence[Suggestion]) -> dict[str, Any]:
    """A name that nobody knows, as --json has it; `score` is 0 to 100."""
    likely = [{"point": one.code, "score": one.score} for one in guesses]
    return {"source": each.source, "name": each.name, "alias": each.alias or None, "suggestions": likely}


def _source(talk: Terminal, sources: list[str], wanted: str) -> str:
    """The source that is meant; unsaid, the only one. Raises Denied."""
    if not sources:
        raise Denied(talk.t("source_test.none"))
    if not wanted and len(sources) == 1:
        return sources[0]
    if wanted not in sources:
        raise Denied(talk.t("cli.names.which_source", sources=", ".join(sources)))
    return wanted


def _order(act: str, source: str, name: str, point: str, reason: str) -> NameCommand:
    if act == "bind":
        return MatchPoint(source=source, name=name, point=point, reason=reason)
    if act == "undo":
        return UndoMatch(source=source, name=name, reason=reason)
    return DismissName(source=source, name=name, who=act, reason=reason)


def _object(each: Named) -> dict[str, Any]:
    return {
        "source": each.source,
        "name": each.name,
        "point": each.point or None,
        "kind": each.kind,
        "at": utc_iso(each.at_ms),
        "actor": each.actor,
    }
