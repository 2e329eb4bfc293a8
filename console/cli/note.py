"""`diemcau note`: words for the record, stamped with the item on air."""

from __future__ import annotations

from pathlib import Path

import click

from console.cli.command import Command, terminal
from console.cli.commanding import give
from console.cli.opening import FOLDER
from console.cli.person import AS, actor_name
from data.commands import AddNote
from data.text import clean

LONGEST_NOTE = 4000


@click.command("note", cls=Command)
@FOLDER
@click.argument("text", nargs=-1, required=True)
@AS
@click.pass_context
def command(ctx: click.Context, *, folder: Path, text: tuple[str, ...], actor: str | None) -> int:
    """Record a note; it needs no control token."""
    talk = terminal(ctx)
    words = clean(" ".join(text).strip(), LONGEST_NOTE)
    give(talk, folder, lambda state: AddNote(text=words, item=state.on_air), actor=actor_name(actor))
    talk.out(talk.t("notice.noted"))
    return 0
