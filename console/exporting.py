"""An export as the command line and the export card make it: written whole, and then in the record."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from console import presence
from console.event_text import event_line
from console.text import Text
from data.events import Exported, Fact

if TYPE_CHECKING:
    from collections.abc import Callable

    from data.chain import Head
    from data.clock import Clock
    from data.exporters.formats import Asked
    from data.exporters.log_rows import Progress
    from data.model import Conference


def asked(form: str, log: Path, conference: Callable[[], Conference], t: Text, *, contacts: bool) -> Asked:
    """What is to be written, in the words of this console."""
    from data.exporters.formats import Asked

    return Asked(
        form=form, log=log, conference=conference, t=t, tell=partial(event_line, t=t), contacts=contacts
    )


def write_file(wanted: Asked, output: Path, progress: Progress | None = None) -> tuple[Exported, Head]:
    """Write `output`, whole or not at all; what the record is to say about it. Raises LogError, OSError."""
    from data.exporters.formats import write
    from data.exporters.whole_file import whole_file

    with whole_file(output) as draft:
        head = write(wanted, draft, progress)
    body = Exported(format=wanted.form, name=output.name, sha256=draft.sha256, upto_seq=head.seq)
    return body, head


def record(log: Path, body: Exported, actor: str) -> None:
    """Say in the record what left the house. Raises LogError when it takes nothing more."""
    from data.event_log import EventLog

    handle = EventLog.open(log, clock=clock_of(log.parent), initial=None, fold=lambda state, _events: state)
    try:
        handle.transact(lambda _state, _now: (Fact(body),), actor=actor, console=presence.console_name())
    finally:
        handle.close()


def clock_of(folder: Path) -> Clock:
    """The clock that every process of this conference reads; the machine's where it cannot be told."""
    from data.clock import SystemClock, make_clock
    from data.conference import load

    conference, _ = load(folder)
    return make_clock(conference.speed, conference.speed_anchor_ms) if conference else SystemClock()
