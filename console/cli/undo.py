"""`diemcau undo`: the same as Ctrl+Z, for scripts."""

from __future__ import annotations

from pathlib import Path

import click

from console.cli.changing import REASON, TAKE_CONTROL
from console.cli.command import Command, terminal
from console.cli.commanding import give
from console.cli.opening import FOLDER
from console.cli.person import AS, actor_name
from console.text.problems import word
from data.commands import UndoChange
from data.state import Change, ConferenceState


@click.command("undo", cls=Command)
@FOLDER
@click.option("--row", type=int, default=None, metavar="N", help="cli.undo.opt.row")
@REASON
@TAKE_CONTROL
@AS
@click.pass_context
def command(
    ctx: click.Context,
    *,
    folder: Path,
    row: int | None,
    reason: str,
    take_control: str | None,
    actor: str | None,
) -> int:
    """Take back the last change of the programme, whatever it was."""
    talk = terminal(ctx)
    undone: list[Change] = []

    def order(state: ConferenceState) -> UndoChange:
        undone[:] = state.changes[-1:]
        last = undone[0].seq if undone else 0
        return UndoChange(seq=last if row is None else row, reason=reason)

    give(talk, folder, order, actor=actor_name(actor), take_control=take_control)
    (change,) = undone
    what = word(talk.t, "change.kind", change.kind)
    talk.out(talk.t("notice.done.undo", what=what, cue=change.item))
    return 0
