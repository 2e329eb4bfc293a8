"""The process that opens a spreadsheet: `python xlsx_worker.py FILE ROWS MEMORY first|all`.

Writes {"sheets": [{"name", "rows": [[number, [text]]], "copies": [[number, column]], "hidden_rows":
[number], "uncomputed": [[number, letters]]}], "hidden": [name], "capped": bool} as JSON; a copy is a cell
filled from the merged cell above it, an uncomputed one holds a formula that no program has worked out.
Exit code 3: not a spreadsheet, 4: out of memory, 5: openpyxl is not installed. Started by its path, so it
imports nothing of ours.
"""

from __future__ import annotations

import datetime
import json
import re
import sys
from typing import Any

DAMAGED, NO_MEMORY, NO_READER = 3, 4, 5
_MAX_COLUMNS = 64
_MAX_CELL = 8_000
_MAX_TEXT = 16 * 1024 * 1024
_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=\"([A-Z]{1,3})(\d+):[A-Z]{1,3}(\d+)\"")
_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\s(?=[^>]{0,400}?\br=\"(\d+)\")[^>]{0,400}?\bhidden=\"(?:1|true)\"")
_UNCOMPUTED = re.compile(
    rb"<(?:\w+:)?c\s[^>]{0,400}?\br=\"([A-Z]{1,3})(\d+)\"[^>]{0,400}>\s{0,9}"
    rb"<(?:\w+:)?f(?:\s[^>]{0,400})?>[^<]{0,2000}</(?:\w+:)?f>\s{0,9}"
    rb"(?:<(?:\w+:)?v\s?/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s{0,9}</(?:\w+:)?c>"
)
_CHUNK = 1 << 20
_LONGEST = 4_000
"""Bytes that one of these may take; a longer one is not seen where two chunks meet."""


def _limit_memory(size: int) -> None:
    """Refuse more than `size` bytes of address space, where the platform can (not on Windows)."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (size, size))


def _clock(value: datetime.time) -> str:
    return value.strftime("%H:%M:%S" if value.second else "%H:%M")


def _text(value: Any) -> str:
    """A cell as a person would have typed it."""
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value).lower()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime.datetime):
        # Day 0 of a spreadsheet is how it stores a time of day or a length.
        return _clock(value.time()) if value.year < 1901 else value.isoformat(" ", "minutes")
    if isinstance(value, datetime.timedelta):
        seconds = round(value.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return _clock(value) if isinstance(value, datetime.time) else str(value)[:_MAX_CELL]


def _column(letters: bytes) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index - 1


class _Marks:
    """What openpyxl's fast reader skips: cells merged downwards (column, first row, last row), hidden rows,
    and formulas without a result (row, letters of the column).
    """

    def __init__(self, sheet: Any) -> None:
        self.merges: list[tuple[int, int, int]] = []
        self.hidden: list[int] = []
        self.uncomputed: list[tuple[int, str]] = []
        kept = b""
        with sheet.parent._archive.open(sheet._worksheet_path) as stream:  # noqa: SLF001  # no public way
            while chunk := stream.read(_CHUNK):
                kept = self._take(kept + chunk)

    def _take(self, data: bytes) -> bytes:
        """Everything in `data`; what of it may go on in the next chunk."""
        end = 0
        for match in _MERGE.finditer(data):
            end = max(end, match.end())
            if (last := int(match[3])) > (first := int(match[2])):
                self.merges.append((_column(match[1]), first, last))
        for match in _HIDDEN_ROW.finditer(data):
            end = max(end, match.end())
            self.hidden.append(int(match[1]))
        for match in _UNCOMPUTED.finditer(data):
            end = max(end, match.end())
            self.uncomputed.append((int(match[2]), match[1].decode()))
        return data[max(end, len(data) - _LONGEST) :]


def _fill_down(rows: dict[int, list[str]], merges: list[tuple[int, int, int]]) -> list[tuple[int, int]]:
    """Write merged cells into every row that they cover; where that was done."""
    copies: list[tuple[int, int]] = []
    for column, first, last in merges:
        source = rows.get(first, [])
        if column >= len(source) or not source[column]:
            continue
        for number in range(first + 1, min(last, max(rows)) + 1):
            cells = rows.get(number)
            if cells is not None and column < len(cells) and not cells[column]:
                cells[column] = source[column]
                copies.append((number, column))
    return copies


def _sheet(sheet: Any, cap: int, room: int) -> tuple[dict[str, Any], int]:
    """At most `cap` rows that hold anything beside the first, and the room left; negative: capped."""
    rows: dict[int, list[str]] = {}
    for number, values in enumerate(sheet.iter_rows(values_only=True, max_col=_MAX_COLUMNS), 1):
        cells = [_text(value) for value in values]
        if not any(cells):
            continue
        room -= sum(map(len, cells))
        if len(rows) > cap or room < 0:
            room = -1
            break
        rows[number] = cells
    width = max((index + 1 for cells in rows.values() for index, cell in enumerate(cells) if cell), default=0)
    marks = _Marks(sheet)
    copies = _fill_down(rows, marks.merges)
    return {
        "name": sheet.title,
        "rows": [[number, cells[:width]] for number, cells in rows.items()],
        "copies": copies,
        "hidden_rows": sorted(set(marks.hidden) & rows.keys()),
        "uncomputed": [cell for cell in marks.uncomputed if cell[0] in rows],
    }, room


def read(path: str, cap: int, which: str) -> dict[str, Any]:
    """The first visible sheet, or all of them."""
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
    visible = [one for one in book.worksheets if one.sheet_state == "visible"] or book.worksheets[:1]
    sheets: list[dict[str, Any]] = []
    room = _MAX_TEXT
    for one in visible if which == "all" else visible[:1]:
        found, room = _sheet(one, cap, room)
        sheets.append(found)
        cap -= len(found["rows"])
        if room < 0 or cap < 0:
            break
    hidden = [one.title for one in book.worksheets if one not in visible]
    return {"sheets": sheets, "hidden": hidden, "capped": room < 0}


def main(path: str, cap: str, memory: str, which: str) -> int:
    """Read, print, and turn whatever goes wrong into an exit code."""
    _limit_memory(int(memory))
    try:
        import defusedxml  # noqa: F401  # openpyxl refuses entity bombs only when it is there
        import openpyxl  # noqa: F401
    except ImportError:
        return NO_READER
    except MemoryError:
        return NO_MEMORY
    try:
        reply = json.dumps(read(path, int(cap), which))
        sys.stdout.write(reply)
        sys.stdout.flush()
    except MemoryError:
        return NO_MEMORY
    except Exception:
        return DAMAGED
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
