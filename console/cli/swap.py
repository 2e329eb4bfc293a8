"""`diemcau swap`: two items to come take each other's places."""

from __future__ import annotations

from pathlib import Path

import click

from console.cli.changing import EXPECT, REASON, TAKE_CONTROL
from console.cli.command import Command, terminal
from console.cli.commanding import give
from console.cli.opening import FOLDER
from console.cli.person import AS, actor_name
from data.commands import Swap


@click.command("swap", cls=Command)
@FOLDER
@click.argument("item")
@click.argument("other")
@EXPECT
@REASON
@TAKE_CONTROL
@AS
@click.pass_context
def command(
    ctx: click.Context,
    *,
    folder: Path,
    item: str,
    other: str,
    expect: str | None,
    reason: str,
    take_control: str | None,
    actor: str | None,
) -> int:
    """Let CUE and OTHER take each other's places."""
    talk = terminal(ctx)
    order = Swap(item=item.strip(), other=other.strip(), reason=reason, expect=expect)
    give(talk, folder, lambda _state: order, actor=actor_name(actor), take_control=take_control)
    talk.out(talk.t("notice.done.swap", cue=item.strip(), other=other.strip()))
    return 0
