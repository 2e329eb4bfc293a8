"""All keys of a screen at one look: groups in columns, a few words each. Plain data."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from console.actions import find
from console.keys.lists import Entry
from console.text.sentences import Translate

GAP = 2
COLUMNS = 3
LONGEST_KEYS = 7
"""Cells that the keys of a row take at most; of more keys than fit the first two stand."""


class Cell(msgspec.Struct, frozen=True):
    """A key with its words, or a heading, which has no key. `keys` are as wide as those of their column."""

    keys: str
    words: str


def overview(
    groups: Sequence[tuple[str, Sequence[Entry]]], translate: Translate, width: int, rows: int
) -> list[list[Cell]]:
    """Columns, each at most `width` (of all) cells wide and, where that is possible, `rows` long; a group
    stays together where it can.
    """
    room = (width - GAP * (COLUMNS - 1)) // COLUMNS
    columns: list[list[Entry]] = [[]]
    for title, entries in groups:
        if columns[-1] and (len(columns) < COLUMNS or len(columns[-1]) + len(entries) >= rows):
            columns.append([])
        columns[-1].append(Entry("", "", title, ""))
        for entry in entries:
            if len(columns[-1]) >= rows:
                columns.append([])
            columns[-1].append(entry)
    return [_cells(column, translate, room) for column in columns]


def _cells(column: Sequence[Entry], translate: Translate, room: int) -> list[Cell]:
    keys = [_keys(entry) for entry in column]
    widest = max(map(len, keys), default=0)
    cells = []
    for entry, key in zip(column, keys, strict=True):
        if not entry.action:
            cells.append(Cell("", entry.title[:room]))
            continue
        words = entry.title if widest + 1 + len(entry.title) <= room else translate(find(entry.action).label)
        cells.append(Cell(f"{key:<{widest}}", words[: room - widest - 1]))
    return cells


def _keys(entry: Entry) -> str:
    return entry.keys if len(entry.keys) <= LONGEST_KEYS else " ".join(entry.keys.split()[:2])
