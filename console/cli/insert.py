"""`diemcau insert`: an item that no plan had."""

from __future__ import annotations

from pathlib import Path

import click

from console.cli.changing import AFTER, EXPECT, REASON, TAKE_CONTROL, place
from console.cli.command import Command, terminal
from console.cli.commanding import give
from console.cli.item_fields import Fields, item_fields
from console.cli.opening import FOLDER
from console.cli.person import AS, actor_name
from console.text.sentences import clock
from data.agenda.programme import changed, free_cue
from data.commands import Insert
from data.folder.model import AgendaItem, ItemKind
from data.state import ConferenceState
from data.text import clean

LONGEST_CUE = 20
DEFAULT_LENGTH = "5'"


@click.command("insert", cls=Command)
@FOLDER
@click.argument("title")
@click.option("--cue", default=None, metavar="CUE", help="cli.insert.opt.cue")
@AFTER
@item_fields
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
    title: str,
    cue: str | None,
    after: str | None,
    expect: str | None,
    reason: str,
    take_control: str | None,
    actor: str | None,
    length: str | None,
    **fields: str | None,
) -> int:
    """Put an item called TITLE into the programme; its cue is made from its neighbour's unless given."""
    talk = terminal(ctx)
    given = Fields(length=length or DEFAULT_LENGTH, **fields)
    changes = given.changes(talk, folder, title)
    named: list[AgendaItem] = []

    def order(state: ConferenceState) -> Insert:
        name = clean(cue.strip(), LONGEST_CUE) if cue else free_cue(state.items, after or state.on_air or "+")
        blank = AgendaItem(cue=name, title="", kind=ItemKind.PRESENTATION, duration_s=0)
        named[:] = [changed(blank, changes)]
        return Insert(new=named[0], after=place(after), reason=reason, expect=expect)

    give(talk, folder, order, actor=actor_name(actor), take_control=take_control)
    new = named[0]
    talk.out(talk.t("notice.done.insert", cue=new.cue, title=new.title, span=clock(new.duration_s)))
    return 0
