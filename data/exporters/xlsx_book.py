"""The day as a workbook: programme, presence, points, incidents, record. Nothing in it is a formula.

Written row by row, so memory does not grow with the record. Times are real dates of the hall's clock,
spans are numbers of minutes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, BinaryIO, TypeAlias

from data.exporters.csv_log import harmless
from data.exporters.log_rows import Progress
from data.exporters.material import Material
from data.log_errors import LogError
from data.quality import Spread
from data.quality_db import PointQuality, beside, by_point
from data.report import LevelFigures
from data.report_figure import Rows, all_rows
from data.report_incidents import IncidentFigures
from data.report_points import PointFigures
from data.report_programme import ItemFigures
from data.report_rehearsal import Rehearsed

if TYPE_CHECKING:
    from openpyxl import Workbook

Cell: TypeAlias = str | int | float | bool | datetime | None

LONGEST = 32_767
"""Characters that a cell of a workbook may hold."""
SHEET_ROWS = 1_000_000
"""Rows of the record on one sheet; a sheet ends at 1,048,576."""
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_DATE = "dd/mm/yyyy hh:mm:ss"
_STAMP = "dd/mm/yyyy hh:mm:ss.000"


def write_xlsx(material: Material, out: BinaryIO, progress: Progress | None = None) -> None:
    """Write the workbook to `out`, which must be seekable. Raises LogError, and what `out` raises."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    told, rows = material.report, _Rows(material)
    _Sheet(book, material, "agenda", _ITEM_COLUMNS).fill(map(rows.item, told.items))
    _Sheet(book, material, "levels", _LEVEL_COLUMNS).fill(map(rows.level, told.levels))
    _Sheet(book, material, "points", _POINT_COLUMNS).fill(map(rows.point, told.points))
    _Sheet(book, material, "incidents", _INCIDENT_COLUMNS).fill(map(rows.incident, told.incidents))
    if material.rehearsal is not None:
        _Sheet(book, material, "rehearsal", _REHEARSAL_COLUMNS).fill(
            map(rows.rehearsed, material.rehearsal.items)
        )
    if measured := _measured(material):
        _Sheet(book, material, "quality", _QUALITY_COLUMNS).fill(map(rows.quality, measured))
    _log_sheets(book, material, progress)
    book.save(out)


class _Sheet:
    """A sheet under way: a frozen header, filters over all of it."""

    def __init__(
        self,
        book: Workbook,
        material: Material,
        name: str,
        columns: Sequence[tuple[str, int]],
        number: int = 1,
    ) -> None:
        from openpyxl.utils import get_column_letter

        t = material.words.t
        title = t(f"report.sheet.{name}") + (f" {number}" if number > 1 else "")
        self._sheet: Any = book.create_sheet(title)
        self._sheet.freeze_panes = "A2"
        for index, (_code, width) in enumerate(columns, 1):
            self._sheet.column_dimensions[get_column_letter(index)].width = width
        self._last = get_column_letter(len(columns))
        self._rows = 0
        self.append([t(f"report.col.{code}") for code, _width in columns], bold=True)

    def fill(self, rows: Iterable[Sequence[Cell]]) -> None:
        """All rows, then the filters."""
        for row in rows:
            self.append(row)
        self.finish()

    def append(self, row: Sequence[Cell], *, bold: bool = False) -> None:
        """One row."""
        self._sheet.append([self._cell(value, bold) for value in row])
        self._rows += 1

    def finish(self) -> None:
        """The filters reach down to the last row."""
        self._sheet.auto_filter.ref = f"A1:{self._last}{self._rows}"

    def _cell(self, value: Cell, bold: bool) -> object:
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Font

        if isinstance(value, datetime):
            stamped = WriteOnlyCell(self._sheet, value.replace(tzinfo=None))
            stamped.number_format = _STAMP if value.microsecond else _DATE
            return stamped
        if not isinstance(value, str):
            return value
        cell: Any = WriteOnlyCell(self._sheet)
        text = _ESCAPE.sub("_x005F_", _ILLEGAL.sub("\ufffd", value))
        cell.value = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
        cell.data_type = "s"  # a text, whatever it begins with
        cell.quotePrefix = harmless(text) is not text  # and it stays one when somebody edits it
        if bold:
            cell.font = Font(bold=True)
        return cell


