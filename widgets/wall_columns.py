"""Blocks of lines into columns of one height: regions whole where they can be. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

WHOLE_AT_MOST = 10
"""So many regions are tried in every arrangement; more simply follow one another."""


class Block(msgspec.Struct, frozen=True):
    """Lines that stay together: row number `row` (-1 for all of it) of region number `group`."""

    group: int
    row: int
    lines: int


Column = list[Block | None]
"""From the top; None is a blank line. A region's heading stands wherever the region begins."""


def columns_of(
    blocks: Sequence[Block], columns: int, height: int, *, heads: bool = True
) -> list[Column] | None:
    """At most `columns` columns of at most `height` lines; None when the blocks do not fit.

    Regions stay whole if that fits at all. Otherwise they follow one another, and a region goes on
    in the next column under its heading. Blank lines part the regions where all columns have room.
    """
    if not blocks:
        return []
    if sum(block.lines for block in blocks) > columns * height:
        return None
    found = _whole(blocks, columns, height, heads) or _flowing(blocks, columns, height, heads)
    return _aired(found, height) if found and heads else found


def _whole(blocks: Sequence[Block], columns: int, height: int, heads: bool) -> list[Column] | None:
    regions: dict[int, list[Block]] = {}
    for block in blocks:
        regions.setdefault(block.group, []).append(block)
    if not heads or len(regions) > WHOLE_AT_MOST:
        return None
    sizes = {group: 1 + sum(block.lines for block in each) for group, each in regions.items()}
    lots = _share_out(sizes, columns, height)
    if lots is None:
        return None
    return [[block for group in lot for block in regions[group]] for lot in lots]


def _share_out(sizes: dict[int, int], columns: int, height: int) -> list[list[int]] | None:
    """Regions to columns so that the longest column is as short as can be; None if above `height`."""
    order = sorted(sizes, key=lambda group: (-sizes[group], group))
    best, limit = None, height + 1
    lots: list[list[int]] = [[] for _ in range(min(columns, len(order)))]
    filled = [0] * len(lots)

    def place(at: int) -> None:
        nonlocal best, limit
        if at == len(order):
            best, limit = [sorted(lot) for lot in lots if lot], max(filled)
            return
        tried = set()
        for column, lot in enumerate(lots):
            size = filled[column] + sizes[order[at]]
            if size >= limit or filled[column] in tried:
                continue
            tried.add(filled[column])
            lot.append(order[at])
            filled[column] = size
            place(at + 1)
            lot.pop()
            filled[column] -= sizes[order[at]]

    place(0)
    return sorted(best, key=lambda lot: lot[0]) if best else None


def _flowing(blocks: Sequence[Block], columns: int, height: int, heads: bool) -> list[Column] | None:
    """The lowest columns that hold everything."""
    total = sum(block.lines for block in blocks)
    for limit in range(max(1, -(-total // columns)), height + 1):
        found = _flow(blocks, limit, heads)
        if found is not None and len(found) <= columns:
            return found
    return None


def _flow(blocks: Sequence[Block], limit: int, heads: bool) -> list[Column] | None:
    filled: list[Column] = [[]]
    used, under = 0, -1
    for block in blocks:
        head = int(heads and block.group != under)
        if used + head + block.lines > limit:
            filled.append([])
            used, head = 0, int(heads)
            if head + block.lines > limit:
                return None
        filled[-1].append(block)
        used, under = used + head + block.lines, block.group
    return filled


def _aired(columns: list[Column], height: int) -> list[Column]:
    """With a blank line between regions, if every column has room for its own."""
    aired = [_parted(column) for column in columns]
    return aired if all(_height(column) <= height for column in aired) else columns


def _parted(column: Column) -> Column:
    parted: Column = []
    for block in column:
        last = parted[-1] if parted else None
        if block is not None and last is not None and last.group != block.group:
            parted.append(None)
        parted.append(block)
    return parted


def _height(column: Column) -> int:
    blanks = sum(block is None for block in column)
    blocks = [block for block in column if block is not None]
    return blanks + len({block.group for block in blocks}) + sum(block.lines for block in blocks)
