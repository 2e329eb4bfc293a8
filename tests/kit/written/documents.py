"""Word documents for tests, written by hand: the few elements that a table consists of.

A cell is its text, or `Cell` where it is merged; "\\n" in a text begins a paragraph.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

_SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)


@dataclass(frozen=True)
class Cell:
    """`span` columns wide; `merge` is "restart" for the first of cells merged down, "continue" below."""

    text: str = ""
    span: int = 1
    merge: str = ""
    raw: str = ""


Rows = Sequence[Sequence[str | Cell]]


def table_xml(rows: Rows) -> str:
    """One w:tbl."""
    lines = "".join(f"<w:tr>{''.join(map(_cell, row))}</w:tr>" for row in rows)
    return f"<w:tbl>{lines}</w:tbl>"


def _cell(cell: str | Cell) -> str:
    given = Cell(cell) if isinstance(cell, str) else cell
    merge = f'<w:vMerge w:val="{given.merge}"/>' if given.merge else ""
    properties = f'<w:tcPr><w:gridSpan w:val="{given.span}"/>{merge}</w:tcPr>'
    paragraphs = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>'
        for line in given.text.split("\n")
    )
    return f"<w:tc>{properties}{given.raw or paragraphs}</w:tc>"


def write_document(path: Path, *tables: Rows, body: str = "", head: str = "") -> Path:
    """A docx with these tables, a line of text before each; `body` is put in front as it is."""
    inside = "".join(f"<w:p><w:r><w:t>Bảng</w:t></w:r></w:p>{table_xml(rows)}" for rows in tables)
    document = f'{head}<w:document xmlns:w="{_SPACE}"><w:body>{body}{inside}</w:body></w:document>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("word/document.xml", document)
    return path
