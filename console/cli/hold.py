"""`diemcau hold`: the same as F7 on a running item."""

from __future__ import annotations

from pathlib import Path

import click

from console.cli.command import Command, terminal
from console.cli.commanding import give
from console.cli.opening import FOLDER
from console.cli.person import AS, actor_name
from data.commands import Hold


@click.command("hold", cls=Command)
@FOLDER
@click.option("--expect", default=None, metavar="CUE", help="cli.opt.expect")
@click.option("--reason", default="", metavar="TEXT", help="cli.opt.reason")
@click.option("--take-control", default=None, metavar="REASON", help="cli.opt.take_control")
@AS
@click.pass_context
def command(
    ctx: click.Context,
    *,
    folder: Path,
    expect: str | None,
    reason: str,
    take_control: str | None,
    actor: str | None,
) -> int:
    """Stop the clock of the item on air."""
    talk = terminal(ctx)
    order = Hold(item=expect, cause=reason)
    state = give(talk, folder, lambda _state: order, actor=actor_name(actor), take_control=take_control)
    talk.out(talk.t("notice.held", cue=state.on_air))
    return 0
