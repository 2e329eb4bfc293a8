"""`diemcau points`: the health of every point, in the order of the roster; and a word on one, by hand."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from console.cli.changing import REASON
from console.cli.command import Command, terminal
from console.cli.commanding import give
from console.cli.item_fields import point_code
from console.cli.opening import FOLDER, JSON, load_conference
from console.cli.person import AS, actor_name
from console.cli.span import span_s
from console.facts.points import point_objects
from console.folder import Folder
from console.status import read_status
from console.text.problems import word
from console.text.sentences import Text, local_time
from console.view import View
from data.folder.model import BridgePoint
from data.health.reading import Health
from data.overrule.commands import EndOverrule, OverruleCommand, OverrulePoint
from data.overrule.state import WORDS
from data.points import gone
from data.text import clean

ACTS = (*WORDS, "unsay")

COLUMNS = ("code", "health", "since", "name", "why")


@click.command("points", cls=Command)
@FOLDER
@click.argument("code", required=False, default="")
@click.argument("act", required=False, default=None, type=click.Choice(ACTS))
@click.option("--for", "for_", default="15", metavar="TIME", help="cli.points.opt.for")
@REASON
@AS
@JSON
@click.pass_context
def command(
    ctx: click.Context,
    *,
    folder: Path,
    code: str,
    act: str | None,
    for_: str,
    reason: str,
    actor: str | None,
    as_json: bool,
) -> int:
    """Print one row a point, in the order of the roster; of one, when a code is given."""
    talk = terminal(ctx)
    conference = load_conference(talk, folder, warn=False)
    only = point_code(talk, folder, code)
    if act is not None:
        order = _order((only,) if only else (), act, span_s(talk, for_), reason)
        give(talk, folder, lambda _state: order, actor=actor_name(actor))
    view = read_status(Folder(folder), conference).view
    wanted = [point for point in conference.points if not only or point.code == only]
    if as_json:
        talk.out(msgspec.json.encode(point_objects(view, wanted)).decode())
    else:
        talk.out(_row(*(talk.t(f"cli.points.head.{name}") for name in COLUMNS)))
        talk.out_all(_line(view, point, talk.t) for point in wanted)
    return 0


def _order(points: tuple[str, ...], act: str, for_s: int, reason: str) -> OverruleCommand:
    if act == "unsay":
        return EndOverrule(points=points, reason=reason)
    return OverrulePoint(points=points, says=act, for_s=for_s, reason=reason)


def _line(view: View, point: BridgePoint, t: Text) -> str:
    known = view.state.point(point.code)
    now = view.board.health[point.code]
    health = t(f"health.{now}")
    why = word(t, "reason", known.reason) if known.reason else ""
    if known.reason == gone.ABSENT and now is Health.DOWN:
        health, why = word(t, "reason", gone.precise_reason(known.reason, seen=known.seen)), ""
    if known.said is not None:
        why = t("cli.points.said", word=word(t, "overrule", known.said.says), by=known.said.by)
    since = local_time(known.since_ms or None, view.conference.timezone)
    return _row(clean(point.code, 12), health, since, clean(point.label), why)


def _row(code: str, health: str, since: str, name: str, why: str) -> str:
    return f"{code:<6} {health:<13} {since:<8}  {name:<28}  {why}".rstrip()
