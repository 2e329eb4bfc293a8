"""Reads xlsx in another process, bounded in time and memory: such files come from everywhere."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec

from data.importers.findings import Findings
from data.importers.grid import Grid
from data.importers.headed import STRIDE
from data.importers.limited import Codes, Limits, read_in_process
from data.importers.table import Rows

_WORKER = Path(__file__).with_name("xlsx_worker.py")
_CODES = Codes(
    damaged="xlsx_damaged",
    protected_or_old="xlsx_protected_or_old",
    bomb="xlsx_bomb",
    timeout="xlsx_timeout",
    memory="xlsx_memory",
    reader_missing="xlsx_reader_missing",
)
LIMITS = Limits()


class _Sheet(msgspec.Struct):
    name: str
    rows: list[tuple[int, list[str]]]
    copies: list[tuple[int, int]]
    hidden_rows: list[int]
    uncomputed: list[tuple[int, str]]


class _Reply(msgspec.Struct):
    sheets: list[_Sheet]
    hidden: list[str]
    capped: bool


def read_xlsx(path: Path, findings: Findings, limits: Limits = LIMITS) -> Rows | None:
    """Rows of the first visible sheet as text, merged cells filled down, formulas as last computed.

    None and the reason in `findings` when the file is damaged, protected, or asks too much.
    """
    reply = _read(path, "first", findings, limits)
    if reply is None:
        return None
    _tell(reply.sheets[0], 0, findings)
    return reply.sheets[0].rows


def read_sheets(path: Path, findings: Findings, limits: Limits = LIMITS) -> tuple[Grid, ...] | None:
    """Every visible sheet; a hidden one is named and left alone."""
    reply = _read(path, "all", findings, limits)
    if reply is None:
        return None
    for name in reply.hidden:
        findings.warn("hidden_sheet", name=name)
    for place, sheet in enumerate(reply.sheets):
        _tell(sheet, place * STRIDE, findings)
    return tuple(
        Grid(
            name=sheet.name,
            rows=tuple((number, tuple(cells)) for number, cells in sheet.rows),
            copies=frozenset(sheet.copies),
        )
        for sheet in reply.sheets
    )


def _tell(sheet: _Sheet, before: int, findings: Findings) -> None:
    """What nobody sees who looks at the sheet; `before` is added to its row numbers."""
    if hidden := sheet.hidden_rows:
        findings.warn("hidden_rows", row=before + hidden[0], count=len(hidden), last_row=before + hidden[-1])
    for row, column in sheet.uncomputed:
        findings.warn("formula_not_computed", row=before + row, column=column)


def _read(path: Path, which: str, findings: Findings, limits: Limits) -> _Reply | None:
    printed = read_in_process(_WORKER, path, which, codes=_CODES, findings=findings, limits=limits)
    if printed is None:
        return None
    try:
        reply = msgspec.convert(json.loads(printed), _Reply)
    except ValueError:
        findings.error("xlsx_damaged")
        return None
    if reply.capped:
        findings.error("row_cap", limit=limits.rows)
    return reply
