"""`diemcau verify`: is the record whole and unchanged."""

from __future__ import annotations

from pathlib import Path

import click

from console.cli.command import Command, Terminal, terminal
from console.cli.opening import glance, home_of, log_path
from console.cli.progress import progress_bar
from console.cli.stamp_words import TSA_CA, say_stamp
from console.keeping.proof import Proof
from console.status import head_text
from console.text.sentences import local_date, local_time
from data.instants import utc_ms_of
from data.record.chain import Head
from data.record.manifest import manifest_path


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
@click.option(
    "--heads",
    "files",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="cli.verify.opt.heads",
)
@click.option(
    "--key", "pems", multiple=True, type=click.Path(path_type=Path), metavar="FILE", help="cli.verify.opt.key"
)
@TSA_CA
@click.pass_context
def command(
    ctx: click.Context,
    *,
    target: Path,
    head: Head | None,
    files: tuple[Path, ...],
    pems: tuple[Path, ...],
    roots: tuple[Path, ...],
) -> int:
    """Check the chain, the signed heads, the manifest and its time-stamp; 1 when anything is wrong."""
    from console.keeping.proof import signed_heads
    from data.record.event_log import verify

    talk = terminal(ctx)
    language, zone = glance(home_of(target))
    talk.adopt(language)
    path = log_path(target)
    proof = signed_heads(path, files, pems)
    with progress_bar(talk.t("cli.verify.working")) as progress:
        verdict = verify(path, head=head, heads=[each.head for each in proof.heads], progress=progress)
    if verdict.ok:
        talk.out(talk.t("cli.verify.ok", rows=verdict.rows, head=head_text(verdict.head)))
        return max(_proved(talk, path, proof, zone), _stamped(talk, manifest_path(path), roots))
    why = talk.t(f"log_why.{verdict.why}")
    talk.out(talk.t("cli.verify.bad", file=str(path), row=verdict.bad_seq or 0, why=why, rows=verdict.rows))
    return 1


def _proved(talk: Terminal, path: Path, proof: Proof, zone: str) -> int:
    """What is signed, and whether that holds; 1 when something does not."""
    from data.record.manifest import check_manifest

    for file, fault in proof.faults:
        why = talk.t(f"proof_why.{fault.why}")
        talk.out(talk.t("cli.verify.bad_signed_head", file=str(file), line=fault.number, why=why))
    if proof.heads:
        last = proof.heads[-1]
        trusted = "cli.verify.signed" if proof.trusted else "cli.verify.signed.beside"
        at = f"{local_time(utc_ms_of(last.at), zone)} {local_date(utc_ms_of(last.at), zone)}"
        talk.say(trusted, count=len(proof.heads), rows=last.head.seq, at=at, key=last.key)
    manifest = manifest_path(path)
    faults = check_manifest(manifest, proof.keys) if manifest.exists() else []
    for each in faults:
        talk.out(talk.t("cli.verify.bad_file", file=each.name, why=talk.t(f"proof_why.{each.why}")))
    if manifest.exists() and not faults:
        talk.say("cli.verify.manifest", file=manifest.name)
    return 1 if proof.faults or faults else 0


def _stamped(talk: Terminal, manifest: Path, roots: tuple[Path, ...]) -> int:
    """When the manifest existed, if somebody was asked; 1 when what was answered proves nothing."""
    if not manifest.exists():
        return 0
    from console.keeping.stamping import kept_stamp, named_roots, why_none
    from data.record.manifest import stamp_path
    from data.record.time_stamp import StampProblem

    named = named_roots(roots)
    try:
        found = kept_stamp(manifest, named)
    except StampProblem as error:
        file = stamp_path(manifest).name
        talk.out(talk.t("cli.verify.bad_file", file=file, why=why_none(error, talk.t)))
        return 1
    if found is not None:
        say_stamp(talk, manifest, found, trusted=bool(named))
    return 0
