"""What papers about the day are made from: the folder, the figures, and the end of the chain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Protocol

import msgspec

from data.events import Event
from data.exporters.discretion import without_people
from data.exporters.wording import Translate, Words
from data.folder.model import Conference
from data.health.quality_db import quality_db_path
from data.health.quality_past import PointQuality, by_point
from data.record.chain import Head
from data.record.contract import Row, Verification
from data.record.errors import LogError
from data.record.event_log import verify
from data.record.page import event_of
from data.record.reading import Progress, head_of, log_events, log_pages
from data.reports.day import Report, report
from data.reports.rehearsal import Comparison, compare


class Tell(Protocol):
    """Events to sentences."""

    def __call__(self, event: Event, *, names: Mapping[str, str], by: bool = True) -> str:
        """The sentence of an event, without its time; `names` are those of the points. Without `by` it does
        not say who ran the programme.
        """
        ...


_CHANGES = ("Item", "Advance", "Change", "Gate", "Speaker", "Incident", "Control")
_CODED = ("IncidentOpened", "IncidentReopened")
"""Their reasons are codes, and their sentences tell them."""


class Material(msgspec.Struct, frozen=True, kw_only=True):
    """Everything about rows 1..`head.seq` of the log at `log`; `verdict` is of the same rows, `rehearsal`
    sets the day beside the last rehearsal in its folder, None where there was none. `measured` is what
    `quality.db` has kept of each point, in the order of the roster. `names` are those of the points.
    """

    conference: Conference
    log: Path
    head: Head
    verdict: Verification
    report: Report
    words: Words
    tell: Tell
    rehearsal: Comparison | None = None
    measured: tuple[PointQuality, ...] = ()
    names: Mapping[str, str] = {}

    def bare(self, event: Event, *, by: bool = True) -> str:
        """What the sentence of a row says, and no more."""
        return self.tell(event, names=self.names, by=by)

    def told(self, event: Event, *, by: bool = True) -> str:
        """What a row says, `by` whom, and the reason that a person gave for it where the sentence leaves that
        out.
        """
        said = self.bare(event, by=by)
        given = getattr(event.body, "reason", "") if _may_say_why(event.kind) else ""
        if not given or self.words.word("cause", given) in said:
            return said
        return self.words.t("report.told_why", said=said, reason=self.words.word("cause", given))

    def rows(self, progress: Progress | None = None) -> Iterator[tuple[Row, Event]]:
        """The rows once more, without people to call where they are not wanted, and what each says."""
        for _end, rows in log_pages(self.log, progress, upto=self.head.seq):
            for stored in rows:
                row = stored if self.words.contacts else without_people(stored)
                yield row, event_of(row, self.log)


def _may_say_why(kind: str) -> bool:
    return kind.startswith(_CHANGES) and kind not in _CODED


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
    words = Words(t, conference.timezone, contacts=contacts)
    told = report(_events(log, end, contacts=contacts), conference.points)
    return Material(
        conference=conference,
        log=log,
        head=end,
        verdict=checked,
        report=told,
        words=words,
        tell=tell,
        rehearsal=_rehearsed(log, told, conference),
        measured=_measured(log, conference),
        names={point.code: words.text(point.name) for point in conference.points},
    )


def _events(log: Path, end: Head, *, contacts: bool) -> Iterator[Event]:
    """Rows 1 to `end`; without `contacts` nobody to call is in them: the report keeps some as they are."""
    if contacts:
        return log_events(log, upto=end.seq)
    pages = log_pages(log, None, upto=end.seq)
    return (event_of(without_people(row), log) for _end, rows in pages for row in rows)


def _measured(log: Path, conference: Conference) -> tuple[PointQuality, ...]:
    """Nothing where nothing was kept, or where it cannot be read: it may be deleted at any time."""
    try:
        kept = by_point(quality_db_path(log))
    except LogError:
        return ()
    return tuple(kept[point.code] for point in conference.points if point.code in kept)


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
