"""The record as CSV for a spreadsheet: UTF-8 with BOM, CRLF, formulas made harmless."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from data.exporters.discretion import without_people
from data.exporters.sink import Sink
from data.record.chain import EMPTY, Head
from data.record.contract import Row
from data.record.file import COLUMNS
from data.record.reading import Progress, log_pages

_BOM = "\ufeff".encode()
_NEEDS_QUOTES = re.compile(r"[,\"\r\n]")
_FORMULA = re.compile(r"[\s\ufeff\u00ad\u200b-\u200f\u2060\0]*[=+\-@＝＋－＠﹦﹢﹣﹫−]|[\t\r\n\0]")


def write_csv(log: Path, out: Sink, progress: Progress | None = None, *, contacts: bool = True) -> Head:
    """Write every row of the log at `log`; NULL is an empty cell, prev and hash are hex.

    Without `contacts` names and numbers of those who were rung up are left out of the bodies.
    Returns the head up to which rows were written. Raises LogError, and what `out` raises.
    """
    written = EMPTY
    out.write(_BOM + COLUMNS.replace(", ", ",").encode() + b"\r\n")
    for end, rows in log_pages(log, progress):
        shown = rows if contacts else map(without_people, rows)
        out.write("".join(map(_line, shown)).encode())
        written = end
    return written


def harmless(cell: str) -> str:
    """`cell` with an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


@lru_cache(maxsize=8192)
def _cell(text: str | None) -> str:
    """A cell as it stands in the file; the same few texts fill most of a log."""
    if not text:
        return ""
    safe = harmless(text)
    return _quoted(safe) if _NEEDS_QUOTES.search(safe) else safe


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _line(row: Row) -> str:
    """RFC 4180, by hand: the csv module takes three times as long over a million bodies."""
    boot, actor, console, kind = _cell(row.boot), _cell(row.actor), _cell(row.console), _cell(row.kind)
    body = _quoted(row.body if row.body.startswith("{") else harmless(row.body))
    return (
        f"{row.seq},{_cell(row.at)},{row.mono_ns},{boot},{actor},{console},{kind},{row.v},"
        f"{_cell(row.item)},{_cell(row.point)},{body},{row.prev.hex()},{row.hash.hex()}\r\n"
    )
