"""`diemcau seal`: the end of the record; nothing can be added to it afterwards. Signed, and listed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from console import presence
from console.cli.command import Command, Terminal, terminal
from console.cli.failures import Denied
from console.cli.opening import glance, home_of, log_path
from console.cli.person import AS, actor_name
from console.cli.progress import progress_bar
from console.cli.stamp_words import TSA_CA, say_stamp
from console.folder import Folder
from console.status import head_text
from console.text.problems import refusal_line
from data.record.chain import Head
from data.text import clean

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

LONGEST_REASON = 400


@click.command("seal", cls=Command)
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--reason", required=True, metavar="TEXT", help="cli.seal.opt.reason")
@click.option("--tsa", default="", metavar="URL", help="cli.seal.opt.tsa")
@TSA_CA
@AS
@click.pass_context
def command(
    ctx: click.Context, *, target: Path, reason: str, tsa: str, roots: tuple[Path, ...], actor: str | None
) -> int:
    """Verify, seal, sign, and print the head to note; 1 when the chain is broken or a rule says no."""
    from console.keeping.handover import hand_over, handed_over
    from console.keeping.signer import key_path
    from console.keeping.stamping import is_stamped, named_roots
    from data.record.file import check_access
    from data.record.signing_key import signing_key

    talk = terminal(ctx)
    talk.adopt(glance(home_of(target))[0])
    path = log_path(target)
    check_access(path, writing=True)
    named = named_roots(roots)
    key = signing_key(key_path())  # before the end: what cannot be signed is not sealed
    _verified(talk, path)
    words, name = clean(reason.strip(), LONGEST_REASON), actor_name(actor)
    head, sealed_before = _sealed(talk, path, words, name)
    before = handed_over(path, head) if sealed_before else None
    if before is not None and (not tsa or is_stamped(before.path, named)):
        raise Denied(talk.t("record.sealed"))
    done = before or hand_over(path, head, key, reason=words, actor=name)
    talk.out(head_text(head))
    said = "before" if before is not None else "completed" if sealed_before else "done"
    talk.say(f"cli.seal.{said}", rows=head.seq)
    talk.say("cli.seal.signed", key=key.id, manifest=done.path.name, files=done.files)
    return _stamped(talk, done.path, tsa, named) if tsa else 0


def _verified(talk: Terminal, path: Path) -> None:
    from data.record.event_log import verify

    with progress_bar(talk.t("cli.verify.working")) as progress:
        verdict = verify(path, progress=progress)
    if not verdict.ok:
        why = talk.t(f"log_why.{verdict.why}")
        row = verdict.bad_seq or 0
        raise Denied(talk.t("cli.verify.bad", file=str(path), row=row, why=why, rows=verdict.rows))


def _sealed(talk: Terminal, path: Path, words: str, name: str) -> tuple[Head, bool]:
    """The head of the sealed record, and whether it was sealed before. Raises Denied, LogError."""
    from console.exporting import clock_of
    from console.keeping.opened_log import open_log
    from data.record.sealing import seal
    from data.ruling import Refusal

    log = open_log(Folder(path.parent, path.name), clock_of(path.parent))
    try:
        me = presence.console_name()
        outcome = log.transact(lambda state, _now: seal(state, words), actor=name, console=me)
        head = log.head
    finally:
        log.close()
    refusal: Any = outcome.refusal
    if isinstance(refusal, Refusal) and refusal.code != "record.sealed":
        raise Denied(refusal_line(refusal, talk.t))
    return head, isinstance(refusal, Refusal)


def _stamped(talk: Terminal, manifest: Path, tsa: str, named: list[Certificate]) -> int:
    """Ask for the time; 1 when none was given. The seal stands: the same command asks again."""
    from adapters.errors import AdapterError
    from console.keeping.stamping import stamp, why_none
    from data.record.time_stamp import StampProblem

    try:
        found = stamp(tsa, manifest, named)
    except (AdapterError, StampProblem) as error:
        talk.say("cli.seal.not_stamped", why=why_none(error, talk.t))
        return 1
    say_stamp(talk, manifest, found, trusted=bool(named))
    return 0
