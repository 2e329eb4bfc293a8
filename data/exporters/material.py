"""What papers about the day are made from: the folder, the figures, and the end of the chain."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

import msgspec

from data.chain import Head
from data.event_log import verify
from data.events import Event
from data.exporters.discretion import without_people
from data.exporters.log_rows import Progress, head_of, log_events, log_pages
from data.exporters.wording import Translate, Words
from data.log_errors import LogError
from data.log_page import event_of
from data.model import Conference
from data.record import Row, Verdict
from data.report import Report, report
from data.report_rehearsal import Comparison, compare

Tell: TypeAlias = Callable[[Event], str]
"""The sentence of an event, without its time."""


class Material(msgspec.Struct, frozen=True, kw_only=True):
    """Everything about rows 1..`head.seq` of the log at `log`; `verdict` is of the same rows, `rehearsal`
    sets the day beside the last rehearsal in its folder, None where there was none.
    """

    conference: Conference
    log: Path
    head: Head
    verdict: Verdict
    report: Report
    words: Words
    tell: Tell
    rehearsal: Comparison | None = None

    def rows(self, progress: Progress | None = None) -> Iterator[tuple[Row, Event]]:
        """The rows once more, without people to call where they are not wanted, and what each says."""
        for _end, rows in log_pages(self.log, progress, upto=self.head.seq):
            for stored in rows:
                row = stored if self.words.contacts else without_people(stored)
                yield row, event_of(row, self.log)


def gather(
    log: Path,
    conference: Conference,
    t: Translate,
    tell: Tell,
    *,
    contacts: bool,
    progress: Progress | None = None,
) -> Material:
    """Read the log at `log` up to its last row now. Raises LogError."""
    end = head_of(log)
    checked = verify(log, progress=progress)
    told = report(log_events(log, upto=end.seq), conference.points)
    return Material(
        conference=conference,
        log=log,
        head=end,
        verdict=checked,
        report=told,
        words=Words(t, conference.timezone, contacts=contacts),
        tell=tell,
        rehearsal=_rehearsed(log, told, conference),
    )


def _rehearsed(log: Path, told: Report, conference: Conference) -> Comparison | None:
    """The last rehearsal that was opened; one that cannot be read is no reason to write no report."""
    numbers = sorted(
        (
            int(path.stem.removeprefix("rehearsal-"))
            for path in log.parent.glob("rehearsal-*.db")
            if path.stem.removeprefix("rehearsal-").isdecimal()
        ),
        reverse=True,
    )
    for number in numbers if log.name == "log.db" else ():
        path = log.with_name(f"rehearsal-{number}.db")
        with suppress(LogError):
            before = report(log_events(path, upto=head_of(path).seq), conference.points)
            if (found := compare(told, before, path.name)) is not None:
                return found
    return None
