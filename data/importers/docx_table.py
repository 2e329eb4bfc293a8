"""Reads the tables of a docx in another process: it is an archive of XML, and comes from everywhere.

Without python-docx: that needs lxml, which parses in C what a stranger wrote; the few elements of a
table are read with defusedxml, which is there for spreadsheets already.
"""

from __future__ import annotations

import json
from pathlib import Path

import msgspec

from data.importers.findings import Findings
from data.importers.grid import Grid
from data.importers.limited import Codes, Limits, read_in_process

_WORKER = Path(__file__).with_name("docx_worker.py")
_CODES = Codes(
    damaged="docx_damaged",
    protected_or_old="docx_damaged",
    bomb="docx_bomb",
    timeout="docx_timeout",
    memory="docx_memory",
    reader_missing="docx_reader_missing",
)
LIMITS = Limits(members=1_000)
"""A document carries every picture as a member of its own."""


class _Table(msgspec.Struct):
    rows: list[tuple[int, list[str]]]
    copies: list[tuple[int, int]]
    above: list[str]


class _Reply(msgspec.Struct):
    tables: list[_Table]
    capped: bool


def read_docx(path: Path, findings: Findings, limits: Limits = LIMITS) -> tuple[Grid, ...] | None:
    """Every table, nested ones after the one around them; None and the reason in `findings`."""
    printed = read_in_process(_WORKER, path, codes=_CODES, findings=findings, limits=limits)
    if printed is None:
        return None
    try:
        reply = msgspec.convert(json.loads(printed), _Reply)
    except ValueError:
        findings.error("docx_damaged")
        return None
    if reply.capped:
        findings.error("row_cap", limit=limits.rows)
    if not reply.tables:
        findings.error("docx_without_table")
        return None
    return tuple(
        Grid(
            rows=tuple((number, tuple(cells)) for number, cells in table.rows),
            copies=frozenset(table.copies),
            above=tuple(table.above),
        )
        for table in reply.tables
    )
