"""The process that opens a document: `python docx_worker.py FILE ROWS MEMORY`.

Writes {"tables": [{"rows": [[number, [text]]], "copies": [[number, column]], "above": [line]}], "capped":
bool} as JSON; `above` are the lines between the table before and this one. Exit code 3: not a document, 4:
out of memory, 5: defusedxml is not installed. Started by its path, so it imports nothing of ours.
"""

from __future__ import annotations

import json
import sys
import zipfile
from collections.abc import Iterator
from typing import Any

DAMAGED, NO_MEMORY, NO_READER = 3, 4, 5
_MAX_COLUMNS = 64
_MAX_CELL = 8_000
_MAX_LINES = 60
_MAX_TEXT = 16 * 1024 * 1024
_SPACES = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
# What stands around rows and cells without being one: content controls and accepted insertions.
_WRAPPERS = ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")
# Text that is not on the page: deleted, moved away, or the second writing of one picture.
_UNSEEN = ("del", "moveFrom", "Fallback", "tbl")


def _limit_memory(size: int) -> None:
    """Refuse more than `size` bytes of address space, where the platform can (not on Windows)."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (size, size))


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _found(element: Any, name: str) -> Iterator[Any]:
    """Children called `name`, also inside wrappers."""
    for child in element:
        if _name(child) == name:
            yield child
        elif _name(child) in _WRAPPERS:
            yield from _found(child, name)


def _setting(element: Any, properties: str, name: str) -> str | None:
    """The value of a property, "" for one without value, None when it is not set."""
    for holder in _found(element, properties):
        for entry in _found(holder, name):
            values = [value for key, value in entry.attrib.items() if key.endswith("}val")]
            return str(values[0]) if values else ""
    return None


def _count(element: Any, properties: str, name: str, default: int) -> int:
    value = _setting(element, properties, name)
    return min(int(value), _MAX_COLUMNS) if value and value.isdigit() else default


def _pieces(element: Any) -> Iterator[str]:
    for child in element:
        match _name(child):
            case "t":
                yield child.text or ""
            case "tab":
                yield " "
            case "br" | "cr":
                yield "\n"
            case "noBreakHyphen":
                yield "-"
            case "p":
                yield from _pieces(child)
                yield "\n"
            case name if name not in _UNSEEN:
                yield from _pieces(child)


def _row(row: Any) -> tuple[list[str], list[int]]:
    """Cells by grid column, and the columns that go on from the row above."""
    cells: list[str] = [""] * _count(row, "trPr", "gridBefore", 0)
    continued: list[int] = []
    for cell in _found(row, "tc"):
        merge = _setting(cell, "tcPr", "vMerge")
        if merge is not None and merge != "restart":
            continued.append(len(cells))
        text = "" if continued[-1:] == [len(cells)] else "".join(_pieces(cell)).strip()[:_MAX_CELL]
        cells += [text] + [""] * (_count(cell, "tcPr", "gridSpan", 1) - 1)
    return cells[:_MAX_COLUMNS], continued


def _table(table: Any, cap: int) -> dict[str, Any]:
    rows: list[tuple[int, list[str]]] = []
    copies: list[tuple[int, int]] = []
    above: list[str] = []
    for number, row in enumerate(_found(table, "tr"), 1):
        if _setting(row, "trPr", "del") is not None:
            continue
        cells, continued = _row(row)
        for column in continued:
            if column < min(len(above), len(cells)) and above[column]:
                cells[column] = above[column]
                copies.append((number, column))
        rows.append((number, cells))
        above = cells
        if len(rows) > cap:
            break
    width = max((len(cells) for _, cells in rows), default=0)
    return {"rows": [[n, cells + [""] * (width - len(cells))] for n, cells in rows], "copies": copies}


def _lines(body: Any) -> dict[int, list[str]]:
    """The lines of the body by the number of tables before them; at most `_MAX_LINES` for each."""
    found: dict[int, list[str]] = {}
    passed = 0
    for block in _blocks(body):
        if _name(block) == "p":
            lines = found.setdefault(passed, [])
            lines += "".join(_pieces(block))[:_MAX_CELL].strip().split("\n")
            del lines[:-_MAX_LINES]
        passed += sum(_name(one) == "tbl" for one in block.iter())
    return found


def _blocks(element: Any) -> Iterator[Any]:
    """Paragraphs and tables in their order, also inside wrappers."""
    for child in element:
        if _name(child) in ("p", "tbl"):
            yield child
        elif _name(child) in _WRAPPERS:
            yield from _blocks(child)


def read(path: str, cap: int) -> dict[str, Any]:
    """All tables of the body; at most `cap` rows together beside the first."""
    from defusedxml.ElementTree import parse

    with zipfile.ZipFile(path) as archive, archive.open("word/document.xml") as stream:
        root: Any = parse(stream, forbid_dtd=True).getroot()
    if root.tag not in [f"{space}document" for space in _SPACES]:
        raise ValueError(root.tag)
    tables: list[dict[str, Any]] = []
    above = _lines(next(iter(root), []))
    room, capped = _MAX_TEXT, False
    for table in (one for one in root.iter() if _name(one) == "tbl"):
        found = _table(table, cap)
        cap -= len(found["rows"])
        room -= sum(len(cell) for _, cells in found["rows"] for cell in cells)
        if cap < 0 or room < 0:
            capped = True
            break
        tables.append(found | {"above": above.get(len(tables), [])})
    return {"tables": tables, "capped": capped}


def main(path: str, cap: str, memory: str) -> int:
    """Read, print, and turn whatever goes wrong into an exit code."""
    _limit_memory(int(memory))
    try:
        import defusedxml.ElementTree  # noqa: F401
    except ImportError:
        return NO_READER
    except MemoryError:
        return NO_MEMORY
    try:
        reply = json.dumps(read(path, int(cap)))
        sys.stdout.write(reply)
        sys.stdout.flush()
    except MemoryError:
        return NO_MEMORY
    except Exception:
        return DAMAGED
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
