"""Rows of the roster become bridge points."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import msgspec

from data.folder.model import CENTRAL, DISTRICT, HIGH, LEVELS, PROVINCIAL, BridgePoint
from data.importers.cells import Cells
from data.importers.findings import Findings
from data.importers.table import Table
from data.text import fold

LEVEL_WORDS = {
    "central": CENTRAL,
    "trung uong": CENTRAL,
    "trung tam": CENTRAL,
    "toi cao": CENTRAL,
    "high": HIGH,
    "cap cao": HIGH,
    "provincial": PROVINCIAL,
    "province": PROVINCIAL,
    "tinh": PROVINCIAL,
    "cap tinh": PROVINCIAL,
    "district": DISTRICT,
    "huyen": DISTRICT,
    "cap huyen": DISTRICT,
}
"""Folded spelling of a level -> the level; other words are levels of their own."""

_NOT_DIGITS = re.compile(r"[\s.\-()]+")


def folded_codes(points: tuple[BridgePoint, ...]) -> dict[str, str]:
    """Codes by their folded spelling: a reference may differ in case."""
    return {fold(point.code): point.code for point in points}


def read_points(table: Table, findings: Findings) -> tuple[BridgePoint, ...]:
    """Every row that could be read; the rest is in `findings`."""
    cells = Cells(table, findings)
    points: list[BridgePoint] = []
    rows: dict[str, int] = {}
    for row, values in table.rows:
        cells.at(row, values)
        point = _point(cells)
        if point is None:
            continue
        if (first := rows.setdefault(fold(point.code), row)) != row:
            cells.error("duplicate_code", "code", value=point.code, first_row=first)
        else:
            points.append(point)
    codes = folded_codes(tuple(points))
    read = tuple(_resolved(cells, point, rows[fold(point.code)], codes) for point in points)
    _refuse_cycles(cells, read, rows, "parent", lambda point: point.parent)
    _refuse_cycles(cells, read, rows, "cascade_of", lambda point: point.cascade_of)
    return read


def _point(cells: Cells) -> BridgePoint | None:
    code, name, level = cells.needed("code", 40), cells.needed("name", 200), cells.needed("level", 40)
    if not code:
        return None
    return BridgePoint(
        code=code,
        name=name,
        level=level if level in LEVELS else LEVEL_WORDS.get(fold(level), level),
        region=cells.text("region"),
        parent=cells.text("parent", 40),
        short=cells.text("short", 60),
        aliases=cells.words("aliases"),
        platform_id=cells.text("platform_id"),
        cascade_of=cells.text("cascade_of", 40),
        contact=cells.text("contact"),
        phone=_phone(cells, "phone"),
        phone2=_phone(cells, "phone2"),
        line=cells.text("line"),
        backup_line=cells.text("backup_line"),
        guests=cells.flag("guests") or False,
        delegates=cells.count("delegates"),
        note=cells.text("note", 1000),
    )


def _phone(cells: Cells, column: str) -> str:
    """The number as written, with the 0 that a spreadsheet takes from a number put back."""
    value = cells.text(column, 60)
    if not value or value[0] == "0":
        return value
    digits = _NOT_DIGITS.sub("", value)
    lost = digits.isdigit() and len(digits) in (9, 10) and value[0] not in "+("
    if not lost:
        return value
    cells.warn("phone_lost_zero", column, value=value, mended="0" + value)
    return "0" + value


def _resolved(cells: Cells, point: BridgePoint, row: int, codes: Mapping[str, str]) -> BridgePoint:
    parent = _reference(cells, row, "parent", point.parent, codes)
    cascade_of = _reference(cells, row, "cascade_of", point.cascade_of, codes)
    if parent == point.parent and cascade_of == point.cascade_of:
        return point
    return msgspec.structs.replace(point, parent=parent, cascade_of=cascade_of)


def _reference(cells: Cells, row: int, column: str, value: str, codes: Mapping[str, str]) -> str:
    if not value:
        return ""
    code = codes.get(fold(value))
    if code is None:
        cells.row = row
        name = "unknown_parent" if column == "parent" else "unknown_cascade"
        cells.error(name, column, value=value, suggestion=cells.findings.nearest(value, codes.values()))
    return code or ""


def _refuse_cycles(
    cells: Cells,
    points: tuple[BridgePoint, ...],
    rows: Mapping[str, int],
    column: str,
    above: Callable[[BridgePoint], str],
) -> None:
    """An error for each ring of points, once, at the row of the member that comes first."""
    upward = {point.code: above(point) for point in points}
    settled: set[str] = set()
    for point in points:
        path: dict[str, None] = {}
        code = point.code
        while code and code not in settled and code not in path:
            path[code] = None
            code = upward.get(code, "")
        if code in path:
            ring = list(path)[list(path).index(code) :]
            cells.row = rows[fold(ring[0])]
            name = "parent_cycle" if column == "parent" else "cascade_cycle"
            cells.error(
                name, column, path=" → ".join([*ring[:6], *(["…"] if len(ring) > 6 else []), ring[0]])
            )
        settled.update(path)
