"""Tables as people have them: each cell is understood or named, and the whole report is compared.

The reports stand in `understood/`, one file a table; they were read by eye when they were made.
"""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest
from kit.folders import assert_declared
from kit.written.awkward import AGENDAS, ROSTERS

from data.folder.problem import Problem
from data.importers.adopt_agenda import adopt_agenda
from data.importers.adopt_points import adopt_points
from data.importers.adopted import Adopted
from data.importers.findings import Findings
from data.importers.grid import read_grids
from data.importers.times import parse_duration, parse_span, parse_time
from data.text import clean, nfc

UNDERSTOOD = Path(__file__).parent / "understood"
WHOLE_ROW = {
    *(
        "title_row",
        "table_not_used",
        "header_again",
        "column_numbers",
        "heading_row",
        "heading_point",
        "heading_day",
    ),
    *("ics_cancelled",),
}
CASES = [("agenda", name) for name in AGENDAS] + [("roster", name) for name in ROSTERS]


def adopted(kind: str, name: str, folder: Path) -> tuple[Path, Adopted]:
    path = {"agenda": AGENDAS, "roster": ROSTERS}[kind][name](folder / name)
    return path, adopt_agenda(path, {}) if kind == "agenda" else adopt_points(path)


def told(found: Adopted) -> str:
    """The whole report and the rows, one line each."""
    lines = [f"{use.file} {use.place} {use.header} -> {use.column or '?'}" for use in found.columns]
    for problem in found.problems:
        place = ":".join(str(part) for part in (problem.file, problem.row or "", problem.column))
        sign = "warning" if problem.warning else "ERROR"
        lines.append(f"{sign} {place} {problem.code} {msgspec.json.encode(problem.params).decode()}")
    for number, row in found.rows:
        filled = {column: text for column, text in row.items() if text}
        lines.append(f"row {number} {msgspec.json.encode(filled).decode()}")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(("kind", "name"), CASES)
def test_the_full_report(kind: str, name: str, tmp_path: Path) -> None:
    _, found = adopted(kind, name, tmp_path)
    assert_declared(found.problems)
    assert told(found) == (UNDERSTOOD / f"{kind}_{name}.txt").read_text("utf-8")


def words(text: str) -> str:
    """A cell without what an import may change: spaces, line ends, a dot behind a number."""
    return re.sub(r"[\s;.]+", " ", clean(nfc(" ".join(text.split())), 2_000)).strip()


def is_named(problems: tuple[Problem, ...], label: str, row: int, header: str) -> bool:
    return any(
        problem.file == label
        and problem.row == row
        and (problem.code in WHOLE_ROW or problem.column == header or problem.code == "cell_without_header")
        for problem in problems
    )


@pytest.mark.parametrize(("kind", "name"), CASES)
def test_each_cell_is_understood_or_named(kind: str, name: str, tmp_path: Path) -> None:
    path, found = adopted(kind, name, tmp_path)
    grids = read_grids(path, Findings(path.name)) or ()
    assert grids
    rows = dict(found.rows)
    left: list[tuple[str, int, str]] = []
    for table, grid in enumerate(grids):
        label = path.name if len(grids) == 1 else f"{path.name}[{grid.name or table + 1}]"
        if any(problem.code == "table_not_used" and problem.file == label for problem in found.problems):
            continue
        headers = {use.place - 1: use for use in found.columns if use.file == label}
        kept = {number: rows.get(table * 1_000_000 + number) for number, _ in grid.rows}
        header_words = {words(use.header) for use in headers.values()}
        for number, cells in grid.rows:
            heads = kept[number] is None and {words(cell) for cell in cells if words(cell)} & header_words
            for index, cell in enumerate(cells):
                use = headers.get(index)
                if not cell.strip() or heads or (use and not use.column):
                    continue
                if use and use.column == "number" and kept[number] is not None:
                    continue
                if is_named(found.problems, label, number, use.header if use else ""):
                    continue
                row = kept[number] or {}
                spans = parse_span(cell)
                start = f"{spans[0] // 3600:02}:{spans[0] // 60 % 60:02}" if spans else ""
                merged = (number, index) in grid.copies
                values = " | ".join(map(words, row.values()))
                if use and use.column == "end":
                    begun, length = parse_span(row["start"].split()[-1]), parse_duration(row["duration"])
                    assert begun and length
                    assert begun[0] + length == parse_time(cell)
                elif words(cell) not in values and (not start or start not in values) and not merged:
                    left.append((label, number, cell))
    assert left == []


def test_a_cell_that_is_dropped_would_be_seen(tmp_path: Path) -> None:
    """The test above can fail: without its warnings nothing accounts for the headings."""
    _, found = adopted("agenda", "word.docx", tmp_path)
    silent = tuple(problem for problem in found.problems if problem.code != "heading_row")
    assert is_named(found.problems, "word.docx[2]", 3, "STT")
    assert not is_named(silent, "word.docx[2]", 3, "STT")


def test_nfc_and_nfd_mean_the_same(tmp_path: Path) -> None:
    from unicodedata import normalize

    text = "STT,Thời gian,Nội dung\n1,8 giờ 30,Ổn định tổ chức\n2,9 giờ rưỡi,Bế mạc\n"
    found = []
    for form in ("NFC", "NFD"):
        path = tmp_path / form / "a.csv"
        path.parent.mkdir()
        path.write_text(normalize(form, text), "utf-8")
        found.append(adopt_agenda(path, {}))
    assert found[0] == found[1]
