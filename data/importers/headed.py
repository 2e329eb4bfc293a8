"""Which tables of a file are meant, which of their columns are known, and which rows say something.

Nothing is passed over without being named: titles, repeated headers, numbers of columns, tables of
another kind, cells outside the header.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

import msgspec

from data.folder.problem import Problem
from data.importers.columns import Vocabulary, squeeze
from data.importers.findings import Findings
from data.importers.grid import Grid
from data.importers.table import HEADER_WITHIN, known_words
from data.text import REPLACEMENT, clean, nfc

Cells: TypeAlias = tuple[str, ...]

STRIDE = 1_000_000
"""A row's number in its own table plus this times the place of that table in the file."""

LISTS = frozenset({"aliases", "candidates", "checklist", "speaker", "contact", "phone", "phone2", "note"})
"""Columns in which a line end separates entries; elsewhere it is a space."""

_COLUMN_NUMBER = re.compile(r"\(?\[?(\d{1,2}|[a-eA-E])\]?\)?")
_MAX_CELL = 2_000
_LETTERHEAD = 10
"""Rows of a table that is not used which may belong to the head of the paper."""


class ColumnUse(msgspec.Struct, frozen=True, kw_only=True):
    """The column at `place` (from 1), headed `header`, was taken as our `column`; "" when unknown."""

    file: str
    header: str
    column: str
    place: int = 0


class Row(msgspec.Struct, kw_only=True):
    """`cells` by column name; those in `copies` repeat a merged cell above. `day` is that of its times."""

    number: int
    cells: dict[str, str]
    copies: frozenset[str] = frozenset()
    day: datetime.date | None = None

    def get(self, column: str) -> str:
        """The text of a column, "" where there is none."""
        return self.cells.get(column, "")


