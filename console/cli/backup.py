"""`diemcau backup`: the record on a second path, now; a console does the same by itself."""

from __future__ import annotations

from pathlib import Path

import click

from console.cli.command import Command, Terminal, terminal
from console.cli.failures import Denied
from console.cli.opening import glance, home_of, load_conference, log_path
from console.keeping.backup_place import Place
from console.status import head_text
from console.text.problems import os_error_reason
from data.folder.second_path import lies_within


@click.command("backup", cls=Command)
@click.argument("target", type=click.Path(path_type=Path))
@click.option(
    "--to",
    "second",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    default=None,
    help="cli.backup.opt.to",
)
@click.pass_context
def command(ctx: click.Context, *, target: Path, second: Path | None) -> int:
    """Copy on, verify there, print the head of each file; the path is conference.toml's unless given."""
    from data.record.copying import copy_onward
    from data.record.lines import append_lines

    talk = terminal(ctx)
    talk.adopt(glance(home_of(target))[0])
    log = log_path(target)
    if second is None:
        conference = load_conference(talk, home_of(target), warn=False)
        if not conference.backup.path:
            raise click.UsageError(talk.t("cli.backup.no_path"), ctx)
        second = home_of(target) / conference.backup.path
    if lies_within(second.absolute(), log.absolute().parent):
        raise Denied(talk.t("cli.backup.inside", folder=str(second)))
    place = Place.of(log, second)
    try:
        place.make()
    except OSError as error:
        raise Denied(_no_place(talk, second, error)) from None
    head = append_lines(log, place.lines)
    talk.out(f"{head_text(head)}  {place.lines}")
    if not place.is_remote:
        head = copy_onward(log, place.copy)
        talk.out(f"{head_text(head)}  {place.copy}")
    if place.is_record:
        _carry(talk, log.parent, place)
    talk.say("cli.backup.done", rows=head.seq)
    return 0


def _carry(talk: Terminal, home: Path, place: Place) -> None:
    """The settings and the tables, without which a record opens on no other machine."""
    from data.folder.carried import carry

    try:
        carry(home, place.folder)
    except OSError as error:
        raise Denied(
            talk.t("cli.backup.no_place", folder=str(place.folder), why=os_error_reason(error, talk.t))
        ) from None


def _no_place(talk: Terminal, second: Path, error: OSError) -> str:
    """Why nothing can be kept there, and the mend."""
    if not second.exists():
        return talk.t("cli.backup.missing", folder=str(second))
    return talk.t("cli.backup.no_place", folder=str(second), why=os_error_reason(error, talk.t))
