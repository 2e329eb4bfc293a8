"""Figures as rows of cells: the columns of each sheet of the workbook, and what stands in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TypeAlias

from data import events as ev
from data.event_body import Body
from data.exporters import table_rows as tables
from data.exporters.material import Material
from data.exporters.sources import Source, source_row
from data.health.quality import Spread
from data.health.quality_past import PointQuality
from data.reports.figure import Figure, Rows
from data.reports.incidents import IncidentFigures
from data.reports.levels import LevelFigures
from data.reports.points import PointFigures
from data.reports.presence import NOBODY
from data.reports.programme import CauseFigures, ItemFigures, SumFigures
from data.reports.rehearsal import Rehearsed

Cell: TypeAlias = str | int | float | bool | datetime | None
Columns: TypeAlias = tuple[tuple[str, int], ...]
"""(message `report.col.<name>`, width)."""

_CITED = (("row_first", 9), ("row_last", 9), ("row_count", 9))
ITEM: Columns = (
    *(("cue", 7), ("title", 48), ("kind", 14), ("speaker", 24), ("organisation", 32), ("point", 12)),
    *(("state", 14), ("planned_start", 20), ("planned_minutes", 12), ("started", 20), ("ended", 20)),
    *(("elapsed", 12), ("drift", 12), ("over", 12), ("paused", 12), ("extended", 12), ("overrun", 12)),
    *(("causes", 36), ("own_availability", 14), ("own_lost", 14), ("all_lost", 14), ("points_lost", 12)),
    *_CITED,
)
LEVEL: Columns = (
    *(("level", 18), ("expected", 10), ("connected", 12), ("on_time", 10), ("lost_once", 14)),
    *(
        ("by_word", 14),
        ("absent", 10),
        ("excused", 10),
        ("unseen_points", 12),
        ("registered", 14),
        ("counted", 14),
        ("guests", 12),
    ),
    ("counted_points", 14),
)
POINT: Columns = (
    *(("code", 12), ("name", 44), ("level", 14), ("region", 24), ("parent", 12), ("first_joined", 20)),
    *(("on_time", 10), ("times_lost", 10), ("lost", 12), ("longest_lost", 12), ("absent_minutes", 12)),
    *(("unseen", 12), ("availability", 12), ("standing", 24), ("absence_reason", 30)),
    *(("registered", 12), ("counted", 12), ("guests", 12), ("contact", 24), ("phone", 18), ("phone2", 18)),
    *_CITED,
)
INCIDENT: Columns = (
    *(("incident", 8), ("opened", 20), ("severity_opened", 9), ("severity_highest", 9)),
    *(("severity_course", 30), ("scope", 12), ("subject", 44), ("reason", 24), ("points_count", 10)),
    *(("item", 8), ("taken", 14), ("handler", 20), ("acknowledgements", 36), ("assigned", 24)),
    *(("incident_notes", 48), ("muted", 36), ("merged", 10), ("lasted", 14), ("resolved", 14), ("calls", 8)),
    *_CITED,
)
COURSE: Columns = (("incident", 8), ("at", 24), ("seq", 9), ("what", 70), ("actor", 24), ("kind", 22))
SUM: Columns = (
    *(("sum_by", 16), ("sum_key", 48), ("items_count", 8), ("over_sum", 12), ("under_sum", 12)),
    *_CITED,
)
SOURCE: Columns = (("figure", 70), ("value", 18), ("kinds", 40), ("log", 20), *_CITED)
REHEARSAL: Columns = (
    *(("cue", 7), ("title", 48), ("rehearsed", 12), ("ran", 12), ("more", 12)),
    *(("row_first", 9), ("row_last", 9), ("rehearsal_row_first", 9), ("rehearsal_row_last", 9)),
)
QUALITY: Columns = (
    *(("code", 12), ("minutes_kept", 10), ("seen_minutes", 10), ("degraded_minutes", 10)),
    *(("down_minutes", 10), ("audio_mean", 12), ("audio_most", 12), ("video_mean", 12), ("video_most", 12)),
    *(("jitter_most", 12), ("rtt_most", 12), ("bitrate_mean", 12)),
)
LOG: Columns = (
    *(("seq", 9), ("at", 24), ("actor", 18), ("console", 24), ("kind", 22), ("v", 4), ("item", 8)),
    *(("point", 12), ("what", 70), ("body", 60), ("at_utc", 26), ("mono_ns", 20), ("boot", 38)),
    *(("prev", 66), ("hash", 66)),
)


class BookRows:
    """Figures of one day as rows of cells."""

    def __init__(self, material: Material) -> None:
        self._m = material
        self._words = material.words

    def _at(self, utc_ms: int | None) -> datetime | None:
        return None if utc_ms is None else self._words.local(utc_ms)

    def item(self, each: ItemFigures) -> list[Cell]:
        """The columns of ITEM."""
        run, item, w = each.run, each.run.item, self._words
        return [
            *(w.text(item.cue), w.text(item.title), w.word("kind", item.kind), w.text(item.speaker)),
            *(w.text(item.organisation), w.text(item.point), w.word("report.state", run.state)),
            *(self._at(run.planned_start_ms), each.planned_s / 60),
            *(self._at(run.started_ms), self._at(run.ended_ms)),
            *(_minutes(each.elapsed_ms), _minutes(each.drift_ms), _minutes(each.over_ms)),
            *(_minutes(run.paused_ms), run.extended_s / 60, _minutes(run.overrun_ms)),
            *("; ".join(w.word("cause", cause) for cause in run.causes), _share(each.own_availability)),
            *(_minutes(each.own_lost_ms), _minutes(each.lost_ms), each.points_lost, *_cited(each.rows)),
        ]

    def level(self, each: LevelFigures) -> list[Cell]:
        """The columns of LEVEL; the rows of each count stand on the sheet of sources."""
        came = (each.expected, each.connected, each.on_time, each.lost_once, each.by_word)
        seats = (self._counted(each.registered, "-"), self._counted(each.counted), self._counted(each.guests))
        counts: list[Cell] = [figure.value for figure in (*came, each.absent, each.excused, each.unseen)]
        return [self._words.level(each.level), *counts, *seats, each.counted_points]

    def _counted(self, figure: Figure | None, nothing: str = "") -> Cell:
        """What nobody counted says so: it is no nought."""
        return (nothing or self._words.t("report.not_counted")) if figure is None else figure.value

    def point(self, each: PointFigures) -> list[Cell]:
        """The columns of POINT."""
        point, w = each.point, self._words
        seat = self._m.report.presences.get(point.code, NOBODY)
        called = (point.contact, point.phone, point.phone2) if w.contacts else ("", "", "")
        yes = w.t("report.yes" if each.on_time else "report.no")
        nothing = w.t("report.not_counted")
        counted: tuple[Cell, Cell] = (seat.delegates, nothing if seat.guests is None else seat.guests)
        if seat.delegates is None:
            counted = (nothing, None)
        return [
            *(w.text(point.code), w.text(point.name), w.level(point.level), w.text(point.region)),
            *(w.text(point.parent), self._at(each.first_joined_ms), yes, each.times_lost),
            *(_minutes(each.lost_ms), _minutes(each.longest_lost_ms), _minutes(each.absent_ms)),
            *(_minutes(each.unseen_ms), _share(each.availability)),
            *(w.word("report.standing", seat.standing), w.text(seat.reason)),
            *(point.delegates, *counted, *map(w.text, called), *_cited(each.rows)),
        ]

    def rehearsed(self, each: Rehearsed) -> list[Cell]:
        """The columns of REHEARSAL."""
        w = self._words
        cited = (each.rows.first or None, each.rows.last or None)
        before = (each.rehearsal_rows.first or None, each.rehearsal_rows.last or None)
        spans = (_minutes(each.rehearsed_ms), _minutes(each.ran_ms), _minutes(each.more_ms))
        return [w.text(each.cue), w.text(each.title), *spans, *cited, *before]

    def quality(self, each: PointQuality) -> list[Cell]:
        """The columns of QUALITY."""
        audio, video, jitter, rtt, bitrate = each.spreads
        lived = (round(seconds / 60, 2) for seconds in (each.seen_s, each.degraded_s, each.down_s))
        return [
            self._words.text(each.point),
            each.minutes,
            *lived,
            *(_part(audio, "mean"), _part(audio, "most"), _part(video, "mean"), _part(video, "most")),
            *(_part(jitter, "most"), _part(rtt, "most"), _part(bitrate, "mean", 1_000_000)),
        ]

    def incident(self, each: IncidentFigures) -> list[Cell]:
        """The columns of INCIDENT."""
        w = self._words
        turns = (
            w.t("report.turn", severity=severity, time=w.time(at), row=row)
            for severity, at, row in each.turns
        )
        return [
            *(w.text(each.id), self._at(each.opened_ms), w.text(each.severity), w.text(each.highest)),
            *(w.text("; ".join(turns)), w.word("report.scope", each.scope)),
            *(w.text(tables.subject(each, self._m)), w.reason(each.reason), len(each.points)),
            *(w.text(each.item), _minutes(each.taken_ms), w.text(each.handler)),
            *(self._told(each, ev.IncidentAcknowledged), w.text(each.assigned)),
            *(self._told(each, ev.IncidentNoted), self._told(each, ev.IncidentMuted), w.text(each.into)),
            *(_minutes(each.lasted_ms), w.t("report.yes" if each.resolved else "report.no"), each.calls),
            *_cited(each.rows),
        ]

    def _told(self, each: IncidentFigures, kind: type[Body]) -> str:
        """Every row of a kind, with its time and who wrote it."""
        w = self._words
        found = each.told_by(kind)
        parts = (f"{w.time(one.at.utc_ms)} {one.actor}: {self._m.bare(one)}" for one in found)
        return w.text("; ".join(parts))

    def courses(self, incidents: Iterable[IncidentFigures]) -> Iterator[list[Cell]]:
        """The columns of COURSE, every row of every incident."""
        w = self._words
        for each in incidents:
            for event in each.course:
                told = w.text(self._m.told(event))
                at = self._at(event.at.utc_ms)
                yield [
                    w.text(each.id),
                    at,
                    event.seq,
                    told,
                    w.text(tables.by_whom(event, w)),
                    w.text(event.kind),
                ]

    def sums(self) -> Iterator[list[Cell]]:
        """The columns of SUM: by speaker, by organisation, by cause."""
        told, t = self._m.report, self._words.t
        for speaker in told.speakers:
            yield self._sum(t("report.sum.speaker"), speaker)
        for organisation in told.organisations:
            yield self._sum(t("report.sum.organisation"), organisation)
        for cause in told.causes:
            yield self._cause(cause)

    def _sum(self, by: str, each: SumFigures) -> list[Cell]:
        spent = (_minutes(each.over_ms), _minutes(each.under_ms))
        return [by, self._words.text(each.key), each.items, *spent, *_cited(each.rows)]

    def _cause(self, each: CauseFigures) -> list[Cell]:
        spent_as, causes, _minutes_text = tables.cause_row(each, self._words)
        name = self._words.text(f"{spent_as}: {causes}")
        by = self._words.t("report.sum.cause")
        return [by, name, None, _minutes(each.total.value), None, *_cited(each.total.rows)]

    def source(self, each: Source) -> list[Cell]:
        """The columns of SOURCE."""
        w = self._words
        named, value, kinds, _rows = map(w.text, source_row(each, self._m))
        return [named, value, kinds, w.text(each.log), *_cited(each.rows)]


def _minutes(ms: int | None) -> float | None:
    return None if ms is None else round(ms / 60_000, 2)


def _share(share: float | None) -> float | None:
    return None if share is None else round(share, 4)


def _part(spread: Spread | None, name: str, unit: int = 1) -> float | None:
    return None if spread is None else round(getattr(spread, name) / unit, 3)


def _cited(rows: Rows) -> tuple[int | None, int | None, int]:
    return rows.first or None, rows.last or None, rows.count
