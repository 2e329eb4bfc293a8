"""`diemcau export`: the record, and papers about the day, as files; whole or not at all."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import click

from console import exporting
from console.cli.command import Command, Terminal, terminal
from console.cli.opening import glance, home_of, load_conference, log_path
from console.cli.person import AS, actor_name
from console.cli.progress import Progress, progress_bar
from console.cli.wrong_use import WrongUse
from console.text.problems import log_error_line
from data.exporters.formats import FORMATS, ROWS, UNALTERED, form_of, write_rows
from data.record.errors import LogError
from data.record.file import check_access

SIGNED = ("minutes",)
"""Papers that people sign: what they name is signed first."""
LINES_FROM = 50_000
"""A log of so many rows or more tells how far it has come, also where stderr is no terminal."""


@click.command("export", cls=Command)
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(FORMATS), default=None, help="cli.export.opt.format")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    default=None,
    help="cli.export.opt.output",
)
@click.option("--no-contacts", is_flag=True, help="cli.export.opt.contacts")
@AS
@click.pass_context
def command(
    ctx: click.Context,
    *,
    target: Path,
    form: str | None,
    output: Path | None,
    no_contacts: bool,
    actor: str | None,
) -> int:
    """Write the record or a paper. A file that was written is itself an event; its digest goes to stdout."""
    talk = terminal(ctx)
    talk.adopt(glance(home_of(target))[0])
    form = form or form_of(output)
    if form is None:
        suffix, known = output.suffix if output else "", ", ".join(FORMATS)
        raise WrongUse("cli.export.no_such_kind", ctx, suffix=suffix, known=known)
    if no_contacts and form in UNALTERED:
        raise click.UsageError(talk.t("cli.export.chain_is_whole"), ctx)
    if output is None and form not in ROWS:
        raise click.UsageError(talk.t("cli.export.stdout_is_text", form=form), ctx)
    path = log_path(target)
    check_access(path, writing=False)  # before the first byte goes out
    if form in SIGNED:
        _sign(path)

    wanted = exporting.request_of(
        form,
        path,
        lambda: load_conference(talk, home_of(target), warn=False),
        talk.t,
        contacts=not no_contacts,
    )
    with _progress(talk) as progress:
        if output is None:
            head = write_rows(wanted, sys.stdout.buffer, progress)
            sys.stdout.buffer.flush()
        else:
            body, head = exporting.write_file(wanted, output, progress)
    if output is not None:
        talk.out(f"{body.sha256}  {output}")
        try:
            exporting.record(path, body, actor_name(actor))
        except LogError as error:
            talk.say("cli.export.not_recorded", why=log_error_line(error, talk.t))
    tip = f"{head.seq}:{head.hash.hex()}"
    talk.say("cli.export.done", rows=head.seq, where=str(output or "stdout"), head=tip)
    return 0


def _sign(log: Path) -> None:
    """The paper names the newest head that was signed; where none can be, it names the head alone."""
    from console.keeping import signer
    from data.record.reading import head_of
    from data.record.signing_key import KeyProblem

    head = head_of(log)
    with suppress(KeyProblem, OSError):
        if head.seq:
            signer.sign(log, head, exporting.clock_of(log.parent).now().utc_ms)


@contextmanager
def _progress(talk: Terminal) -> Iterator[Progress | None]:
    """A bar for a person who looks; for everybody else a line at every tenth of a long export."""
    with progress_bar(talk.t("cli.export.working")) as bar:
        yield bar or _lines(talk)


def _lines(talk: Terminal) -> Callable[[int, int], None]:
    told = 0

    def tell(done: int, total: int) -> None:
        nonlocal told
        tenth = done * 10 // total if total else 10
        if total >= LINES_FROM and tenth != told:
            told = tenth
            talk.say("cli.export.progress", done=done, total=total)

    return tell