class Headed(msgspec.Struct, kw_only=True):
    """All usable tables of a file as one: rows in order, and how each column was understood.

    `header` has the word above each column, of the first table that has it; `own_headers` by table. `above`
    are the lines of text over the header of the first one; "" parts two blocks.
    """

    file: str
    labels: tuple[str, ...]
    uses: list[ColumnUse] = []
    rows: list[Row] = []
    header: dict[str, str] = {}
    own_headers: dict[int, dict[str, str]] = {}
    above: list[str] = []

    def label(self, table: int) -> str:
        """The file, and the table in it when there are several."""
        return self.file if len(self.labels) == 1 else f"{self.file}[{self.labels[table]}]"

    def placed(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """`problems` with the table and the row that a person sees."""
        return tuple(self._placed(problem) for problem in problems)

    def _placed(self, problem: Problem) -> Problem:
        params = dict(problem.params)
        for name in ("first_row", "last_row"):
            if isinstance(row := params.get(name), int):
                params[name] = row % STRIDE
        if problem.row is None:
            return msgspec.structs.replace(problem, params=params)
        table, row = divmod(problem.row, STRIDE)
        column = self._column(problem.column, table)
        return msgspec.structs.replace(problem, file=self.label(table), row=row, column=column, params=params)

    def _column(self, word: str, table: int) -> str:
        """The word that heads the same column in another table; our name where it has none."""
        own = self.own_headers.get(table, {})
        meant = self.meant(word)
        return own.get(meant, meant) if meant and word not in own.values() else word

    def meant(self, word: str) -> str:
        """Our column for a header word as problems show it, "" for any other word."""
        return next((column for column, known in self.header.items() if clean(known, 40) == word), "")


def headed(file: str, grids: Sequence[Grid], vocabulary: Vocabulary, findings: Findings) -> Headed:
    """The rows under every header that names what `vocabulary` needs."""
    found = Headed(file=file, labels=tuple(grid.name or str(n) for n, grid in enumerate(grids, 1)))
    for place, grid in enumerate(grids):
        rows = [(number, cells) for number, cells in grid.rows if any(cell.strip() for cell in cells)]
        if not rows:
            continue
        # The richest row, for a title may be a known word too ("CHƯƠNG TRÌNH").
        at = max(range(len(rows[:HEADER_WITHIN])), key=lambda i: len(known_words(rows[i][1], vocabulary)))
        while at and _heads(rows[at - 1][1], vocabulary):
            at -= 1
        number, cells = rows[at]
        used = known_words(cells, vocabulary).issuperset(vocabulary.needed)
        if not found.uses:
            found.above += [*map(nfc, grid.above), "", *_texts(rows[: at if used else _LETTERHEAD])]
        if not used:
            findings.warn("table_not_used", row=place * STRIDE + rows[0][0], value=said(rows[0][1]))
            continue
        for title, above in rows[:at]:
            findings.warn("title_row", row=place * STRIDE + title, value=said(above))
        _TableReader(found, place, grid, vocabulary, findings=findings).read(number, cells, rows[at + 1 :])
    return found


class _TableReader:
    """Reads the rows of one table, under its header, into `found`."""

    def __init__(
        self, found: Headed, place: int, grid: Grid, vocabulary: Vocabulary, *, findings: Findings
    ) -> None:
        self._found = found
        self._place = place
        self._grid = grid
        self._vocabulary = vocabulary
        self._findings = findings
        self._words: list[str] = []
        self._columns: dict[int, str] = {}

    def read(self, number: int, header: Cells, rows: list[tuple[int, Cells]]) -> None:
        """The header stands in row `number`, `rows` are those below it."""
        self._words = [_word(cell) for cell in header]
        below = _second_line(self._words, rows, self._grid, self._vocabulary)
        if below is not None:
            self._words, rows = below, rows[1:]
        self._understand(self._place * STRIDE + number)
        words = [squeeze(word) for word in self._words if word]
        for own, cells in rows:
            row = self._place * STRIDE + own
            if [squeeze(cell) for cell in cells if cell.strip()] == words:
                self._findings.warn("header_again", row=row)
            elif _numbers_columns(cells):
                self._findings.warn("column_numbers", row=row)
            else:
                self._found.rows.append(self._row(own, cells))

    def _understand(self, row: int) -> None:
        label = self._found.label(self._place)
        for index, word in enumerate(self._words):
            column = self._vocabulary.column(word) if word else ""
            if column and column in self._columns.values():
                self._findings.warn("column_twice", row=row, column=word, header=word)
                column = ""
            elif word and not column:
                self._findings.warn("column_not_used", row=row, column=word, header=word)
            if column:
                self._columns[index] = column
                self._found.header.setdefault(column, word)
                self._found.own_headers.setdefault(self._place, {})[column] = word
            if word:
                use = ColumnUse(file=label, header=word, column=column, place=index + 1)
                self._found.uses.append(use)

    def _row(self, own: int, cells: Cells) -> Row:
        row = self._place * STRIDE + own
        kept: dict[str, str] = {}
        copies: set[str] = set()
        for index, cell in enumerate(cells):
            if (column := self._columns.get(index)) is not None:
                kept[column] = self._entry(cell, column, row, self._words[index])
                if (own, index) in self._grid.copies:
                    copies.add(column)
            elif cell.strip() and not (index < len(self._words) and self._words[index]):
                self._findings.warn("cell_without_header", row=row, place=index + 1, value=_word(cell))
        return Row(number=row, cells=kept, copies=frozenset(copies))

    def _entry(self, cell: str, column: str, row: int, word: str) -> str:
        """One harmless line in NFC."""
        joint = "; " if column in LISTS else " "
        line = joint.join(part for line in nfc(cell).splitlines() if (part := " ".join(line.split())))
        entry = clean(line, _MAX_CELL)
        if entry.count(REPLACEMENT) > line.count(REPLACEMENT):
            self._findings.warn("control_character", row=row, column=word, value=entry)
        if len(line) > _MAX_CELL:
            self._findings.warn("cell_too_long", row=row, column=word, length=len(line), limit=_MAX_CELL)
        return entry


def _texts(rows: Iterable[tuple[int, Cells]]) -> Iterator[str]:
    """The lines of these rows, cell by cell; "" between two cells, and where rows were left empty."""
    before = 0
    for number, cells in rows:
        filled = [cell for cell in dict.fromkeys(cells) if cell.strip()]
        if len(filled) > 1 or number > before + 1:
            yield ""
        for place, cell in enumerate(filled):
            yield from ("",) if place else ()
            yield from nfc(cell).splitlines()
        before = number


def _heads(cells: Cells, vocabulary: Vocabulary) -> bool:
    """Whether a row above the richest one is the first line of a header with two."""
    words = known_words(cells, vocabulary)
    return len(words) > 1 and words.issuperset(vocabulary.needed)


def _word(cell: str) -> str:
    return clean(" ".join(nfc(cell).split()), 60)


def _second_line(
    words: list[str], rows: list[tuple[int, tuple[str, ...]]], grid: Grid, vocabulary: Vocabulary
) -> list[str] | None:
    """The header with a second line below it ("Thời gian" over "Từ" and "Đến"), None without one."""
    if not rows:
        return None
    number, cells = rows[0]
    filled = [
        index for index, cell in enumerate(cells) if cell.strip() and (number, index) not in grid.copies
    ]
    joined = words + [""] * (len(cells) - len(words))
    # Below a merged header at least one word stands under an empty cell; a row of entries does not.
    if len(filled) < 2 or all(joined[index] for index in filled):
        return None
    known = sum(bool(vocabulary.column(cells[index])) for index in filled)
    # One word more that we have no column for ("Email") makes it no row of entries.
    if known < 2 or 2 * known <= len(filled):
        return None
    for index in filled:
        joined[index] = _word(cells[index])
    return joined


def _numbers_columns(cells: Sequence[str]) -> bool:
    """Whether the row only counts the columns: (1) (2) (3), or A 1 2 3."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    if len(filled) < 3 or not all(_COLUMN_NUMBER.fullmatch(cell) for cell in filled):
        return False
    numbers = [int(digits) for cell in filled if (digits := cell.strip("()[]")).isdigit()]
    return len(numbers) > 1 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def said(cells: Iterable[str]) -> str:
    """What a row says, on one line."""
    return " · ".join(dict.fromkeys(filter(None, map(_word, cells))))
