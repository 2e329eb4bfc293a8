"""Reads csv of any origin: UTF-8, UTF-16, the old Vietnamese code pages, any usual separator."""

from __future__ import annotations

import codecs
import csv
import io
import re
from pathlib import Path

from data.importers.csv_table import VIETNAMESE
from data.importers.findings import Findings
from data.importers.grid import Grid
from data.importers.legacy_text import in_unicode
from data.text import nfc

_SEPARATORS = ",;\t|"
_SEP_LINE = re.compile(r"sep=([,;\t|])\r?\n", re.IGNORECASE)
_HEAD = 20


def read_csv_grid(path: Path, findings: Findings) -> tuple[Grid, ...] | None:
    """The one table of the file; an encoding other than UTF-8 is named."""
    try:
        data = path.read_bytes()
    except OSError as error:
        findings.error("unreadable_file", reason=type(error).__name__)
        return None
    text = decoded(data, findings)
    if text is None:
        return None
    told = _SEP_LINE.match(text)
    body, first = (text[told.end() :], 2) if told else (text, 1)
    rows: list[tuple[int, tuple[str, ...]]] = []
    reader = csv.reader(
        io.StringIO(body, newline=""), delimiter=told[1] if told else _separator(body), strict=True
    )
    try:
        rows.extend((number, tuple(cells)) for number, cells in enumerate(reader, first))
    except csv.Error:
        findings.error("broken_quotes", row=len(rows) + first)
        return None
    return (Grid(rows=tuple(rows)),)


def decoded(data: bytes, findings: Findings) -> str | None:
    """The text of the file; None and the reason when no encoding gives readable text."""
    found = _encoding(data)
    if found == "cp1258" and in_unicode([legacy := data.decode("latin-1")]):
        return legacy  # `grid` reads it letter by letter, and says so
    try:
        text = data.decode(found)
    except UnicodeDecodeError:
        text = None
    if text is None or (found == "cp1258" and not VIETNAMESE.search(nfc(text))):
        findings.error("encoding_unknown")
        return None
    if "\0" in text:
        findings.error("nul_bytes", row=text.count("\n", 0, text.index("\0")) + 1)
        return None
    if found != "utf-8-sig":
        findings.warn("encoding_read", found=found)
    return text.removeprefix("\ufeff")


def _encoding(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    head = data[:400]
    if head.count(0) > len(head) // 4:
        return "utf-16-le" if head[1::2].count(0) >= head[::2].count(0) else "utf-16-be"
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "cp1258"
    return "utf-8-sig"


def _separator(text: str) -> str:
    """The one that cuts most of the first rows into the same number of cells, at least two."""
    best, most = ",", 0
    for separator in _SEPARATORS:
        try:
            reader = csv.reader(io.StringIO(text[:20_000], newline=""), delimiter=separator)
            widths = [len(cells) for cells, _ in zip(reader, range(_HEAD), strict=False)]
        except csv.Error:
            continue
        score = max((widths.count(width) * (width - 1) for width in widths), default=0)
        if score > most:
            best, most = separator, score
    return best
