"""`diemcau split`: an item from several points, one after another."""

from __future__ import annotations

from pathlib import Path

import click

from console.cli.changing import EXPECT, REASON, TAKE_CONTROL
from console.cli.command import Command, Terminal, terminal
from console.cli.commanding import give
from console.cli.item_fields import point_code, seconds
from console.cli.opening import FOLDER
from console.cli.person import AS, actor_name
from data.commands import Split, SplitPart


@click.command("split", cls=Command)
@FOLDER
@click.argument("item")
@click.option("--part", "parts", multiple=True, required=True, metavar="TIME CODE", help="cli.split.opt.part")
@EXPECT
@REASON
@TAKE_CONTROL
@AS
@click.pass_context
def command(
    ctx: click.Context,
    /,
    *,
    folder: Path,
    item: str,
    parts: tuple[str, ...],
    expect: str | None,
    reason: str,
    take_control: str | None,
    actor: str | None,
) -> int:
    """Make the parts of the item CUE, together as long as it was."""
    talk, cue = terminal(ctx), item.strip()
    made = tuple(_part(talk, folder, written) for written in parts)
    order = Split(item=cue, parts=made, reason=reason, expect=expect)
    give(talk, folder, lambda _state: order, actor=actor_name(actor), take_control=take_control)
    talk.out(talk.t("notice.done.split", cue=cue, parts=len(made)))
    return 0


def _part(talk: Terminal, folder: Path, written: str) -> SplitPart:
    """A length, then the code of a point: "4' T31"."""
    length, _, code = written.strip().rpartition(" ")
    if not length:
        raise click.UsageError(talk.t("cli.split.not_a_part", value=written))
    return SplitPart(point=point_code(talk, folder, code), duration_s=seconds(talk, length.strip()))
