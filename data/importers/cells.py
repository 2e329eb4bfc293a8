"""Typed values out of one row of a table; what cannot be read is reported and None or empty."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from data.importers.findings import Findings
from data.importers.table import Table
from data.importers.times import parse_duration, parse_time
from data.text import REPLACEMENT, clean, fold, is_plain

_SPACES = re.compile(r"[ \t\r\n\u00a0\u2000-\u200a\u202f\u3000]+")
_LIST = re.compile(r"[;|\r\n]+")
_ERRORS = frozenset({"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"})
_YES = frozenset({"1", "true", "yes", "y", "x", "co", "dung", "v", "✓"})
_NO = frozenset({"0", "false", "no", "n", "khong", "sai", "-"})
_MAX_DURATION_H = 12
_LONG_DURATION_H = 4


def _is_tidy(cells: Sequence[str]) -> bool:
    """Whether no cell needs mending; asked of whole rows, as nearly all are tidy."""
    line = f"¦{'¦'.join(cells)}¦"
    untidy = "¦ " in line or " ¦" in line or "  " in line or "#" in line
    return not untidy and is_plain(line)


class Cells:
    """The cells of the row that `at` was last called for."""

    def __init__(self, table: Table, findings: Findings) -> None:
        self.table = table
        self.findings = findings
        self.row = 0
        self._columns = table.columns
        self._cells: tuple[str, ...] = ()
        self._tidy = False

    def at(self, row: int, cells: tuple[str, ...]) -> None:
        """Move to another row."""
        self.row, self._cells = row, cells
        self._tidy = _is_tidy(cells)

    def error(self, code: str, column: str, **params: str | int | float) -> None:
        """An error in this row."""
        self.findings.error(code, row=self.row, column=self.table.header(column), **params)

    def warn(self, code: str, column: str, **params: str | int | float) -> None:
        """A warning in this row."""
        self.findings.warn(code, row=self.row, column=self.table.header(column), **params)

    def raw(self, column: str) -> str:
        """The cell as it stands in the file, "" where the table has no such column."""
        index = self._columns.get(column)
        return "" if index is None else self._cells[index]

    def text(self, column: str, limit: int = 400) -> str:
        """One clean line; warns of control characters and of text that had to be cut."""
        index = self._columns.get(column)
        if index is None:
            return ""
        raw = self._cells[index]
        if not raw or (self._tidy and len(raw) <= limit):
            return raw
        return self._cleaned(raw, column, limit)

    def needed(self, column: str, limit: int = 400) -> str:
        """As `text`, and an error when there is nothing."""
        value = self.text(column, limit)
        if not value:
            self.error("missing_value", column)
        return value

    def words(self, column: str) -> tuple[str, ...]:
        """A list written with ; | or line ends between its entries."""
        raw = self.raw(column)
        if not raw:
            return ()
        entries = (self._cleaned(part, column, 400) for part in _LIST.split(raw))
        return tuple(entry for entry in entries if entry)

    def _cleaned(self, raw: str, column: str, limit: int) -> str:
        line = _SPACES.sub(" ", raw).strip()
        value = clean(line, limit)
        if value != line:
            if value.count(REPLACEMENT) > line.count(REPLACEMENT):
                self.warn("control_character", column, value=value)
            if value.endswith("…") and len(line) > limit:
                self.warn("cell_too_long", column, length=len(line), limit=limit)
        elif value in _ERRORS:
            self.error("formula_error", column, value=value)
        return value

    def duration(self, column: str) -> int | None:
        """Whole seconds of a length as people write it."""
        value = self.text(column)
        if not value:
            return None
        seconds = parse_duration(value)
        if seconds is None:
            self.error("negative_number" if value[0] in "-−" else "bad_duration", column, value=value)
        elif seconds > _MAX_DURATION_H * 3600:
            self.error("duration_too_long", column, value=value, limit_h=_MAX_DURATION_H)
        elif seconds >= _LONG_DURATION_H * 3600:
            self.warn("long_duration", column, value=value, hours=round(seconds / 3600, 1))
        return seconds

    def time(self, column: str) -> int | None:
        """Seconds since midnight."""
        value = self.text(column)
        if not value:
            return None
        seconds = parse_time(value)
        if seconds is None:
            self.error("bad_time", column, value=value)
        return seconds

    def flag(self, column: str) -> bool | None:
        """Yes, no, or None for an empty cell."""
        value = self.text(column)
        if not value:
            return None
        word = fold(value)
        if word in _YES or word in _NO:
            return word in _YES
        self.error("bad_flag", column, value=value)
        return None

    def count(self, column: str) -> int | None:
        """A whole number, 0 or more."""
        value = self.text(column)
        if not value:
            return None
        if value.isascii() and value.isdigit() and len(value) < 10:
            return int(value)
        self.error("negative_number" if value[0] in "-−" else "bad_number", column, value=value)
        return None

    def one_of(self, column: str, words: Mapping[str, str]) -> str | None:
        """What `words` (by folded spelling) makes of the cell, None when it has no such word."""
        return words.get(fold(self.text(column)))
