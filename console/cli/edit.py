"""`diemcau edit`: other words, another speaker, point or length for an item, also while it is on air."""

from __future__ import annotations

from pathlib import Path

import click

from console.cli.changing import EXPECT, REASON, TAKE_CONTROL
from console.cli.command import Command, terminal
from console.cli.commanding import give
from console.cli.item_fields import Fields, item_fields
from console.cli.opening import FOLDER
from console.cli.person import AS, actor_name
from data.agenda.programme import ItemChanges
from data.commands import Edit

WAYS = ("edit", "substitute", "on_behalf", "phone", "clip", "hall")


@click.command("edit", cls=Command)
@FOLDER
@click.argument("item")
@click.option("--title", default=None, metavar="TEXT", help="cli.item.title")
@item_fields
@click.option("--how", type=click.Choice(WAYS), default="edit", help="cli.edit.opt.how")
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
    title: str | None,
    how: str,
    expect: str | None,
    reason: str,
    take_control: str | None,
    actor: str | None,
    **fields: str | None,
) -> int:
    """Change what is given of the item CUE and nothing else; its running time is not touched."""
    talk = terminal(ctx)
    changes = Fields(**fields).changes(talk, folder, title)
    if changes == ItemChanges():
        raise click.UsageError(talk.t("cli.edit.nothing_given"))
    order = Edit(item=item.strip(), changes=changes, how=how, reason=reason, expect=expect)
    give(talk, folder, lambda _state: order, actor=actor_name(actor), take_control=take_control)
    talk.out(talk.t("notice.done.edit", cue=item.strip()))
    return 0
