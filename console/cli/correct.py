"""`diemcau correct`: says what is right about a row that is wrong; the row itself stays."""

from __future__ import annotations

from pathlib import Path

import click

from console.cli.command import Command, terminal
from console.cli.commanding import give
from console.cli.opening import FOLDER
from console.cli.person import AS, actor_name
from data.record.commands import Correct
from data.text import clean

LONGEST_TEXT = 4000


@click.command("correct", cls=Command)
@FOLDER
@click.argument("row", type=int)
@click.argument("text", nargs=-1, required=True)
@AS
@click.pass_context
def command(ctx: click.Context, *, folder: Path, row: int, text: tuple[str, ...], actor: str | None) -> int:
    """Record a correction; it needs no control token."""
    talk = terminal(ctx)
    words = clean(" ".join(text).strip(), LONGEST_TEXT)
    give(talk, folder, lambda _state: Correct(seq=row, text=words), actor=actor_name(actor))
    talk.out(talk.t("cli.correct.done", row=row))
    return 0
