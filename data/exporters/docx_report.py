"""The technical report after a conference, in the layout of Decree 30/2020."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from data.exporters import table_rows as tables
from data.exporters.decree_layout import foot, head, signature, title
from data.exporters.docx_paper import (
    BODY_KEPT,
    DOTS,
    HEADING,
    WIDTH,
    WIDTH_ACROSS,
    paragraph,
    save,
    section,
    table,
)
from data.exporters.log_rows import Progress
from data.exporters.material import Material

MOST_ROWS = 5000
"""So many rows stand in a table of the paper; the workbook has them all."""
_PARTS = ("general", "preparation", "connection", "programme", "incidents", "assessment")
_LEVEL_SHARES = (20, 13, 13, 13, 15, 12, 14)
_ITEM_SHARES = (7, 23, 14, 11, 11, 8, 9, 8, 9)
_REHEARSED_SHARES = (8, 50, 14, 14, 14)
_INCIDENT_SHARES = (8, 12, 7, 16, 19, 10, 10, 11, 7)
_POINT_SHARES = (8, 30, 10, 10, 8, 7, 8, 8, 8, 6)
_EVENT_SHARES = (8, 12, 8, 12, 60)


def write_report(material: Material, out: BinaryIO, progress: Progress | None = None) -> None:
    """Write the paper to `out`. Raises LogError, and what `out` raises."""
    about = material.words.t("report.paper.about", title=material.conference.title)
    save(out, about, _Paper(material, progress).body(about))


class _Paper:
    """The report, part by part."""

    def __init__(self, material: Material, progress: Progress | None) -> None:
        self._m, self._progress = material, progress
        self._w, self._t, self._told = material.words, material.words.t, material.report

    def body(self, about: str) -> Iterator[str]:
        """Everything, from the head to the last annex."""
        conference, t = self._m.conference, self._t
        yield head(conference.document, t("report.paper.kind"), self._told.to_ms, self._w)
        yield title(t("report.paper.title"), about)
        parts = (
            self._general(),
            self._preparation(),
            self._connection(),
            self._programme(),
            self._incidents(),
            self._assessment(),
        )
        for name, part in zip(_PARTS, parts, strict=True):
            yield paragraph(t(f"report.part.{name}"), HEADING)
            yield from part
        document = conference.document
        signed = signature(document.signer_title or t("report.foot.office"), document.signer)
        yield from foot((t("report.foot.to_superior"), t("report.foot.to_file")), signed, self._w)
        yield section(across=False, last=False)
        yield from self._annex()
        yield section(across=True, last=True)

    def _say(self, code: str, **params: object) -> str:
        return paragraph(self._t(f"report.say.{code}", **params))

    def _table(
        self, columns: Sequence[str], shares: Sequence[int], rows: Iterable[Sequence[str]], width: int = WIDTH
    ) -> Iterator[str]:
        heads = [self._t(f"report.col.{code}") for code in columns]
        whole = sum(shares)
        texts = ([self._w.text(cell) for cell in row] for row in rows)
        yield from table(heads, self._bounded(texts), [width * share // whole for share in shares])

    def _bounded(self, rows: Iterable[list[str]]) -> Iterator[list[str]]:
        for at, row in enumerate(rows):
            if at == MOST_ROWS:
                cut = self._t("report.cut", most=MOST_ROWS)
                yield [*("…" for _ in row[:-1]), cut] if len(row) <= 5 else [cut, *("…" for _ in row[1:])]
                return
            yield row

    def _general(self) -> Iterator[str]:
        w, told, conference = self._w, self._told, self._m.conference
        yield self._say("title", title=conference.title)
        planned = told.state.start_ms or conference.start_ms
        yield self._say("planned", time=w.prose_time(planned), date=w.prose_date(planned))
        if told.from_ms is None:
            yield self._say("not_opened")
        else:
            yield self._say("opened", time=w.prose_time(told.from_ms), date=w.prose_date(told.from_ms))
            ended = told.state.ended_ms
            yield self._say("ended", time=w.prose_time(ended)) if ended else self._say("not_ended")
        yield self._say("points", count=len(told.points), items=len(told.items))
        if not told.roster_known:
            yield self._say("roster_differs")

    def _preparation(self) -> Iterator[str]:
        told, w = self._told, self._w
        yield self._say("tests", count=told.tests.value)
        checks = sorted(told.state.checks.items(), key=lambda check: check[1])
        done = "; ".join(f"{w.word('preflight', name)} ({w.hour(at)})" for name, at in checks)
        yield self._say("checks", done=done) if done else self._say("no_checks")
        yield from self._rehearsed()

    def _rehearsed(self) -> Iterator[str]:
        """The last rehearsal, and the day beside it."""
        before, w = self._m.rehearsal, self._w
        if before is None:
            yield self._say("no_rehearsal")
            return
        yield self._say(
            "rehearsal",
            log=before.log,
            time=w.prose_time(before.opened_ms),
            date=w.prose_date(before.opened_ms),
            connected=before.connected.value,
            expected=before.expected,
            lost=before.lost_once.value,
            incidents=before.incidents.value,
        )
        rows = [each for each in before.items if each.rehearsed_ms is not None or each.ran_ms is not None]
        if rows:
            told = (tables.rehearsed_row(each, w) for each in rows)
            yield from self._table(tables.REHEARSED, _REHEARSED_SHARES, told)
        if before.again:
            yield paragraph(w.text(self._t("report.say.lost_again") + " " + ", ".join(before.again) + "."))

    def _connection(self) -> Iterator[str]:
        rows = (tables.level_row(each, self._w) for each in self._told.levels)
        yield from self._table(tables.LEVEL, _LEVEL_SHARES, rows)
        yield self._say("how_counted")
        unseen = sum(each.availability is None for each in self._told.points)
        if unseen:
            yield self._say("unseen", count=unseen)

    def _programme(self) -> Iterator[str]:
        rows = (tables.item_row(each, self._w) for each in self._told.items)
        yield from self._table(tables.ITEM, _ITEM_SHARES, rows)
        w = self._w
        for cause in self._told.causes:
            words = "; ".join(w.word("cause", each) for each in cause.causes) or self._t("report.no_cause")
            spent = w.minutes(cause.total.value)
            yield self._say(cause.kind, minutes=spent, causes=w.text(words))

    def _incidents(self) -> Iterator[str]:
        if not self._told.incidents:
            yield self._say("no_incidents")
            return
        rows = (tables.incident_row(each, self._w) for each in self._told.incidents)
        yield from self._table(tables.INCIDENT, _INCIDENT_SHARES, rows)
        w = self._w
        for each in self._told.severities:
            said = self._t(
                "report.say.severity",
                severity=each.severity,
                opened=each.opened.value,
                taken=each.taken.value,
                resolved=each.resolved.value,
            )
            if each.median_taken_ms is not None:
                said += self._t("report.say.severity.taken", minutes=w.minutes(each.median_taken_ms))
            if each.median_lasted_ms is not None:
                spans = {
                    "minutes": w.minutes(each.median_lasted_ms),
                    "most": w.minutes(each.longest_lasted_ms),
                }
                said += self._t("report.say.severity.lasted", **spans)
            yield paragraph(f"{said}.")

    def _assessment(self) -> Iterator[str]:
        told, w = self._told, self._w
        if told.levels:
            total = told.levels[-1]
            share = total.connected.value / total.expected.value if total.expected.value else None
            yield self._say(
                "assessment",
                connected=total.connected.value,
                expected=total.expected.value,
                share=w.share(share),
                lost=total.lost_once.value,
                minutes=w.minutes(sum(each.lost_ms for each in told.points)),
            )
        yield paragraph(self._t("report.say.proposals"), BODY_KEPT)
        yield paragraph("…" * 60, DOTS)

    def _annex(self) -> Iterator[str]:
        m, t = self._m, self._t
        yield paragraph(t("report.annex.points"), HEADING)
        rows = (tables.point_row(each, self._w) for each in self._told.points)
        yield from self._table(tables.POINT, _POINT_SHARES, rows, WIDTH_ACROSS)
        yield paragraph(t("report.annex.events"), HEADING)
        events = (
            tables.event_row(event, m.tell(event), self._w)
            for _row, event in m.rows(self._progress)
            if tables.is_told(event)
        )
        yield from self._table(tables.EVENT, _EVENT_SHARES, events, WIDTH_ACROSS)
        yield paragraph(t("report.annex.checksum"), HEADING)
        yield self._say("chain", rows=m.head.seq, head=f"{m.head.seq}:{m.head.hash.hex()}")
        whole = m.verdict.ok
        yield self._say("chain_whole") if whole else self._say("chain_broken", row=m.verdict.bad_seq or 0)
