"""Spreadsheets for tests, made with openpyxl or by hand where it would refuse."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path


def write_sheet(path: Path, rows: Sequence[Sequence[object]], *, merge: Sequence[str] = ()) -> Path:
    from openpyxl import Workbook

    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    for cells in merge:
        book.active.merge_cells(cells)
    book.save(path)
    return path


def replace_member(path: Path, member: str, content: bytes) -> None:
    """Write `content` in place of one member of the archive at `path`."""
    with zipfile.ZipFile(path) as archive:
        kept = {name: archive.read(name) for name in archive.namelist()}
    kept[member] = content
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in kept.items():
            archive.writestr(name, data)
