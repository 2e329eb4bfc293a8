"""`diemcau tick`: what was looked at before an item, for whoever stands beside the microphone."""

from __future__ import annotations

from pathlib import Path

import click

from console.cli.command import Command, terminal
from console.cli.commanding import give
from console.cli.failures import Denied
from console.cli.opening import FOLDER, load_conference
from console.cli.person import AS, actor_name
from console.folder import Folder
from console.status import read_status
from console.text.sentences import Text, local_hour
from console.view import View
from data.agenda.item_checks import CLIP, FALLBACK, checks_of
from data.commands import CheckItem
from data.text import clean, fold

NAMES = {"clip": CLIP, "fallback": FALLBACK}


@click.command("tick", cls=Command)
@FOLDER
@click.argument("item")
@click.argument("check", required=False, default="")
@click.option("--undo", is_flag=True, help="cli.tick.opt.undo")
@AS
@click.pass_context
def command(ctx: click.Context, *, folder: Path, item: str, check: str, undo: bool, actor: str | None) -> int:
    """Tick CHECK of the item CUE, then print what there is to look at."""
    talk, cue = terminal(ctx), item.strip()
    conference = load_conference(talk, folder, warn=False)
    if check:
        view = read_status(Folder(folder), conference).view
        order = CheckItem(item=cue, check=_known(view, cue, check), done=not undo)
        give(talk, folder, lambda _state: order, actor=actor_name(actor))
    view = read_status(Folder(folder), conference).view
    found = view.state.item(cue)
    if found is None:
        raise Denied(talk.t("change.no_item", item=clean(cue, 40)))
    if not checks_of(found):
        talk.say("checks.nothing", cue=cue)
    talk.out_all(_line(view, cue, each, talk.t) for each in checks_of(found))
    return 0


def _known(view: View, cue: str, written: str) -> str:
    """A check of the item however it was typed; what is none of them the rule refuses."""
    item = view.state.item(cue)
    known = {fold(check): check for check in checks_of(item)} if item else {}
    return NAMES.get(written.strip().casefold()) or known.get(fold(written)) or clean(written, 60)


def _line(view: View, cue: str, check: str, t: Text) -> str:
    tick = next((each for each in view.state.ticks.get(cue, ()) if each.check == check), None)
    name = next((t(f"check.short.{word}") for word, each in NAMES.items() if each == check), check)
    when = f"  {local_hour(tick.at_ms, view.conference.timezone)} {tick.by}" if tick else ""
    return f"[{'x' if tick else ' '}] {clean(name, 60)}{clean(when, 60)}"
