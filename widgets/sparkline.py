"""A figure over time in a few cells: the worst of each stretch, and a gap where nothing was measured."""

from __future__ import annotations

from collections.abc import Sequence

from widgets.glyphs import GlyphSet

GAP = " "


def sparkline(values: Sequence[float | None], width: int, glyphs: GlyphSet, *, full: float) -> str:
    """`values`, oldest first, in exactly `width` cells; `full` and more is the tallest sign.

    Missing is not zero: a stretch without a figure is a gap. Where there are fewer values than cells
    the newest stand at the right.
    """
    if width <= 0:
        return ""
    cells = [_sign(stretch, glyphs, full) for stretch in _stretches(values, width)]
    return "".join(cells).rjust(width)


def _stretches(values: Sequence[float | None], width: int) -> list[Sequence[float | None]]:
    """`values` cut into at most `width` runs of nearly one length."""
    runs = min(width, len(values))
    total = len(values)
    return [values[total * at // runs : total * (at + 1) // runs] for at in range(runs)]


def _sign(stretch: Sequence[float | None], glyphs: GlyphSet, full: float) -> str:
    worst = max((value for value in stretch if value is not None), default=None)
    if worst is None:
        return GAP
    top = len(glyphs.levels) - 1
    share = min(1.0, max(0.0, worst / full)) if full > 0 else 1.0
    # Only nothing at all is the lowest sign: a little loss must show.
    return glyphs.levels[max(round(share * top), 1 if worst > 0 else 0)]
