"""What a person's own file became, and what every reader of such files shares."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import msgspec

from data.folder.problem import Problem
from data.importers.columns import Vocabulary
from data.importers.findings import Findings
from data.importers.grid import read_grids
from data.importers.headed import ColumnUse, Headed, Row, headed
from data.importers.table import Table
from data.text import fold

PROBLEMS = 20_000
"""Problems told one by one: of an import, each is a cell that somebody has to look at."""

_GENERIC = re.compile(r"^(?:(?:toa an nhan dan|tand)\s+)?(?:cap )?(?:(?:tinh|thanh pho|tp)[ .]+|tp(?=hcm))?")
_KIND_OF_DISTRICT = re.compile(r"^(?:(?:quan|huyen|thi xa|thanh pho|tp)[ .]+)(?=\D)")
_BETWEEN = re.compile(r"\s*[,(–—-]+\s*")
_SHORT_FOR = {"hcm": "ho chi minh"}
_ROMAN = re.compile(r"(?:[IVX]{1,5}|[A-E])[.)]?|(?:phần|mục|nhóm)\s+\S+", re.IGNORECASE)

_TOTAL = re.compile(r"(?:tong cong|tong thoi (?:gian|luong))\b.*|tong|cong|tong so")


class Adopted(msgspec.Struct, frozen=True, kw_only=True):
    """Rows by column name, in the words of the file. No rows: the file could not be used.

    `guessed` are (row, column) whose text does not stand in the file, `unread` those whose text was
    not understood. `above` are the lines over the table, `day` is that of a programme's rows
    where they name one and no other.
    """

    columns: tuple[ColumnUse, ...] = ()
    rows: tuple[tuple[int, dict[str, str]], ...] = ()
    problems: tuple[Problem, ...] = ()
    guessed: frozenset[tuple[int, str]] = frozenset()
    unread: frozenset[tuple[int, str]] = frozenset()
    above: tuple[str, ...] = ()
    day: datetime.date | None = None

    def table(self, vocabulary: Vocabulary) -> Table:
        """The rows as a table under our own columns."""
        names = vocabulary.columns
        rows = tuple((number, tuple(row.get(name, "") for name in names)) for number, row in self.rows)
        headers = {use.column: use.header for use in reversed(self.columns) if use.column}
        return Table(rows, {name: index for index, name in enumerate(names)}, headers, ())


def opened(path: Path, vocabulary: Vocabulary, findings: Findings) -> Headed | None:
    """The usable rows of the file; None and the reason in `findings`."""
    grids = read_grids(path, findings)
    if grids is None:
        return None
    found = headed(path.name, grids, vocabulary, findings)
    if not found.uses:
        empty = not any(grid.rows for grid in grids)
        if empty:
            findings.error("empty_file")
        else:
            findings.error("missing_column", column=vocabulary.needed[0], wanted=vocabulary.needed[0])
        return None
    if not found.rows:
        findings.error("no_rows")
    return found


def finished(adopted: Adopted, found: Headed, findings: Findings) -> Adopted:
    """`adopted` with all that was found, each at the place that a person sees."""
    problems = findings.all()
    unread = frozenset(
        (problem.row, found.meant(problem.column) or problem.column)
        for problem in problems
        if problem.row is not None and not problem.warning
    )
    return msgspec.structs.replace(adopted, problems=found.placed(problems), unread=unread)


def bare(name: str) -> str:
    """A court's name without what all of them are called: Tòa án nhân dân tỉnh X is X, TP.HCM is Hồ Chí Minh.

    What stands between two names (a comma, a dash, a bracket) is one comma.
    """
    own = _GENERIC.sub("", fold(" ".join(name.split())))
    own = _BETWEEN.sub(", ", own).rstrip(") ")
    return _SHORT_FOR.get(own, own)


def district(name: str) -> str:
    """A district court's bare name without its kind: TAND huyện X is X; Quận 1 stays, a number is no name."""
    return _KIND_OF_DISTRICT.sub("", bare(name))


def names_to_codes(rows: Iterable[dict[str, str]]) -> dict[str, str]:
    """Codes by folded bare name; a name that two points share finds neither."""
    words = [
        (bare(name), row["code"])
        for row in rows
        for name in {row.get("code", ""), row.get("name", ""), row.get("short", "")}
        if name
    ]
    owners = Counter(word for word, _ in dict.fromkeys(words))
    return {word: code for word, code in words if owners[word] == 1}


def is_heading_number(text: str) -> bool:
    """I, II., A, "Phần một": what numbers the parts of a table rather than its rows."""
    return _ROMAN.fullmatch(text) is not None


def is_total(row: Row, column: str, number: str) -> bool:
    """Whether a row sums up the others: "Tổng cộng" in its `column` of names or that of the `number`."""
    texts = (row.get(number), row.get(column))
    first = next((fold(text).strip(" :.") for text in texts if text and not text.isdigit()), "")
    return _TOTAL.fullmatch(first) is not None and not row.get("start")


def only_text(row: Row) -> tuple[str, str] | None:
    """(column, text) of a row that says one thing only; None for any other."""
    filled = [(column, text) for column, text in row.cells.items() if text and column not in row.copies]
    return filled[0] if len(filled) == 1 else None


def guess(text: str, patterns: Iterable[tuple[str, str]]) -> str:
    """The first value whose pattern is in the folded text, "" for none."""
    folded = fold(text)
    return next((value for value, pattern in patterns if re.search(pattern, folded)), "")
