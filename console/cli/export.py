"""`diemcau export`: the record as a file for other programs, whole or not at all."""

from __future__ import annotations

import hashlib
import os
import secrets
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

import click

from console import presence
from console.cli.command import Command, Terminal, terminal
from console.cli.opening import glance, home_of, log_path
from console.cli.person import AS, actor_name
from console.cli.progress import Progress, progress_bar
from console.problem_text import log_error_line
from data.events import Exported, Fact
from data.log_errors import LogError
from data.log_file import check_access

if TYPE_CHECKING:
    from data.chain import Head
    from data.clock import Clock

FORMATS = ("csv", "ndjson")
Write = Callable[[Path, BinaryIO, "Progress | None"], "Head"]


@click.command("export", cls=Command)
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(FORMATS), default=None, help="cli.export.opt.format")
@click.option("-o", "--output", type=click.Path(path_type=Path), default=None, help="cli.export.opt.output")
@AS
@click.pass_context
def command(
    ctx: click.Context, *, target: Path, form: str | None, output: Path | None, actor: str | None
) -> int:
    """Write the record; without -o to stdout. A file that was written is itself an event."""
    talk = terminal(ctx)
    talk.adopt(glance(home_of(target))[0])
    path = log_path(target)
    check_access(path, writing=False)  # before the first byte goes out
    form = form or _format_of(output)
    write = _writer(form)
    with progress_bar(talk.t("cli.export.working")) as progress:
        if output is None:
            head = write(path, sys.stdout.buffer, progress)
            sys.stdout.buffer.flush()
        else:
            with whole_file(output) as out:
                head = write(path, cast(BinaryIO, out), progress)
            sha256 = out.digest.hexdigest()
            body = Exported(format=form, name=output.name, sha256=sha256, upto_seq=head.seq)
            _record(talk, target, body, actor_name(actor))
    tip = f"{head.seq}:{head.hash.hex()}"
    talk.say("cli.export.done", rows=head.seq, where=str(output or "stdout"), head=tip)
    return 0


def _format_of(output: Path | None) -> str:
    suffix = output.suffix.removeprefix(".").lower() if output else ""
    return suffix if suffix in FORMATS else "csv"


def _writer(form: str) -> Write:
    if form == "csv":
        from data.exporters.csv_log import write_csv

        return write_csv
    from data.exporters.ndjson_log import write_ndjson

    return write_ndjson


class _Hashed:
    """A file that knows the SHA-256 of what was written to it."""

    def __init__(self, file: BinaryIO) -> None:
        self.digest = hashlib.sha256()
        self._file = file

    def write(self, chunk: bytes) -> int:
        """Write and count in."""
        self.digest.update(chunk)
        return self._file.write(chunk)


@contextmanager
def whole_file(path: Path) -> Iterator[_Hashed]:
    """A file that appears at `path` when the block is done and fsynced; until then the old one stands."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with draft.open("xb") as file:
            yield _Hashed(file)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def _record(talk: Terminal, target: Path, body: Exported, actor: str) -> None:
    """Say in the record what left the house; a record that takes nothing more is told, not fatal."""
    from data.event_log import EventLog

    clock, path = _clock_of(home_of(target)), log_path(target)
    try:
        log = EventLog.open(path, clock=clock, initial=None, fold=lambda state, _events: state)
        try:
            log.transact(lambda _state, _now: (Fact(body),), actor=actor, console=presence.console_name())
        finally:
            log.close()
    except LogError as error:
        talk.say("cli.export.not_recorded", why=log_error_line(error, talk.t))


def _clock_of(folder: Path) -> Clock:
    """The clock that every process of this conference reads; the machine's where it cannot be told."""
    from data.clock import SystemClock, make_clock
    from data.conference import load

    conference, _ = load(folder)
    return make_clock(conference.speed, conference.speed_anchor_ms) if conference else SystemClock()
