"""A person's own table, brought into our columns with a report of how each was understood."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import msgspec

from data.importers.agenda import Day, read_agenda
from data.importers.columns import AGENDA_VOCABULARY, POINTS_VOCABULARY, Vocabulary
from data.importers.findings import Findings
from data.importers.points import read_points
from data.importers.table import Table, read_table
from data.importers.times import parse_duration, parse_span
from data.model import CENTRAL, DISTRICT, HIGH, PROVINCIAL
from data.problem import Problem
from data.text import fold

_KINDS = (
    ("break", r"giai lao|nghi trua|nghi giua"),
    ("live_feed", r"truc tiep.*phien toa|xem truc tiep"),
    ("video", r"\bclip\b|\bvideo\b|\bphim\b|phong su"),
    ("presentation", r"tham luan|thao luan|bao cao"),
    ("directing", r"chi dao"),
    ("closing", r"ket luan|be mac|ket thuc"),
    ("opening", r"khai mac|chao co|tuyen bo ly do|gioi thieu dai bieu|on dinh to chuc"),
)
_LEVELS = (
    (CENTRAL, r"toi cao|diem cau trung tam|trung uong"),
    (HIGH, r"cap cao"),
    (PROVINCIAL, r"\btinh\b|(thanh pho|tp\.?) (ha noi|hai phong|da nang|can tho|ho chi minh)\b"),
    (DISTRICT, r"\b(quan|huyen|thi xa|thanh pho|khu vuc)\b"),
)
_GENERIC = re.compile(r"^(toa an nhan dan|tand) (tinh |thanh pho |tp\.? ?)?")


class ColumnUse(msgspec.Struct, frozen=True, kw_only=True):
    """`header` of `file` was taken as our `column`; "" when nothing is known for it."""

    file: str
    header: str
    column: str


class Adopted(msgspec.Struct, frozen=True, kw_only=True):
    """Rows by column name, in the words of the file. No rows: the file could not be used."""

    columns: tuple[ColumnUse, ...] = ()
    rows: tuple[tuple[int, dict[str, str]], ...] = ()
    problems: tuple[Problem, ...] = ()

    def table(self, vocabulary: Vocabulary) -> Table:
        """The rows as a table under our own columns."""
        names = vocabulary.columns
        rows = tuple((number, tuple(row.get(name, "") for name in names)) for number, row in self.rows)
        headers = {use.column: use.header for use in self.columns if use.column}
        return Table(rows, {name: index for index, name in enumerate(names)}, headers, ())


def adopt_points(path: Path) -> Adopted:
    """The roster in `path`; codes and levels are filled in where the file has none."""
    findings = Findings(path.name)
    adopted = _opened(path, POINTS_VOCABULARY, "name", findings)
    levels = _fill(adopted, "level", lambda row: _guess(row.get("name", ""), _LEVELS))
    if levels:
        findings.warn("level_guessed", column="level", count=levels)
    made = 0
    taken = {fold(row.get("code", "")) for _, row in adopted.rows}
    for number, row in enumerate((row for _, row in adopted.rows), 1):
        if not row.get("code"):
            code = f"D{number:03}"
            while fold(code) in taken:
                code += "x"
            row["code"] = code
            taken.add(fold(code))
            made += 1
    if made:
        findings.warn("code_made", column="code", count=made)
    names = names_to_codes(adopted)
    for _, row in adopted.rows:
        if parent := names.get(_bare(row.get("parent", ""))):
            row["parent"] = parent
    if adopted.rows:
        read_points(adopted.table(POINTS_VOCABULARY), findings)
    return msgspec.structs.replace(adopted, problems=findings.all())


def adopt_agenda(path: Path, names: Mapping[str, str]) -> Adopted:
    """The programme in `path`; `names` finds the codes of points that are written as names.

    Lengths that are missing follow from times, numbers from the order, kinds from the titles.
    """
    findings = Findings(path.name)
    adopted = _opened(path, AGENDA_VOCABULARY, "title", findings)
    for number, (_, row) in enumerate(adopted.rows, 1):
        row["cue"] = row.get("cue", "").rstrip(".") or str(number)
        if point := names.get(_bare(row.get("point", ""))):
            row["point"] = point
    _lengths(adopted, findings)
    for number, row in adopted.rows:
        if not row.get("kind") and (kind := _guess(row.get("title", ""), _KINDS) or "presentation"):
            row["kind"] = kind
            findings.warn("kind_guessed", row=number, column="kind", value=row.get("title", ""), kind=kind)
    if adopted.rows:
        codes = {fold(code): code for code in names.values()}
        read_agenda(adopted.table(AGENDA_VOCABULARY), Day(0, 0), codes, findings)
    return msgspec.structs.replace(adopted, problems=findings.all())


def names_to_codes(adopted: Adopted) -> dict[str, str]:
    """Codes by folded bare name; a name that two points share finds neither."""
    words = [
        (_bare(name), row["code"])
        for _, row in adopted.rows
        for name in {row.get("code", ""), row.get("name", ""), row.get("short", "")}
        if name
    ]
    owners = Counter(word for word, _ in dict.fromkeys(words))
    return {word: code for word, code in words if owners[word] == 1}


def _opened(path: Path, vocabulary: Vocabulary, needed: str, findings: Findings) -> Adopted:
    table = read_table(path, vocabulary, findings)
    if table is None:
        return Adopted()
    uses = [
        *(ColumnUse(file=path.name, header=word, column=column) for column, word in table.headers.items()),
        *(ColumnUse(file=path.name, header=word, column="") for word in table.unused),
    ]
    for word in table.unused:
        findings.warn("column_not_used", column=word, header=word)
    if needed not in table.columns:
        findings.error("missing_column", column=needed, wanted=needed)
        return Adopted(columns=tuple(uses))
    rows = tuple(
        (number, {name: _entry(cells[index]) for name, index in table.columns.items()})
        for number, cells in table.rows
    )
    return Adopted(columns=tuple(uses), rows=rows)


def _entry(cell: str) -> str:
    """One line; line ends inside a cell separate the entries of a list."""
    return "; ".join(line for part in cell.splitlines() if (line := " ".join(part.split())))


def _bare(name: str) -> str:
    return _GENERIC.sub("", fold(" ".join(name.split())))


def _guess(text: str, patterns: Iterable[tuple[str, str]]) -> str:
    folded = fold(text)
    return next((value for value, pattern in patterns if re.search(pattern, folded)), "")


def _fill(adopted: Adopted, column: str, guess: Callable[[dict[str, str]], str]) -> int:
    """Put guesses into empty cells; how many there were."""
    filled = 0
    for _, row in adopted.rows:
        if not row.get(column) and (value := guess(row)):
            row[column] = value
            filled += 1
    return filled


def _lengths(adopted: Adopted, findings: Findings) -> None:
    """Split a column of times into start and duration; the next start ends an item."""
    spans = [_split(row) for _, row in adopted.rows]
    for place, ((number, row), span) in enumerate(zip(adopted.rows, spans, strict=True)):
        if row.get("duration") or span is None:
            continue
        following = next((later[0] for later in spans[place + 1 :] if later is not None), None)
        end = span[1] if span[1] is not None else following
        if end is not None and end > span[0]:
            minutes = (end - span[0]) // 60
            row["duration"] = str(minutes)
            findings.warn("duration_from_times", row=number, column="duration", minutes=minutes)


def _split(row: dict[str, str]) -> tuple[int, int | None] | None:
    written = row.get("start", "")
    span = parse_span(written) if written else None
    if span is not None:
        row["start"] = f"{span[0] // 3600:02}:{span[0] // 60 % 60:02}"
    elif written and not row.get("duration") and parse_duration(written) is not None:
        # "Thời gian" means the time of day in some programmes and the length in others.
        row["duration"], row["start"] = written, ""
    return span
