"""`diemcau act`: asks the platform to mute, drop, dial or lock, and tells what became of it."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import click
import msgspec

from console.cli.changing import REASON, TAKE_CONTROL
from console.cli.command import Command, Terminal, terminal
from console.cli.commanding import give
from console.cli.failures import Denied
from console.cli.item_fields import point_code
from console.cli.opening import FOLDER, JSON, load_conference
from console.cli.person import AS, actor_name
from console.folder import Folder
from console.keeping.opened_log import open_log
from console.polling.asking import request
from console.status import read_status
from console.text.problems import word
from console.text.sentences import Text, local_time
from data.actions.action import OF_ALL, ActionKind
from data.actions.checks import AWAY_S, EXPIRES_S, RINGS_S
from data.actions.state import AskedAction, Step
from data.clock import make_clock
from data.folder.model import Conference
from data.instants import utc_iso
from data.text import clean

LOOKS_AGAIN_S = 0.2
GIVES_UP_S = EXPIRES_S + AWAY_S + RINGS_S


@click.command("act", cls=Command)
@FOLDER
@click.argument("action", required=False, default=None, type=click.Choice([str(kind) for kind in ActionKind]))
@click.argument("code", required=False, default="")
@click.option("--source", default="", metavar="NAME", help="cli.act.opt.source")
@click.option("--no-wait", "leave", is_flag=True, help="cli.act.opt.no_wait")
@REASON
@TAKE_CONTROL
@AS
@JSON
@click.pass_context
def command(
    ctx: click.Context,
    /,
    *,
    folder: Path,
    action: str | None,
    code: str,
    source: str,
    leave: bool,
    reason: str,
    take_control: str | None,
    actor: str | None,
    as_json: bool,
) -> int:
    """Ask, and wait for the outcome: 0 for confirmed, 1 for anything else. Without an action, list them."""
    talk = terminal(ctx)
    conference = load_conference(talk, folder, warn=False)
    if action is None:
        found = read_status(Folder(folder), conference).view.state.actions.values()
        _print(talk, conference, list(found), as_json=as_json)
        return 0
    kind = ActionKind(action)
    point = _point(talk, folder, kind, code)
    view = read_status(Folder(folder), conference).view
    order = request(view, kind, point, source=source, reason=reason)
    state = give(talk, folder, lambda _: order, actor=actor_name(actor), take_control=take_control)
    key = f"a{state.actions_asked}"
    asked = state.actions[key] if leave else _awaited(Folder(folder), conference, key, state.actions[key])
    _print(talk, conference, [asked], as_json=as_json)
    return 0 if leave or asked.step is Step.CONFIRMED else 1


def _point(talk: Terminal, folder: Path, kind: ActionKind, code: str) -> str:
    if kind in OF_ALL:
        return ""
    if not code.strip():
        raise Denied(talk.t("cli.act.which_point", action=str(kind)))
    return point_code(talk, folder, code)


def _awaited(folder: Folder, conference: Conference, key: str, asked: AskedAction) -> AskedAction:
    """The action when its end is known, or as it stands when that would take too long.

    The record is the only witness: whoever polls writes there what it saw.
    """
    clock = make_clock(conference.speed, conference.speed_anchor_ms)
    log = open_log(folder, clock, read_only=True)
    give_up = time.monotonic() + GIVES_UP_S
    try:
        while asked.is_open and time.monotonic() < give_up:
            time.sleep(LOOKS_AGAIN_S)
            log.tail()
            asked = log.state.actions.get(key, asked)
    finally:
        log.close()
    return asked


def _print(talk: Terminal, conference: Conference, found: list[AskedAction], *, as_json: bool) -> None:
    if as_json:
        talk.out(msgspec.json.encode([_object(each) for each in found]).decode())
    else:
        talk.out_all(clean(_line(each, conference, talk.t), 300) for each in found)
        if not found:
            talk.say("cli.act.none")


def _line(each: AskedAction, conference: Conference, t: Text) -> str:
    time_ = local_time(each.step_ms, conference.timezone)
    what = word(t, "act", each.kind)
    outcome = t(f"act_step.{each.step}")
    why = f": {word(t, 'act_why', each.why)}" if each.why else ""
    return f"{each.id}  {time_}  {each.source}  {what} {each.point}".rstrip() + f"  {outcome}{why}"


def _object(each: AskedAction) -> dict[str, Any]:
    return {
        "id": each.id,
        "action": each.kind,
        "source": each.source,
        "point": each.point or None,
        "actor": each.by,
        "requested_at": utc_iso(each.at_ms),
        "step": each.step,
        "step_at": utc_iso(each.step_ms),
        "answer": each.answer or None,
        "why": each.why or None,
        "detail": each.detail or None,
    }
