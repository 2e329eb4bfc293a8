"""`diemcau seal`: the end of the record; nothing can be added to it afterwards."""

from __future__ import annotations

from pathlib import Path

import click

from console import presence
from console.cli.command import Command, terminal
from console.cli.failures import Denied
from console.cli.opening import glance, home_of, log_path
from console.cli.person import AS, actor_name
from console.cli.progress import progress_bar
from console.folder import Folder
from console.problem_text import refusal_line
from data.text import clean

LONGEST_REASON = 400


@click.command("seal", cls=Command)
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--reason", required=True, metavar="TEXT", help="cli.seal.opt.reason")
@AS
@click.pass_context
def command(ctx: click.Context, *, target: Path, reason: str, actor: str | None) -> int:
    """Verify, seal, and print the head to note; 1 when the chain is broken or a rule says no."""
    from console.exporting import clock_of
    from console.opened_log import open_log
    from data.event_log import verify
    from data.log_file import check_access
    from data.ruling import Refusal
    from data.sealing import seal

    talk = terminal(ctx)
    talk.adopt(glance(home_of(target))[0])
    path = log_path(target)
    check_access(path, writing=True)
    with progress_bar(talk.t("cli.verify.working")) as progress:
        verdict = verify(path, progress=progress)
    if not verdict.ok:
        why = talk.t(f"log_why.{verdict.why}")
        row = verdict.bad_seq or 0
        raise Denied(talk.t("cli.verify.bad", file=str(path), row=row, why=why, rows=verdict.rows))
    words = clean(reason.strip(), LONGEST_REASON)
    log = open_log(Folder(path.parent, path.name), clock_of(path.parent))
    try:
        name, me = actor_name(actor), presence.console_name()
        outcome = log.transact(lambda state, _now: seal(state, words), actor=name, console=me)
        head = log.head
    finally:
        log.close()
    if isinstance(outcome.refusal, Refusal):
        raise Denied(refusal_line(outcome.refusal, talk.t))
    talk.out(f"{head.seq}:{head.hash.hex()}")
    talk.say("cli.seal.done", rows=head.seq)
    return 0
