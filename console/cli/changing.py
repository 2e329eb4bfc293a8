"""What the commands that change an item of the programme have in common."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click
import msgspec

from console.cli.command import Command, terminal
from console.cli.commanding import give
from console.cli.opening import FOLDER
from console.cli.person import AS, actor_name
from data import commands as cmd

FIRST = "none"
"""As a place: before every other item."""


class ChangeOptions(msgspec.Struct, frozen=True):
    """What stands on the command line. `after` is a place as in `data.agenda.commands`."""

    item: str
    reason: str
    expect: str | None
    after: str | None = None


_ITEM = click.argument("item")
AFTER = click.option("--after", default=None, metavar="CUE", help="cli.opt.after")
EXPECT = click.option("--expect", default=None, metavar="CUE", help="cli.opt.expect")
REASON = click.option("--reason", default="", metavar="TEXT", help="cli.opt.reason")
TAKE_CONTROL = click.option("--take-control", default=None, metavar="REASON", help="cli.opt.take_control")


def place(after: str | None) -> str | None:
    """`--after` as a place: a cue, "" for the very first, None for right after the item on air."""
    return "" if after is not None and after.casefold() == FIRST else after


def item_command(
    name: str, order: Callable[[ChangeOptions], cmd.Command], *, placed: bool = False
) -> click.Command:
    """`diemcau NAME DIR CUE`, which gives `order`; `placed` adds `--after`."""

    def run(
        ctx: click.Context,
        *,
        folder: Path,
        item: str,
        reason: str,
        expect: str | None,
        take_control: str | None,
        actor: str | None,
        after: str | None = None,
    ) -> int:
        talk = terminal(ctx)
        command = order(ChangeOptions(item.strip(), reason, expect, place(after)))
        give(talk, folder, lambda _state: command, actor=actor_name(actor), take_control=take_control)
        talk.out(talk.t(f"notice.done.{name}", cue=item.strip()))
        return 0

    wrapped = click.pass_context(run)
    for option in (AS, TAKE_CONTROL, REASON, EXPECT, *([AFTER] if placed else []), _ITEM, FOLDER):
        wrapped = option(wrapped)
    return click.command(name, cls=Command)(wrapped)
