"""A table as read from a file: rows of raw text under known columns, whatever the format was."""

from __future__ import annotations

import errno
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

import msgspec

from data.importers.columns import Vocabulary
from data.importers.findings import Findings

Rows: TypeAlias = Sequence[tuple[int, Sequence[str]]]
"""(row number as a spreadsheet shows it, cells); empty rows may be left out."""

MAX_BYTES = 10 * 1024 * 1024
HEADER_WITHIN = 20
"""A sheet may begin with titles: the header is the row of the first 20 with most known words."""


class Table(msgspec.Struct, frozen=True):
    """`columns` maps a known column to its place in the cells, `headers` to the word above it.

    `unused` holds header words that no column is known for.
    """

    rows: tuple[tuple[int, tuple[str, ...]], ...]
    columns: dict[str, int]
    headers: dict[str, str]
    unused: tuple[str, ...]

    def header(self, column: str) -> str:
        """The header word of `column` as the person wrote it."""
        return self.headers.get(column, column)


def readable(path: Path, findings: Findings, limit: int = MAX_BYTES) -> bool:
    """Whether `path` is an ordinary file of bearable size; asks before a byte is read."""
    try:
        status = path.stat()
    except OSError as error:
        findings.error("unreadable_file", reason=errno.errorcode.get(error.errno or 0, "EIO"))
        return False
    if not stat.S_ISREG(status.st_mode):
        findings.error("not_a_file")
        return False
    if status.st_size > limit:
        findings.error("file_too_large", size_mb=round(status.st_size / 2**20, 1), limit_mb=limit // 2**20)
        return False
    return True


def read_table(path: Path, vocabulary: Vocabulary, findings: Findings) -> Table | None:
    """The table in a csv or xlsx file; None, with the reason in `findings`, when there is none."""
    if not readable(path, findings):
        return None
    rows: Rows | None
    if path.suffix.lower() == ".csv":
        from data.importers.csv_table import read_csv

        rows = read_csv(path, vocabulary, findings)
    elif path.suffix.lower() == ".xlsx":
        from data.importers.xlsx_table import read_xlsx

        rows = read_xlsx(path, findings)
    else:
        findings.error("unknown_format", suffix=path.suffix)
        return None
    return None if rows is None else _under_header(rows, vocabulary, findings)


def known_words(cells: Sequence[str], vocabulary: Vocabulary) -> set[str]:
    """The columns that the cells name."""
    return {column for cell in cells if len(cell) < 60 and (column := vocabulary.column(cell))}


def header_at(rows: Sequence[Sequence[str]], vocabulary: Vocabulary) -> int:
    """The place of the row with most known words; the first that names all needed columns wins."""
    best, most = 0, 0
    for index, cells in enumerate(rows):
        named = known_words(cells, vocabulary)
        if len(named) > most:
            best, most = index, len(named)
        if named.issuperset(vocabulary.needed):
            break
    return best


def _under_header(rows: Rows, vocabulary: Vocabulary, findings: Findings) -> Table | None:
    filled = [(number, tuple(cells)) for number, cells in rows if any(cells)]
    if not filled:
        findings.error("empty_file")
        return None
    at = header_at([cells for _, cells in filled[:HEADER_WITHIN]], vocabulary)
    number, header = filled[at]
    table = _columns(number, header, filled[at + 1 :], vocabulary, findings)
    if not table.rows:
        findings.error("no_rows", row=number)
    width = len(header)
    return Table(tuple(_levelled(table.rows, width, findings)), table.columns, table.headers, table.unused)


def _columns(
    number: int,
    header: tuple[str, ...],
    rows: Sequence[tuple[int, tuple[str, ...]]],
    vocabulary: Vocabulary,
    findings: Findings,
) -> Table:
    columns: dict[str, int] = {}
    headers: dict[str, str] = {}
    unused: list[str] = []
    for index, raw in enumerate(header):
        word = " ".join(raw.split())
        column = vocabulary.column(word)
        if column in columns:
            findings.error("duplicate_column", row=number, column=column, header=word)
        elif column:
            columns[column], headers[column] = index, word
        elif word:
            unused.append(word)
    return Table(tuple(rows), columns, headers, tuple(unused))


def _levelled(
    rows: Sequence[tuple[int, tuple[str, ...]]], width: int, findings: Findings
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Every row as wide as the header. In a longer one a comma of the text went astray."""
    for number, cells in rows:
        if len(cells) < width:
            findings.warn("row_too_short", row=number, cells=len(cells), expected=width)
            yield number, cells + ("",) * (width - len(cells))
        else:
            if len(cells) > width:
                tell = findings.error if any(cell.strip() for cell in cells[width:]) else findings.warn
                tell("row_too_long", row=number, cells=len(cells), expected=width)
            yield number, cells


def demand_columns(table: Table, vocabulary: Vocabulary, findings: Findings) -> bool:
    """Reports unknown and missing columns; False when a needed one is missing."""
    for word in table.unused:
        findings.warn(
            "unknown_column",
            column=word,
            header=word,
            suggestion=findings.nearest(
                word, [name for name in vocabulary.columns if name not in table.columns]
            ),
        )
    missing = [column for column in vocabulary.needed if column not in table.columns]
    for column in missing:
        findings.error("missing_column", column=column, wanted=column)
    return not missing
