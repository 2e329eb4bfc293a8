"""What stands in the cells of a person's file, table by table, before anything is understood."""

from __future__ import annotations

from pathlib import Path

import msgspec

from data.importers.findings import Findings
from data.importers.legacy_text import READERS, in_unicode
from data.importers.limited import OLE
from data.importers.table import readable

_HEAD = 40
"""So many rows of a table say how its text is written."""
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OFFICE = {".doc": ".docx", ".dot": ".docx", ".rtf": ".docx", ".docx": ".docx"}


class Grid(msgspec.Struct, frozen=True, kw_only=True):
    """One table. Rows as (number as its program shows it, cells); empty ones may be left out.

    `copies` are the (row number, column index) of cells that repeat a merged cell above them. `above` are the
    lines of text between the table before and this one.
    """

    rows: tuple[tuple[int, tuple[str, ...]], ...]
    name: str = ""
    copies: frozenset[tuple[int, int]] = frozenset()
    above: tuple[str, ...] = ()


def read_grids(path: Path, findings: Findings) -> tuple[Grid, ...] | None:
    """Every table of a csv, xlsx, docx or ics file; None and the reason in `findings`."""
    if not readable(path, findings):
        return None
    suffix = path.suffix.lower()
    try:
        with path.open("rb") as file:
            head = file.read(8)
            rest = file.read() if head == OLE else b""
    except OSError as error:
        findings.error("unreadable_file", reason=type(error).__name__)
        return None
    if head == OLE:
        wanted = _OFFICE.get(suffix, ".xlsx")
        findings.error("office_protected" if _ENCRYPTED in rest else "office_old", wanted=wanted)
        return None
    grids = _by_suffix(suffix, path, findings)
    return None if grids is None else _in_unicode(grids, findings)


def _in_unicode(grids: tuple[Grid, ...], findings: Findings) -> tuple[Grid, ...]:
    """The same in the Vietnamese of today, where the text is of the time before; that is named."""
    head = [cell for grid in grids for _, cells in grid.rows[:_HEAD] for cell in cells]
    found = in_unicode([*head, *(line for grid in grids for line in grid.above)])
    if not found:
        return grids
    findings.warn("encoding_read", found=found)
    read = READERS[found]
    return tuple(
        Grid(
            rows=tuple((number, tuple(map(read, cells))) for number, cells in grid.rows),
            name=read(grid.name),
            copies=grid.copies,
            above=tuple(map(read, grid.above)),
        )
        for grid in grids
    )


def _by_suffix(suffix: str, path: Path, findings: Findings) -> tuple[Grid, ...] | None:
    if suffix in (".csv", ".tsv", ".txt"):
        from data.importers.csv_grid import read_csv_grid

        return read_csv_grid(path, findings)
    if suffix in (".xlsx", ".xlsm"):
        from data.importers.xlsx_table import read_sheets

        return read_sheets(path, findings)
    if suffix == ".docx":
        from data.importers.docx_table import read_docx

        return read_docx(path, findings)
    if suffix == ".ics":
        from data.importers.ics_grid import read_ics

        return read_ics(path, findings)
    findings.error("format_not_imported", suffix=suffix)
    return None
