"""`diemcau advance`: the same as F8, for scripts and button boxes."""

from __future__ import annotations

from pathlib import Path

import click

from console.cli.command import Command, terminal
from console.cli.commanding import give
from console.cli.opening import FOLDER
from console.cli.person import AS, actor_name
from data.commands import Advance

NOBODY = "none"


@click.command("advance", cls=Command)
@FOLDER
@click.option("--expect", required=True, metavar="CUE", help="cli.advance.opt.expect")
@click.option("--reason", default="", metavar="TEXT", help="cli.opt.reason")
@click.option("--take-control", default=None, metavar="REASON", help="cli.opt.take_control")
@AS
@click.pass_context
def command(
    ctx: click.Context, *, folder: Path, expect: str, reason: str, take_control: str | None, actor: str | None
) -> int:
    """Leave the item EXPECT for the next; from the last item this ends the conference."""
    talk = terminal(ctx)
    leaves = "" if expect.strip().casefold() == NOBODY else expect.strip()
    order = Advance(leaves=leaves, reason=reason)
    state = give(talk, folder, lambda _state: order, actor=actor_name(actor), take_control=take_control)
    if state.ended:
        talk.out(talk.t("notice.ended"))
    else:
        talk.out(talk.t("notice.advanced", cue=state.on_air))
    return 0
