"""An export as the command line and the export card make it: written whole, and then in the record."""

from __future__ import annotations

import asyncio
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from console import presence
from console.text.events.paper import paper_line
from console.text.sentences import Text
from data.events import Exported, Fact

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from data.clock import Clock
    from data.exporters.formats import ExportRequest
    from data.folder.model import Conference
    from data.record.chain import Head
    from data.record.reading import Progress


def request_of(
    form: str, log: Path, conference: Callable[[], Conference], t: Text, *, contacts: bool
) -> ExportRequest:
    """What is to be written, in the words of this console."""
    from data.exporters.formats import ExportRequest

    tell = partial(paper_line, t=t)
    return ExportRequest(form=form, log=log, conference=conference, t=t, tell=tell, contacts=contacts)


def write_file(
    wanted: ExportRequest, output: Path, progress: Progress | None = None
) -> tuple[Exported, Head]:
    """Write `output`, whole or not at all; what the record is to say about it. Raises LogError, OSError."""
    from data.exporters.formats import write
    from data.whole_file import whole_file

    with whole_file(output) as draft:
        head = write(wanted, draft, progress)
    body = Exported(format=wanted.form, name=output.name, sha256=draft.sha256, upto_seq=head.seq)
    return body, head


def record(log: Path, body: Exported, actor: str) -> None:
    """Say in the record what left the house. Raises LogError when it takes nothing more."""
    from data.record.event_log import EventLog

    handle = EventLog.open(log, clock=clock_of(log.parent), initial=None, fold=lambda state, _events: state)
    try:
        handle.transact(lambda _state, _now: (Fact(body),), actor=actor, console=presence.console_name())
    finally:
        handle.close()


def clock_of(folder: Path) -> Clock:
    """The clock that every process of this conference reads; the machine's where it cannot be told."""
    from data.clock import SystemClock, make_clock
    from data.folder.conference import load

    conference, _ = load(folder)
    return make_clock(conference.speed, conference.speed_anchor_ms) if conference else SystemClock()


class Outcome(msgspec.Struct, frozen=True):
    """What became of an export that ran beside: the digest of the file, or why there is none."""

    sha256: str = ""
    why: str = ""


def place_for(form: str, folder: Path, stamp: datetime, t: Text) -> Path:
    """Where the console puts a file of this form that is made at `stamp`."""
    from data.exporters.formats import suffix

    return folder / "exports" / f"{t(f'report.file.{form}')}-{stamp:%Y%m%d-%H%M%S}.{suffix(form)}"


async def export_in_process(
    form: str, log: Path, output: Path, *, contacts: bool, actor: str, language: str
) -> Outcome:
    """Write `output` in a process of its own, so that no key waits for it; the record says so too."""
    output.parent.mkdir(exist_ok=True)
    options = [*("--format", form, "-o", str(output), "--as", actor, "--lang", language)]
    command = [*_OURSELVES, "export", str(log), *options, *([] if contacts else ["--no-contacts"])]
    process = await asyncio.create_subprocess_exec(
        *command,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        said, told = await process.communicate()
    except asyncio.CancelledError:
        process.kill()  # a console that closes leaves no half file and no orphan
        raise
    if process.returncode == 0:
        return Outcome(sha256=said.decode("utf-8", "replace").partition(" ")[0])
    return Outcome(why=(told.decode("utf-8", "replace").strip().splitlines() or ["?"])[-1])


_OURSELVES = (sys.executable, "-P", "-m", "console")
"""This program, whatever the folder it was started from holds."""