_ITEM_COLUMNS = (
    *(("cue", 7), ("title", 48), ("kind", 14), ("speaker", 24), ("organisation", 32), ("point", 12)),
    *(("state", 14), ("planned_start", 20), ("planned_minutes", 12), ("started", 20), ("ended", 20)),
    *(("elapsed", 12), ("drift", 12), ("over", 12), ("paused", 12), ("extended", 12), ("overrun", 12)),
    *(("causes", 36), ("own_lost", 14), ("all_lost", 14), ("points_lost", 12)),
    *(("row_first", 9), ("row_last", 9), ("row_count", 9)),
)
_LEVEL_COLUMNS = (
    *(("level", 18), ("expected", 10), ("connected", 12), ("on_time", 10), ("lost_once", 14), ("absent", 10)),
    *(("delegates", 12), ("row_first", 9), ("row_last", 9), ("row_count", 9)),
)
_POINT_COLUMNS = (
    *(("code", 12), ("name", 44), ("level", 14), ("region", 24), ("parent", 12), ("first_joined", 20)),
    *(("on_time", 10), ("times_lost", 10), ("lost", 12), ("longest_lost", 12), ("absent_minutes", 12)),
    *(
        ("unseen", 12),
        ("availability", 12),
        ("delegates", 10),
        ("contact", 24),
        ("phone", 18),
        ("phone2", 18),
    ),
    *(("row_first", 9), ("row_last", 9), ("row_count", 9)),
)
_INCIDENT_COLUMNS = (
    *(("incident", 8), ("opened", 20), ("severity", 9), ("scope", 12), ("subject", 14), ("reason", 24)),
    *(("points_count", 10), ("item", 8), ("taken", 14), ("handler", 20), ("lasted", 14), ("calls", 8)),
    *(("row_first", 9), ("row_last", 9), ("row_count", 9)),
)
_REHEARSAL_COLUMNS = (
    *(("cue", 7), ("title", 48), ("rehearsed", 12), ("ran", 12), ("more", 12)),
    *(("row_first", 9), ("row_last", 9), ("rehearsal_row_first", 9), ("rehearsal_row_last", 9)),
)
_QUALITY_COLUMNS = (
    *(
        ("code", 12),
        ("minutes_kept", 10),
        ("seen_minutes", 10),
        ("degraded_minutes", 10),
        ("down_minutes", 10),
    ),
    *(("audio_mean", 12), ("audio_most", 12), ("video_mean", 12), ("video_most", 12)),
    *(("jitter_most", 12), ("rtt_most", 12), ("bitrate_mean", 12)),
)
_LOG_COLUMNS = (
    *(("seq", 9), ("at", 24), ("actor", 18), ("console", 24), ("kind", 22), ("v", 4), ("item", 8)),
    *(("point", 12), ("what", 70), ("body", 60), ("at_utc", 26), ("mono_ns", 20), ("boot", 38)),
    *(("prev", 66), ("hash", 66)),
)


