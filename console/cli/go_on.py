"""`diemcau go-on`: the answer that a conference long left alone waits for."""

from __future__ import annotations

from pathlib import Path

import click

from console.cli.changing import REASON, TAKE_CONTROL
from console.cli.command import Command, terminal
from console.cli.commanding import give
from console.cli.opening import FOLDER
from console.cli.person import AS, actor_name
from data.commands import AnswerAbsence


@click.command("go-on", cls=Command)
@FOLDER
@click.option("--away", type=click.Choice(["pause", "counts"]), required=True, help="cli.go-on.opt.away")
@REASON
@TAKE_CONTROL
@AS
@click.pass_context
def command(
    ctx: click.Context, *, folder: Path, away: str, reason: str, take_control: str | None, actor: str | None
) -> int:
    """Go on; the time away was a pause of the item on air, or counts as time of it."""
    talk = terminal(ctx)
    order = AnswerAbsence(counts=away == "counts", reason=reason)
    state = give(talk, folder, lambda _state: order, actor=actor_name(actor), take_control=take_control)
    talk.out(talk.t("notice.done.go-on", cue=state.on_air))
    return 0
