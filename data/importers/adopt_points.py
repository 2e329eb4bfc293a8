"""A person's own roster, brought into our columns with a report of how each was understood."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from data.folder.model import CENTRAL, DISTRICT, HIGH, PROVINCIAL
from data.importers.adopted import (
    PROBLEMS,
    Adopted,
    bare,
    finished,
    guess,
    is_heading_number,
    is_total,
    names_to_codes,
    only_text,
    opened,
)
from data.importers.columns import POINTS_VOCABULARY
from data.importers.findings import Findings
from data.importers.headed import Headed, Row, said
from data.importers.import_words import NUMBER, POINTS_IMPORT
from data.importers.points import LEVEL_WORDS, read_points
from data.text import fold

_LEVELS = (
    (CENTRAL, r"toi cao|diem cau trung tam|trung uong"),
    (HIGH, r"cap cao"),
    (PROVINCIAL, r"\btinh\b|\b(thanh pho|tp\.?) (ha noi|hai phong|da nang|can tho|ho chi minh)\b"),
    (DISTRICT, r"\b(quan|huyen|thi xa|thanh pho|tp|khu vuc)\b"),
)
_COURT = re.compile(r"\b(toa an|tand|taqs|diem cau)\b")
_ANY_COURT = re.compile(
    r"(?:cac )?(?:diem cau|toa an(?: nhan dan)?|tand)(?: tai)?(?: cac)?(?: cap)?"
    r"(?: trung tam| trung uong| cao| tinh| huyen| khu vuc)?(?: va tuong duong)?(?: (?:truc )?thuoc .+)?"
)
"""A heading that names a kind of court, and none of its kind."""
_UNDER = re.compile(r"\b(?:trực\s+)?thuộc\s+(.+)", re.IGNORECASE)
_SECTION = re.compile(r"[IVX]{1,5}(?:\.\d{1,2})+\.?")
"""The number of a heading below another, where the rows themselves are counted 1, 2, 3."""
_FOOT = re.compile(r"(?:tong(?: cong| so)?|cong|nguoi lap(?: bieu| bang)?|noi nhan|ghi chu|luu y|kt|tl|tm)\b")
"""What begins the lines below a roster: its sum, who made it, who gets it."""
_AREA = re.compile(r"^(?:[ivx\d.]+\s+)?(?:tinh|thanh pho|tp\.?|khu vuc|khoi|cum|vung|mien|cac)\b")
_NUMBERS = re.compile(r"\+?\(?\d[\d\s.\-()]{6,16}\d")
_TWO = re.compile(r"\s*[;/,]\s*|\s+(?:-|–|và|hoặc)\s+")
_BEHIND = re.compile(r"(?P<who>.*?\D)[\s,;:(–-]+(?P<number>\(?0\d[\d\s.\-()]{6,14}\d)\)?")


def adopt_points(path: Path) -> Adopted:
    """The roster in `path`; codes and levels are filled in where the file has none.

    A heading row ("Tỉnh X") puts the rows below it under the point of that name. Numbers get back
    the 0 that a spreadsheet took. All of this is named.
    """
    findings = Findings(path.name, PROBLEMS)
    found = opened(path, POINTS_IMPORT, findings)
    if found is None:
        return Adopted(problems=findings.all())
    rows, groups = _points(found, findings)
    guessed = _levels(rows, found, findings) | _codes(rows, findings)
    _parents(rows, groups, found, findings)
    for row in rows:
        row.cells.pop(NUMBER, None)
        _contact(row, found, findings)
        for column in ("phone", "phone2"):
            _phone(row, column, found, findings)
    adopted = Adopted(
        columns=tuple(found.uses), rows=tuple((row.number, row.cells) for row in rows), guessed=guessed
    )
    if rows:
        read_points(adopted.table(POINTS_VOCABULARY), findings)
    return finished(adopted, found, findings)


def _points(found: Headed, findings: Findings) -> tuple[list[Row], dict[int, str]]:
    """The rows that are points, and by row number the heading that each stands under."""
    rows: list[Row] = []
    groups: dict[int, str] = {}
    numbered = 2 * sum(bool(row.get(NUMBER)) for row in found.rows) > len(found.rows)
    group = ""
    counted = any(row.get(NUMBER).isdigit() for row in found.rows)
    headings = [_heading(row, numbered=numbered, counted=counted) for row in found.rows]
    for place, (row, heading) in enumerate(zip(found.rows, headings, strict=True)):
        if is_total(row, "name", NUMBER) or (heading is None and numbered and _below(row)):
            findings.warn("row_below", row=row.number, value=said(row.cells.values()))
            continue
        if heading is not None:
            group = under[1] if (under := _UNDER.search(heading)) else heading
            is_point = _COURT.search(fold(heading)) is not None
            if headings[place + 1 : place + 2] == [None] and _ANY_COURT.fullmatch(fold(heading).strip(" :.")):
                is_point = False
            code = "heading_point" if is_point else "heading_row"
            findings.warn(code, row=row.number, value=said(row.cells.values()))
            if not is_point:
                continue
            row.cells = {"name": heading}
        groups[row.number] = group
        rows.append(row)
    return rows, groups


def _below(row: Row) -> bool:
    """Whether a row without a number only ends the table."""
    nameless = not any(row.get(column) for column in (NUMBER, "code", "level"))
    return nameless and _FOOT.match(fold(row.get("name"))) is not None


def _heading(row: Row, *, numbered: bool, counted: bool) -> str | None:
    """The text of a row that heads others: one cell, or a name behind a Roman number."""
    alone = only_text(row)
    if alone is not None and alone[0] != "name":
        return alone[1]
    number, name = row.get(NUMBER), row.get("name")
    others = any(text for column, text in row.cells.items() if column not in (NUMBER, "name"))
    if others or not name:
        return None
    if (
        is_heading_number(number)
        or (counted and _SECTION.fullmatch(number))
        or (numbered and not number and _AREA.match(fold(name)))
    ):
        return name
    return None


def _levels(rows: Sequence[Row], found: Headed, findings: Findings) -> frozenset[tuple[int, str]]:
    made: set[tuple[int, str]] = set()
    for row in rows:
        if not row.get("level") and (level := guess(row.get("name"), _LEVELS)):
            row.cells["level"] = level
            made.add((row.number, "level"))
    if made:
        findings.warn("level_guessed", column="level", count=len(made))
    return frozenset(made)


def _codes(rows: Sequence[Row], findings: Findings) -> frozenset[tuple[int, str]]:
    made: set[tuple[int, str]] = set()
    taken = {fold(row.get("code")) for row in rows}
    for place, row in enumerate(rows, 1):
        if row.get("code"):
            continue
        code = f"D{place:03}"
        while fold(code) in taken:
            code += "x"
        row.cells["code"] = code
        taken.add(fold(code))
        made.add((row.number, "code"))
    if made:
        findings.warn("code_made", column="code", count=len(made))
    return frozenset(made)


def _level(row: Row) -> str:
    return LEVEL_WORDS.get(fold(row.get("level")), row.get("level"))


def _parents(rows: Sequence[Row], groups: dict[int, str], found: Headed, findings: Findings) -> None:
    """Codes of the points above; a name is looked for among the higher courts first."""
    everywhere = names_to_codes(row.cells for row in rows)
    higher = names_to_codes(row.cells for row in rows if _level(row) != DISTRICT)
    levels = {row.get("code"): _level(row) for row in rows}
    unknown: dict[str, list[int]] = {}
    for row in rows:
        written, column = row.get("parent"), "parent"
        if not written and _level(row) not in (CENTRAL, HIGH):
            written, column = groups.get(row.number, ""), ""
        wanted = bare(written)
        code = higher.get(wanted) or everywhere.get(wanted)
        if not written or (not column and _level(row) == PROVINCIAL):
            continue
        if code == row.get("code"):
            row.cells["parent"] = ""
            continue
        # The province of a court that stands above provinces is where it lies.
        lies_in = _level(row) in (CENTRAL, HIGH) and levels.get(code or "") in (PROVINCIAL, DISTRICT)
        if code is None or lies_in:
            if not lies_in:
                unknown.setdefault(written, []).append(row.number)
            code = None
            # Kept with the remarks: a parent that is no point would make the folder unusable.
            remark = f"{found.header['parent']}: {written}" if column else written
            row.cells["note"] = "; ".join(filter(None, (row.get("note"), remark)))
        row.cells["parent"] = code or ""
    named = {number for numbers in unknown.values() for number in numbers}
    orphans = [row for row in rows if _level(row) == DISTRICT and not row.get("parent")]
    left = [row.number for row in orphans if row.number not in named]
    if left:
        findings.warn("parent_missing", row=left[0], column="parent", count=len(left), last_row=left[-1])
    header = found.header.get("parent", "parent")
    for written, numbers in unknown.items():
        findings.warn("parent_not_found", row=numbers[0], column=header, value=written, count=len(numbers))


def _contact(row: Row, found: Headed, findings: Findings) -> None:
    """A number behind the name of the contact goes where numbers are."""
    match = _BEHIND.fullmatch(row.get("contact"))
    if match is None or row.get("phone"):
        return
    row.cells["contact"], row.cells["phone"] = match["who"].strip(" ,;:-–("), match["number"].strip()
    findings.warn(
        "phone_with_contact",
        row=row.number,
        column=found.header["contact"],
        contact=row.get("contact"),
        phone=row.get("phone"),
    )


def _phone(row: Row, column: str, found: Headed, findings: Findings) -> None:
    written = row.get(column)
    if not written:
        return
    header = found.header.get(column, column)
    parts = [part for part in _TWO.split(written) if part]
    if column == "phone" and len(parts) == 2 and not row.get("phone2") and all(map(_is_number, parts)):
        row.cells["phone"], row.cells["phone2"] = parts
        findings.warn("phone_split", row=row.number, column=header, first=parts[0], second=parts[1])
        written = parts[0]
    if not _is_number(written):
        findings.warn("phone_unclear", row=row.number, column=header, value=written)
        return
    digits = re.sub(r"\D", "", written)
    if written[0] in "+(0" or len(digits) not in (9, 10):
        return
    row.cells[column] = "0" + written
    findings.warn("phone_lost_zero", row=row.number, column=header, value=written, mended="0" + written)


def _is_number(text: str) -> bool:
    return _NUMBERS.fullmatch(text) is not None and 8 <= len(re.sub(r"\D", "", text)) <= 15
