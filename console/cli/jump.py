"""`diemcau jump`: leave the item on air for another one than the next."""

from __future__ import annotations

from pathlib import Path

import click

from console.cli.changing import FIRST, REASON, TAKE_CONTROL
from console.cli.command import Command, terminal
from console.cli.commanding import give
from console.cli.opening import FOLDER
from console.cli.person import AS, actor_name
from data.commands import Jump


@click.command("jump", cls=Command)
@FOLDER
@click.argument("item")
@click.option("--expect", required=True, metavar="CUE", help="cli.advance.opt.expect")
@click.option("--passed", type=click.Choice(["keep", "defer"]), default="keep", help="cli.jump.opt.passed")
@REASON
@TAKE_CONTROL
@AS
@click.pass_context
def command(
    ctx: click.Context,
    *,
    folder: Path,
    item: str,
    expect: str,
    passed: str,
    reason: str,
    take_control: str | None,
    actor: str | None,
) -> int:
    """Leave the item EXPECT for CUE, an item to come or one on the debt list."""
    talk = terminal(ctx)
    leaves = "" if expect.strip().casefold() == FIRST else expect.strip()
    order = Jump(leaves=leaves, to=item.strip(), passed=passed, reason=reason)
    state = give(talk, folder, lambda _state: order, actor=actor_name(actor), take_control=take_control)
    talk.out(talk.t("notice.advanced", cue=state.on_air))
    return 0
