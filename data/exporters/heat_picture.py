"""A row of the heat map as a picture, and its legend.

Every state has a height, a place and a sign of its own, so that it is told without its colour: in print, in
black and white, and by whoever tells no red from green. Places are shares of the width, so that the signs
are not drawn out with the map.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from data.exporters.heat import SLOTS
from data.reports.points import Status

ROW = 10
"""Height of a row, in pixels."""
_SIGNED = 3
"""A run of fewer slots has no room for its sign; its height tells it all the same."""


class _Shape(NamedTuple):
    """The class of its colour, how far below the top it begins, how high it is; "" is no sign."""

    name: str
    top: int
    high: int
    sign: str


SHAPES = {
    Status.UP: _Shape("up", 3, 4, ""),
    Status.LOST: _Shape("lost", 0, 10, "x"),
    Status.ABSENT: _Shape("absent", 8, 2, "-"),
    Status.UNSEEN: _Shape("unseen", 0, 2, "~"),
}


def row_picture(runs: Iterable[tuple[int, int, Status]], marks: str) -> str:
    """The runs of one point (`heat.runs`) under the `marks` of all rows."""
    return f"<svg>{''.join(_run(at, long, SHAPES[status]) for at, long, status in runs)}{marks}</svg>"


def mark(at: int) -> str:
    """A line through every row, where an item begins."""
    return f'<line class="mark" x1="{_share(at)}" x2="{_share(at)}" y2="{ROW}"/>'


def key_picture(status: Status) -> str:
    """The state as it stands in the map, for the legend."""
    return f'<svg class="sample">{_run(0, SLOTS, SHAPES[status])}</svg>'


def _run(at: int, long: int, shape: _Shape) -> str:
    rect = (
        f'<rect class="{shape.name}" x="{_share(at)}" y="{shape.top}" width="{_share(long)}"'
        f' height="{shape.high}"/>'
    )
    if not shape.sign or long < _SIGNED:
        return rect
    return f'{rect}<text class="on-{shape.name}" x="{_share(at + long / 2)}" y="8">{shape.sign}</text>'


def _share(slots: float) -> str:
    return f"{slots * 100 / SLOTS:.4g}%"
