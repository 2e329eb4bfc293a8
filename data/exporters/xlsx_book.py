"""The day as a workbook: programme, presence, points, incidents, record. Nothing in it is a formula.

Written row by row, so memory does not grow with the record. Times are real dates of the hall's clock,
spans are numbers of minutes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, BinaryIO

from data.exporters import xlsx_rows as columns
from data.exporters.csv_log import harmless
from data.exporters.material import Material
from data.exporters.sources import sources
from data.exporters.xlsx_rows import Cell
from data.record.reading import Progress

if TYPE_CHECKING:
    from openpyxl import Workbook

LONGEST = 32_767
"""Characters that a cell of a workbook may hold."""
SHEET_ROWS = 1_000_000
"""Rows of the record on one sheet; a sheet ends at 1,048,576."""
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_A4 = 9
"""Its number among the sizes of paper that a workbook knows."""
_LINE_POINTS, _MOST_POINTS = 14, 400
_SHORT = 12
"""Letters that stand on one line in any column; a longer text is broken into lines, but for the record."""
_LETTERS_ACROSS = 170
_DATE = "dd/mm/yyyy hh:mm:ss"
_STAMP = "dd/mm/yyyy hh:mm:ss.000"


def write_xlsx(material: Material, out: BinaryIO, progress: Progress | None = None) -> None:
    """Write the workbook to `out`, which must be seekable. Raises LogError, and what `out` raises."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    told, rows = material.report, columns.BookRows(material)
    _Sheet(book, material, "agenda", columns.ITEM).fill(map(rows.item, told.items))
    _Sheet(book, material, "levels", columns.LEVEL).fill(map(rows.level, told.levels))
    _Sheet(book, material, "points", columns.POINT).fill(map(rows.point, told.points))
    _Sheet(book, material, "incidents", columns.INCIDENT).fill(map(rows.incident, told.incidents))
    _Sheet(book, material, "courses", columns.COURSE).fill(rows.courses(told.incidents))
    _Sheet(book, material, "sums", columns.SUM).fill(rows.sums())
    if material.rehearsal is not None:
        _Sheet(book, material, "rehearsal", columns.REHEARSAL).fill(
            map(rows.rehearsed, material.rehearsal.items)
        )
    if material.measured:
        _Sheet(book, material, "quality", columns.QUALITY).fill(map(rows.quality, material.measured))
    _Sheet(book, material, "sources", columns.SOURCE).fill(map(rows.source, sources(material)))
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
        self._wrapped = name != "log"
        self._widths = [width for _code, width in columns]
        self._on_paper(sum(self._widths))
        for index, (_code, width) in enumerate(columns, 1):
            self._sheet.column_dimensions[get_column_letter(index)].width = width
        self._last = get_column_letter(len(columns))
        self._rows = 0
        self.append([t(f"report.col.{code}") for code, _width in columns], bold=True)

    def _on_paper(self, width: int) -> None:
        """Printed it is A4 across, on as many pages side by side as `width` (letters) needs to be read; its
        head and its first column stand on each.
        """
        from openpyxl.worksheet.properties import PageSetupProperties

        self._sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        setup = self._sheet.page_setup
        setup.paperSize, setup.orientation = _A4, "landscape"
        setup.fitToWidth, setup.fitToHeight = max(1, round(width / _LETTERS_ACROSS)), 0
        self._sheet.print_title_rows, self._sheet.print_title_cols = "1:1", "A:A"

    def fill(self, rows: Iterable[Sequence[Cell]]) -> None:
        """All rows, then the filters."""
        for row in rows:
            self.append(row)
        self.finish()

    def append(self, row: Sequence[Cell], *, bold: bool = False) -> None:
        """One row, as high as its longest text needs."""
        self._rows += 1
        if bold or self._wrapped:
            lines = max(map(_lines, row, self._widths))
            if lines > 1:
                self._sheet.row_dimensions[self._rows].height = min(lines * _LINE_POINTS, _MOST_POINTS)
        self._sheet.append([self._cell(value, bold) for value in row])

    def finish(self) -> None:
        """The filters reach down to the last row."""
        self._sheet.auto_filter.ref = f"A1:{self._last}{self._rows}"

    def _cell(self, value: Cell, bold: bool) -> object:
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Alignment, Font

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
        if bold or (self._wrapped and len(text) > _SHORT):
            cell.alignment = Alignment(wrap_text=True)
        return cell


def _lines(value: Cell, width: int) -> int:
    """Lines that a text takes in a column of `width` letters; words are not cut, so one in five is lost."""
    return -(-len(value) * 6 // (width * 5)) if isinstance(value, str) and len(value) > width else 1


def _log_sheets(book: Workbook, material: Material, progress: Progress | None) -> None:
    """The record itself; what it holds is not cleaned, only made fit for a cell."""
    number, sheet = 1, _Sheet(book, material, "log", columns.LOG)
    words = material.words
    for row, event in material.rows(progress):
        if row.seq > number * SHEET_ROWS:
            sheet.finish()
            number += 1
            sheet = _Sheet(book, material, "log", columns.LOG, number)
        sheet.append(
            [
                *(row.seq, words.local(event.at.utc_ms), row.actor, row.console, row.kind, row.v, row.item),
                *(row.point, words.text(material.told(event)), words.raw(row.body), row.at, row.mono_ns),
                *(row.boot, row.prev.hex(), row.hash.hex()),
            ]
        )
    sheet.finish()
