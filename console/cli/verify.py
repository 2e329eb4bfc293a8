"""`diemcau verify`: is the record whole and unchanged."""

from __future__ import annotations

from pathlib import Path

import click

from console.cli.command import Command, terminal
from console.cli.opening import glance, home_of, log_path
from console.cli.progress import progress_bar
from data.chain import Head


def _head(ctx: click.Context, _param: click.Parameter, value: str | None) -> Head | None:
    """The head that somebody noted, SEQ:HASH as `verify` prints it."""
    if value is None:
        return None
    seq, _, digest = value.partition(":")
    try:
        head = Head(int(seq), bytes.fromhex(digest))
    except ValueError:
        head = Head(0, b"")
    if head.seq < 1 or len(head.hash) != 32:
        raise click.BadParameter(terminal(ctx).t("cli.verify.bad_head", value=value))
    return head


@click.command("verify", cls=Command)
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--head", callback=_head, metavar="SEQ:HASH", help="cli.verify.opt.head")
@click.pass_context
def command(ctx: click.Context, *, target: Path, head: Head | None) -> int:
    """Check the chain; 1 when a row is bad or a noted head is missing."""
    from data.event_log import verify

    talk = terminal(ctx)
    talk.adopt(glance(home_of(target))[0])
    path = log_path(target)
    with progress_bar(talk.t("cli.verify.working")) as progress:
        verdict = verify(path, head=head, progress=progress)
    if verdict.ok:
        tip = f"{verdict.head.seq}:{verdict.head.hash.hex()}"
        talk.out(talk.t("cli.verify.ok", rows=verdict.rows, head=tip))
        return 0
    why = talk.t(f"log_why.{verdict.why}")
    talk.out(talk.t("cli.verify.bad", file=str(path), row=verdict.bad_seq or 0, why=why, rows=verdict.rows))
    return 1