class _Rows:
    """Figures as rows of cells."""

    def __init__(self, material: Material) -> None:
        self._words = material.words

    def _at(self, utc_ms: int | None) -> datetime | None:
        return None if utc_ms is None else self._words.local(utc_ms)

    def item(self, each: ItemFigures) -> list[Cell]:
        run, item, w = each.run, each.run.item, self._words
        return [
            *(w.text(item.cue), w.text(item.title), w.word("kind", item.kind), w.text(item.speaker)),
            *(w.text(item.organisation), w.text(item.point), w.word("item_state", run.state)),
            *(self._at(run.planned_start_ms), each.planned_s / 60),
            *(self._at(run.started_ms), self._at(run.ended_ms)),
            *(_minutes(each.elapsed_ms), _minutes(each.drift_ms), _minutes(each.over_ms)),
            *(_minutes(run.paused_ms), run.extended_s / 60, _minutes(run.overrun_ms)),
            "; ".join(w.word("cause", cause) for cause in run.causes),
            *(_minutes(each.own_lost_ms), _minutes(each.lost_ms), each.points_lost, *_cited(each.rows)),
        ]

    def level(self, each: LevelFigures) -> list[Cell]:
        counts = (each.expected, each.connected, each.on_time, each.lost_once, each.absent)
        cited = all_rows((each.connected.rows, each.lost_once.rows, each.absent.rows))
        name = self._words.word("level", each.level or "total")
        return [name, *(figure.value for figure in counts), each.delegates, *_cited(cited)]

    def point(self, each: PointFigures) -> list[Cell]:
        point, w = each.point, self._words
        called = (point.contact, point.phone, point.phone2) if w.contacts else ("", "", "")
        yes = w.t("report.yes" if each.on_time else "report.no")
        return [
            *(w.text(point.code), w.text(point.name), w.word("level", point.level), w.text(point.region)),
            *(w.text(point.parent), self._at(each.first_joined_ms), yes, each.times_lost),
            *(_minutes(each.lost_ms), _minutes(each.longest_lost_ms), _minutes(each.absent_ms)),
            *(_minutes(each.unseen_ms), None if each.availability is None else round(each.availability, 4)),
            *(point.delegates, *map(w.text, called), *_cited(each.rows)),
        ]

    def rehearsed(self, each: Rehearsed) -> list[Cell]:
        w = self._words
        cited = (each.rows.first or None, each.rows.last or None)
        before = (each.rehearsal_rows.first or None, each.rehearsal_rows.last or None)
        spans = (_minutes(each.rehearsed_ms), _minutes(each.ran_ms), _minutes(each.more_ms))
        return [w.text(each.cue), w.text(each.title), *spans, *cited, *before]

    def quality(self, each: PointQuality) -> list[Cell]:
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
        w = self._words
        return [
            *(w.text(each.id), self._at(each.opened_ms), w.text(each.severity)),
            *(w.word("report.scope", each.scope), w.text(each.subject), w.word("reason", each.reason)),
            *(len(each.points), w.text(each.item), _minutes(each.taken_ms), w.text(each.handler)),
            *(_minutes(each.lasted_ms), each.calls, *_cited(each.rows)),
        ]


def _measured(material: Material) -> list[PointQuality]:
    """What was kept of every point's figures, in the order of the roster; nothing where none was."""
    try:
        kept = by_point(beside(material.log))
    except LogError:
        return []
    return [kept[point.code] for point in material.conference.points if point.code in kept]


def _minutes(ms: int | None) -> float | None:
    return None if ms is None else round(ms / 60_000, 2)


def _part(spread: Spread | None, name: str, unit: int = 1) -> float | None:
    return None if spread is None else round(getattr(spread, name) / unit, 3)


def _cited(rows: Rows) -> tuple[int | None, int | None, int]:
    return rows.first or None, rows.last or None, rows.count


def _log_sheets(book: Workbook, material: Material, progress: Progress | None) -> None:
    """The record itself; what it holds is not cleaned, only made fit for a cell."""
    number, sheet = 1, _Sheet(book, material, "log", _LOG_COLUMNS)
    words = material.words
    for row, event in material.rows(progress):
        if row.seq > number * SHEET_ROWS:
            sheet.finish()
            number += 1
            sheet = _Sheet(book, material, "log", _LOG_COLUMNS, number)
        sheet.append(
            [
                *(row.seq, words.local(event.at.utc_ms), row.actor, row.console, row.kind, row.v, row.item),
                *(row.point, words.text(material.tell(event)), words.raw(row.body), row.at, row.mono_ns),
                *(row.boot, row.prev.hex(), row.hash.hex()),
            ]
        )
    sheet.finish()
