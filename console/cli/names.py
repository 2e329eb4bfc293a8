"""`diemcau names`: what people decided about names that a platform shows; decides, too."""

from __future__ import annotations

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
from console.status import read_status
from console.text import utc_iso
from data.matching_commands import DismissName, MatchPoint, NameCommand, UndoMatch
from data.matching_state import Named
from data.text import clean

ACTS = ("bind", "guest", "stranger", "undo")


@click.command("names", cls=Command)
@FOLDER
@click.argument("act", required=False, default=None, type=click.Choice(ACTS))
@click.argument("name", required=False, default="", metavar="[NAME]")
@click.argument("code", required=False, default="", metavar="[CODE]")
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
    source: str,
    reason: str,
    actor: str | None,
    as_json: bool,
) -> int:
    """Print the decisions that hold, after making one when an act is named."""
    talk = terminal(ctx)
    conference = load_conference(talk, folder, warn=False)
    if act is not None:
        sources = [each.name for each in conference.sources]
        point = point_code(talk, folder, code) if act == "bind" else ""
        order = _order(act, _source(talk, sources, source), name, point, reason or "")
        give(talk, folder, lambda _: order, actor=actor_name(actor))
    names = read_status(Folder(folder), conference).view.state.names
    held = [each for each in names.values() if each.kind != "undone"]
    if as_json:
        talk.out(msgspec.json.encode([_object(each) for each in held]).decode())
    else:
        talk.out_all(clean(f"{each.source}: {each.name} = {each.point or each.kind}", 300) for each in held)
    return 0


def _source(talk: Terminal, sources: list[str], wanted: str) -> str:
    """The source that is meant; unsaid, the only one. Raises Denied."""
    if not wanted and len(sources) == 1:
        return sources[0]
    if wanted not in sources:
        raise Denied(talk.t("cli.names.which_source", sources=", ".join(sources) or "-"))
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
