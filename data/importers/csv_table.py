"""Reads csv the way spreadsheets of this country write it: comma, semicolon or TAB, BOM or none."""

from __future__ import annotations

import codecs
import csv
import io
import re
from pathlib import Path

from data.importers.columns import Vocabulary
from data.importers.findings import Findings
from data.importers.table import HEADER_WITHIN, Rows, header_at, known_words
from data.text import nfc

_SEPARATORS = ",;\t"
_SEP_LINE = re.compile(r"sep=([,;\t|])\r?\n", re.IGNORECASE)
VIETNAMESE = re.compile(r"[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)


def decode(data: bytes, findings: Findings) -> str | None:
    """UTF-8 text, with or without BOM; None and the encoding that it seems to be otherwise."""
    if (
        data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        or data[:400].count(0) > len(data[:400]) // 4
    ):
        findings.error("encoding", found="utf-16")
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        findings.error("encoding", row=data.count(b"\n", 0, error.start) + 1, found=_guess(data))
        return None
    if "\0" in text:
        findings.error("nul_bytes", row=text.count("\n", 0, text.index("\0")) + 1)
        return None
    return text


def _guess(data: bytes) -> str:
    """The old Windows code page of Vietnamese spells with letters that text in others lacks."""
    text = nfc(data.decode("cp1258", errors="replace"))
    return "cp1258" if VIETNAMESE.search(text) else "unknown"


def _separator(text: str, vocabulary: Vocabulary) -> str:
    """The separator under which the first lines name most columns; a comma when in doubt."""
    head = text[:20_000].splitlines()[:HEADER_WITHIN]

    best, most = _SEPARATORS[0], 0
    for separator in _SEPARATORS:
        rows = [_cells(line, separator) for line in head]
        named = known_words(rows[header_at(rows, vocabulary)], vocabulary) if rows else set()
        if named.issuperset(vocabulary.needed):
            return separator
        if len(named) > most:
            best, most = separator, len(named)
    return best


def _cells(line: str, separator: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=separator), [])
    except csv.Error:
        return []


def read_csv(path: Path, vocabulary: Vocabulary, findings: Findings) -> Rows | None:
    """All rows of the file, or None and the reason in `findings`."""
    try:
        data = path.read_bytes()
    except OSError as error:
        findings.error("unreadable_file", reason=type(error).__name__)
        return None
    text = decode(data, findings)
    if text is None:
        return None
    told = _SEP_LINE.match(text)
    separator = told[1] if told else _separator(text, vocabulary)
    reader = csv.reader(
        io.StringIO(text[told.end() :] if told else text, newline=""), delimiter=separator, strict=True
    )
    rows: list[tuple[int, list[str]]] = []
    try:
        rows.extend(enumerate(reader, 2 if told else 1))
    except csv.Error:
        findings.error("broken_quotes", row=len(rows) + (2 if told else 1))
        return None
    return rows
