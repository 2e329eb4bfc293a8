"""`diemcau extend`: an item gets more time, or less."""

from __future__ import annotations

from pathlib import Path

import click

from console.cli.changing import EXPECT, REASON, TAKE_CONTROL
from console.cli.command import Command, terminal
from console.cli.commanding import give
from console.cli.failures import Denied
from console.cli.opening import FOLDER
from console.cli.person import AS, actor_name
from console.text.sentences import clock
from data.commands import Extend


@click.command("extend", cls=Command)
@FOLDER
@click.argument("by")
@click.option("--item", default=None, metavar="CUE", help="cli.extend.opt.item")
@EXPECT
@REASON
@TAKE_CONTROL
@AS
@click.pass_context
def command(
    ctx: click.Context,
    *,
    folder: Path,
    by: str,
    item: str | None,
    expect: str | None,
    reason: str,
    take_control: str | None,
    actor: str | None,
) -> int:
    """Give the item on air, or another one to come, BY more."""
    talk = terminal(ctx)
    seconds = _seconds(by)
    if seconds is None:
        raise Denied(talk.t("cli.extend.not_a_time", value=by))
    order = Extend(item=item, seconds=seconds, cause=reason, expect=expect)
    state = give(talk, folder, lambda _state: order, actor=actor_name(actor), take_control=take_control)
    cue = item or state.on_air
    talk.out(
        talk.t(f"notice.done.{'shorten' if seconds < 0 else 'extend'}", cue=cue, span=clock(abs(seconds)))
    )
    return 0


def _seconds(by: str) -> int | None:
    """ "2'", "+1:30", "-90 giây"; a bare number is minutes. None for what is no time."""
    from data.importers.times import parse_duration

    written = by.strip()
    length = parse_duration(written.lstrip("+-").strip())
    if length is None or written[:2] in ("+-", "-+", "--", "++"):
        return None
    return -length if written.startswith("-") else length
