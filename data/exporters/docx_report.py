"""The technical report after a conference, in the layout of Decree 30/2020."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from data.exporters import table_rows as tables
from data.exporters.decree_layout import foot, head, received_by, signature, title
from data.exporters.docx_paper import (
    ANNEX,
    ANNEX_NAME,
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
from data.exporters.material import Material
from data.exporters.sources import COLUMNS, source_row, sources
from data.health.quality_past import PointQuality
from data.record.reading import Progress

MOST_ROWS = 5000
"""So many rows stand in a table of the paper; the workbook has them all."""
_PARTS = ("general", "preparation", "connection", "programme", "incidents", "assessment")
_LEVEL_SHARES = (14, 8, 9, 8, 10, 10, 11, 11, 19)
_ITEM_SHARES = (7, 23, 14, 11, 11, 8, 9, 8, 9)
_AIR_SHARES = (7, 27, 25, 10, 10, 10, 11)
_SUM_SHARES = (58, 12, 15, 15)
_CAUSE_SHARES = (26, 60, 14)
_REHEARSED_SHARES = (8, 50, 14, 14, 14)
_INCIDENT_SHARES = (6, 10, 9, 19, 14, 13, 9, 13, 7)
_COURSE_SHARES = (8, 11, 9, 52, 20)
_QUALITY_SHARES = (9, 37, 10, 11, 11, 11, 11)
_POINT_SHARES = (7, 26, 9, 9, 7, 6, 7, 7, 8, 7, 8, 12)
_EVENT_SHARES = (8, 12, 8, 12, 60)
_SOURCE_SHARES = (46, 12, 24, 18)


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
        yield from foot(received_by(document, self._w), signed, self._w)
        yield section(across=False, last=False)
        yield from self._annexes()
        yield section(across=True, last=True)

    def _say(self, code: str, **params: object) -> str:
        said = self._t(f"report.say.{code}", **params)
        # What leads in a table stays with it.
        return paragraph(said, BODY_KEPT) if said.endswith(":") else paragraph(said)

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
        yield self._say("points", count=len(told.points), items=len(told.state.plan or told.items))
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
            names = self._m.names
            again = "; ".join(f"{names[code]} ({code})" if code in names else code for code in before.again)
            yield paragraph(w.text(f"{self._t('report.say.lost_again')} {again}."))

    def _connection(self) -> Iterator[str]:
        rows = (tables.level_row(each, self._w) for each in self._told.levels)
        yield from self._table(tables.LEVEL, _LEVEL_SHARES, rows)
        yield self._say("how_counted")
        yield self._say("how_delegates")
        unseen = sum(each.availability is None for each in self._told.points)
        if unseen:
            yield self._say("unseen", count=unseen)
        yield from self._quality()

    def _quality(self) -> Iterator[str]:
        """What the lines were like, where figures of them were kept."""
        measured = self._m.measured
        if not measured:
            yield self._say("no_quality")
            return
        poor = tables.worst(measured)
        yield self._say("quality", count=len(measured), poor=sum(_was_poor(each) for each in measured))
        if poor:
            yield self._say("quality_worst", count=len(poor))
            rows = (tables.quality_row(each, self._m) for each in poor)
            yield from self._table(tables.QUALITY, _QUALITY_SHARES, rows)

    def _programme(self) -> Iterator[str]:
        told, w = self._told, self._w
        yield from self._table(tables.ITEM, _ITEM_SHARES, (tables.item_row(each, w) for each in told.items))
        aired = [each for each in told.items if each.elapsed_ms is not None]
        if aired:
            yield self._say("on_air")
            yield from self._table(tables.AIR, _AIR_SHARES, (tables.air_row(each, self._m) for each in aired))
        for by, sums in (("speaker", told.speakers), ("organisation", told.organisations)):
            if sums:
                yield self._say(f"sums_{by}")
                rows = (tables.sum_row(each, w) for each in sums)
                yield from self._table(tables.sum_columns(by), _SUM_SHARES, rows)
        if told.causes:
            yield self._say("causes")
            rows = (tables.cause_row(each, w) for each in told.causes)
            yield from self._table(tables.CAUSE, _CAUSE_SHARES, rows)

    def _incidents(self) -> Iterator[str]:
        if not self._told.incidents:
            yield self._say("no_incidents")
            return
        rows = (tables.incident_row(each, self._m) for each in self._told.incidents)
        yield from self._table(tables.INCIDENT, _INCIDENT_SHARES, rows)
        if any(each.handled for each in self._told.incidents):
            yield self._say("courses")
            told = tables.course_rows(self._told.incidents, self._m)
            yield from self._table(tables.COURSE, _COURSE_SHARES, told)
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
                waits = {"minutes": w.minutes(each.median_taken_ms), "most": w.minutes(each.longest_taken_ms)}
                said += self._t("report.say.severity.taken", **waits)
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
        yield paragraph("…" * 32, DOTS)
        yield paragraph("…" * 31 + "./.", DOTS)

    def _annexes(self) -> Iterator[str]:
        """What is wide: on pages across, each under its own heading."""
        m, w = self._m, self._w
        yield from self._annex("points")
        rows = (tables.point_row(each, m) for each in self._told.points)
        yield from self._table(tables.POINT, _POINT_SHARES, rows, WIDTH_ACROSS)
        yield from self._annex("events")
        events = (
            tables.event_row(event, m.told(event), w)
            for _row, event in m.rows(self._progress)
            if tables.is_told(event)
        )
        yield from self._table(tables.EVENT, _EVENT_SHARES, events, WIDTH_ACROSS)
        yield from self._annex("sources")
        yield self._say("sources")
        cited = (source_row(each, m) for each in sources(m))
        yield from self._table(COLUMNS, _SOURCE_SHARES, cited, WIDTH_ACROSS)
        yield from self._annex("checksum")
        yield self._say("chain", rows=m.head.seq, head=f"{m.head.seq}:{m.head.hash.hex()}")
        whole = m.verdict.ok
        yield self._say("chain_whole") if whole else self._say("chain_broken", row=m.verdict.bad_seq or 0)

    def _annex(self, name: str) -> Iterator[str]:
        """The heading of an annex: its number, and what it is."""
        number = _ANNEXES.index(name) + 1
        yield paragraph(self._t("report.annex.number", number=number), ANNEX)
        yield paragraph(self._t(f"report.annex.{name}"), ANNEX_NAME)


_ANNEXES = ("points", "events", "sources", "checksum")


def _was_poor(each: PointQuality) -> bool:
    return each.degraded_s + each.down_s > 0
