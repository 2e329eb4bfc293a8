"""`diemcau restore`: the log built anew from a second copy; what stood there is kept beside it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import click

from console import presence
from console.cli.command import Command, Terminal, terminal
from console.cli.failures import Denied
from console.cli.opening import glance, home_of, log_path
from console.cli.person import AS, actor_name
from console.keeping.backup_place import Place
from console.status import head_text
from console.text.problems import os_error_reason
from data.folder.carried import bring_back
from data.record import restore as log_restore
from data.record.chain import Head
from data.record.errors import LogSealed


@click.command("restore", cls=Command)
@click.argument("target", type=click.Path(path_type=Path))
@click.option(
    "--from",
    "source",
    required=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="cli.restore.opt.source",
)
@click.option("--replace", is_flag=True, help="cli.restore.opt.replace")
@AS
@click.pass_context
def command(ctx: click.Context, *, target: Path, source: Path, replace: bool, actor: str | None) -> int:
    """Build, verify, put in place; 1 when that would lose rows and was not asked for."""
    talk = terminal(ctx)
    talk.adopt(glance(home_of(target))[0])
    path = log_path(target)
    if alive := presence.alive(path.parent):
        raise Denied(talk.t("cli.restore.in_use", consoles=", ".join(alive)))
    chosen, head = _best(talk, path, source)
    _may(talk, log_restore.look_at(path), chosen, head, replace=replace)
    head, kept = log_restore.restore(chosen, path)
    with suppress(LogSealed):  # a sealed record says nothing more, and is whole as it is
        head = _say_restored(path, chosen, head, kept, actor_name(actor))
    if brought := _brought(talk, chosen.parent, path.parent):
        talk.say("cli.restore.tables", names=", ".join(brought))
    talk.out(head_text(head))
    talk.say("cli.restore.done", rows=head.seq, source=str(chosen), kept=kept.name if kept else "-")
    return 0


def _best(talk: Terminal, path: Path, source: Path) -> tuple[Path, Head]:
    """Of the files that `source` names the whole one with the most rows. Raises LogError, Denied."""
    found: list[tuple[Head, Path]] = []
    if not source.exists():
        raise Denied(talk.t("cli.restore.no_source", source=str(source)))
    for each in _files(path, source):
        verdict = log_restore.head_of_source(each)
        if verdict.ok:
            found.append((verdict.head, each))
        else:
            why = talk.t(f"log_why.{verdict.why}")
            talk.say("cli.verify.bad", file=str(each), row=verdict.bad_seq or 0, why=why, rows=verdict.rows)
    if not found:
        raise Denied(talk.t("cli.restore.none", source=str(source)))
    head, chosen = max(found, key=lambda each: each[0].seq)
    return chosen, head


def _files(path: Path, source: Path) -> Iterator[Path]:
    """A file; of a folder what a backup has put there, be it the second path or the place within."""
    if not source.is_dir():
        yield source
        return
    for place in (Place.of(path, source), Place(source, path.name)):
        yield from (each for each in (place.copy, place.lines) if each.exists() and each != path)


def _may(talk: Terminal, now: log_restore.LogContents, chosen: Path, head: Head, *, replace: bool) -> None:
    """Refuse where the copy has less than what stands, or something else, unless that is asked for."""
    if now.exists and now.whole and now.head == head:
        raise Denied(talk.t("cli.restore.nothing", rows=head.seq))
    if not replace and now.exists and not log_restore.holds(chosen, now.head):
        raise Denied(talk.t("cli.restore.loses", rows=now.head.seq, copied=head.seq))


def _brought(talk: Terminal, source: Path, home: Path) -> tuple[str, ...]:
    """The settings and tables that lay beside the copy, where the folder has none of its own."""
    try:
        return bring_back(source, home)
    except OSError as error:
        raise Denied(talk.t("cli.restore.no_tables", why=os_error_reason(error, talk.t))) from None


def _say_restored(path: Path, source: Path, head: Head, kept: Path | None, actor: str) -> Head:
    """The record says itself that it was built anew. Raises LogError when it takes nothing more."""
    from console.exporting import clock_of
    from data.events import Fact, RecordRestored
    from data.record.event_log import EventLog

    body = RecordRestored(source=source.name, upto_seq=head.seq, kept=kept.name if kept else "")
    log = EventLog.open(path, clock=clock_of(path.parent), initial=None, fold=lambda state, _events: state)
    with closing(log):
        log.transact(lambda _state, _now: (Fact(body),), actor=actor, console=presence.console_name())
        return log.head
