"""Where every room stands on a wall of a given size: columns of lines, the same all day. Pure.

The first form that fits is taken: a cell a room; a line a province with its count; a cell a
province; a line a region. Of the columns of one form the fewest that fit are taken, so that cells
stand as far apart as they may.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Any

import msgspec
from rich.cells import cell_len

from data.points.wall import Group, Row, pooled
from widgets.line import plain
from widgets.wall_columns import Block, columns_of

NAME_CELLS = 12
LINE_CELLS = 16
"""Cells of a line, at least; a province of more wraps."""
BRIEF_NAME = 11
FIGURES = 9
"""Of "148/151" and the blank before it."""
LEAST_HEAD = 28
POOLS = (16, 100)


class Form(StrEnum):
    """How much of the roster one cell stands for."""

    ROOMS = "rooms"
    COUNTS = "counts"
    BRIEF = "brief"
    REGIONS = "regions"


class Shape(msgspec.Struct, frozen=True, kw_only=True):
    """One way to cut the wall into columns. All in cells but `columns` and `per_line` (rooms)."""

    form: Form
    columns: int
    pace: int
    name: int
    per_line: int = 1
    pitch: int = 1
    heads: bool = True

    @property
    def width(self) -> int:
        """What a column holds, without the gap to the next one."""
        return self.pace - 1 if self.form is not Form.BRIEF else self.pace


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """What stands on line `y` from cell `x` on: a heading (no `codes`), or rooms of one row.

    `group` counts the regions. `name` is "" on a line that continues a province; `start` is where
    in the part the first cell stands, `pitch` how far the next one is. In the forms that sum, the
    one cell stands for all `codes`, and `figures` tells whether their count is written; `own` tells
    that the first of them is the room that the line is named after.
    """

    x: int
    y: int
    column: int
    width: int
    group: int
    name: str
    codes: tuple[str, ...] = ()
    start: int = 0
    pitch: int = 1
    single: bool = False
    figures: bool = False
    own: bool = False


class WallPlan(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """The whole wall. `free` is the corner, width and height of the largest room left over."""

    width: int
    height: int
    form: Form
    parts: tuple[Part, ...]
    totals: tuple[int, ...]
    free: tuple[int, int, int, int] = (0, 0, 0, 0)

    def lines(self, legend: int) -> int:
        """How many lines are enough for the same picture, with `legend` lines where they fit."""
        used = max((part.y for part in self.parts), default=0) + 1
        told = self.free[1] + 1 + legend if legend and legend < self.free[3] else 0
        return min(self.height, max(used + 1, told))


def plan(groups: tuple[Group, ...], headings: tuple[str, ...], width: int, height: int) -> WallPlan:
    """The wall of `groups` under `headings`; never wider than `width` nor higher than `height`.

    Only a wall too small for its regions leaves any room out.
    """
    for shape, shown in _shapes(groups, width):
        columns = columns_of(_blocks(shown, shape), shape.columns, height, heads=shape.heads)
        if columns is not None:
            return _Builder(shape, shown, headings).build(columns, width, height)
    shape = _regions(width)
    blocks = _blocks(groups, shape)[: max(0, height) * shape.columns]
    columns = columns_of(blocks, shape.columns, height, heads=False) or []
    return _Builder(shape, groups, headings).build(columns, width, height)


def _shapes(groups: tuple[Group, ...], width: int) -> Iterator[tuple[Shape, tuple[Group, ...]]]:
    """Every way worth trying, the best first."""
    shared, coarse = (tuple(pooled(group, size) for group in groups) for size in POOLS)
    for shown in (groups, shared) if shared != groups else (groups,):
        for pitch in (2, 1):
            for shape in _with_rooms(shown, width, pitch):
                yield shape, shown
    for columns in range(1, width // (2 + NAME_CELLS + FIGURES) + 1):
        pace = width // columns
        yield Shape(form=Form.COUNTS, columns=columns, pace=pace, name=_name(coarse, pace)), coarse
    for heads in (True, False):
        columns = width // (2 + BRIEF_NAME)
        if columns:
            pace = width // columns
            yield (
                Shape(form=Form.BRIEF, columns=columns, pace=pace, name=pace - 2, heads=heads),
                coarse,
            )


def _name(groups: Sequence[Group], pace: int) -> int:
    """Cells of the names, when figures follow them."""
    longest = max((cell_len(plain(row.name)) for group in groups for row in group.rows), default=0)
    return max(NAME_CELLS, min(longest + 1, pace - 2 - FIGURES))


def _with_rooms(groups: tuple[Group, ...], width: int, pitch: int) -> Iterator[Shape]:
    """Fewest columns first."""
    longest = max((len(row.points) for group in groups for row in group.rows), default=1)
    least = min(longest, LINE_CELLS)
    names = _longest_name(groups) + 1
    for columns in range(1, width // (2 + NAME_CELLS + least * pitch) + 1):
        pace = width // columns
        per_line = min(longest, (pace - 2 - NAME_CELLS) // pitch)
        name = max(NAME_CELLS, min(names, pace - 2 - per_line * pitch))
        yield Shape(form=Form.ROOMS, columns=columns, pace=pace, name=name, per_line=per_line, pitch=pitch)


def _longest_name(groups: Sequence[Group]) -> int:
    names = (row.name for group in groups for row in group.rows if not row.alone)
    return max((cell_len(plain(name)) for name in names), default=0)


def _regions(width: int) -> Shape:
    columns = max(1, width // (2 + 2 * NAME_CELLS + FIGURES))
    pace = width // columns
    return Shape(form=Form.REGIONS, columns=columns, pace=pace, name=max(1, pace - 2 - FIGURES), heads=False)


def _blocks(groups: Sequence[Group], shape: Shape) -> list[Block]:
    """What may not be parted, with its height: a province, or a region in the last form."""
    if shape.form is Form.REGIONS:
        return [Block(at, -1, 1) for at in range(len(groups))]
    return [
        Block(at, number, -(-len(row.points) // shape.per_line) if shape.form is Form.ROOMS else 1)
        for at, group in enumerate(groups)
        for number, row in enumerate(group.rows)
    ]


class _Builder:
    """Puts the blocks of the columns on their lines."""

    def __init__(self, shape: Shape, groups: Sequence[Group], headings: Sequence[str]) -> None:
        self._shape = shape
        self._groups = groups
        self._headings = headings

    def build(self, columns: Sequence[Sequence[Block | None]], width: int, height: int) -> WallPlan:
        shape, parts = self._shape, list[Part]()
        ends = [0] * shape.columns
        for column, blocks in enumerate(columns):
            for part in self._column(column, blocks):
                parts.append(part)
                ends[column] = part.y + 1
        emptiest = min(range(shape.columns), key=lambda at: (ends[at], -at))
        room = height - ends[emptiest]
        return WallPlan(
            width=width,
            height=height,
            form=shape.form,
            parts=tuple(sorted(parts, key=lambda part: (part.y, part.x))),
            totals=tuple(group.size for group in self._groups),
            free=(emptiest * shape.pace, ends[emptiest], shape.width, room),
        )

    def _column(self, column: int, blocks: Sequence[Block | None]) -> Iterator[Part]:
        y, under = 0, -1
        for block in blocks:
            if block is None:
                y += 1
                continue
            if self._shape.heads and block.group != under:
                yield self._head(column, y, block.group)
                y += 1
            under = block.group
            yield from self._parts(column, y, block)
            y += block.lines

    def _head(self, column: int, y: int, group: int) -> Part:
        shape = self._shape
        cells = 1 + shape.name + shape.per_line * shape.pitch
        width = max(cells if shape.form is Form.ROOMS else self._sum_width, LEAST_HEAD)
        return Part(
            x=column * shape.pace,
            y=y,
            column=column,
            width=min(shape.width, width),
            group=group,
            name=self._headings[group],
            figures=shape.form is not Form.BRIEF,
        )

    @property
    def _sum_width(self) -> int:
        """Of a line with one cell for many rooms."""
        shape = self._shape
        return shape.width if shape.form is Form.BRIEF else min(shape.width, 1 + shape.name + 1 + FIGURES)

    def _parts(self, column: int, y: int, block: Block) -> Iterator[Part]:
        shape, group = self._shape, self._groups[block.group]
        place: dict[str, Any] = {"x": column * shape.pace, "column": column, "group": block.group}
        if block.row < 0:
            codes = tuple(code for row in group.rows for code in row.points)
            yield self._sum(place, y, self._headings[block.group], codes)
        elif shape.form is Form.ROOMS:
            yield from self._rooms(place, y, group.rows[block.row], group)
        else:
            row = group.rows[block.row]
            yield self._sum(place, y, row.name, row.points, own=not row.pool)

    def _rooms(self, place: dict[str, Any], y: int, row: Row, group: Group) -> Iterator[Part]:
        shape = self._shape
        start = 1 + shape.name
        width = min(shape.width, start + shape.per_line * shape.pitch)
        if row.alone:
            longest = max(cell_len(plain(each.name)) for each in group.rows if each.alone)
            width = shape.width
            start = min(max(start, longest + 2), width - 1)
        for number in range(0, len(row.points), shape.per_line):
            yield Part(
                **place,
                y=y + number // shape.per_line,
                width=width,
                name="" if number else row.name,
                codes=row.points[number : number + shape.per_line],
                start=start,
                pitch=shape.pitch,
            )

    def _sum(
        self, place: dict[str, Any], y: int, name: str, codes: tuple[str, ...], *, own: bool = False
    ) -> Part:
        brief = self._shape.form is Form.BRIEF
        return Part(
            **place,
            y=y,
            width=self._sum_width,
            name=name,
            codes=codes,
            start=1 if brief else min(1 + self._shape.name, self._sum_width - 1),
            single=True,
            figures=not brief,
            own=own,
        )
