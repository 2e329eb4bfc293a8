"""A screen as text: its characters, and below them how they look, so that a difference can be read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import groupby

from rich.segment import Segment
from rich.style import Style

WEIGHTS = ("bold", "dim", "italic", "underline", "reverse")
PLAIN = frozenset({"", "ink", "panel-ground", "background"})
"""What most of a screen looks like, and so is not written down."""

Look = Callable[[Style], str]


def by_theme(variables: Mapping[str, str], own: Iterable[str]) -> Look:
    """ "go on-air-ground bold": ink, ground, weight by the `own` names of a theme; plain parts left out."""
    names = {variables[name].lower(): name for name in ("background", *sorted(own, reverse=True))}

    def look(style: Style) -> str:
        colours = [colour.name if colour else "" for colour in (style.color, style.bgcolor)]
        named = [names.get(colour, colour) for colour in colours]
        return " ".join([*(name for name in named if name not in PLAIN), *weights(style)])

    return look


def by_weight(style: Style) -> str:
    """What is left without colours."""
    return " ".join(weights(style))


def weights(style: Style) -> list[str]:
    """The attributes of a style."""
    return [weight for weight in WEIGHTS if getattr(style, weight)]


def characters(rows: Iterable[Iterable[Segment]]) -> list[str]:
    """The rows as they are read."""
    return ["".join(segment.text for segment in row) for row in rows]


def looks(rows: Iterable[Iterable[Segment]], look: Look) -> list[str]:
    """One line for a row that is not all plain: "3  2+14 accent · 20+6 ask", from cell 2 on 14 of them."""
    lines = []
    for number, row in enumerate(rows, 1):
        at, found = 0, []
        for name, run in groupby(row, key=lambda segment: _look(segment, look)):
            width = sum(segment.cell_length for segment in run)
            if name:
                found.append(f"{at}+{width} {name}")
            at += width
        if found:
            lines.append(f"{number}  {' · '.join(found)}")
    return lines


def _look(segment: Segment, look: Look) -> str:
    """Of blanks only what can be seen of them."""
    style = segment.style or Style.null()
    shows = style.reverse or style.underline
    return look(style if shows or segment.text.strip() else Style(bgcolor=style.bgcolor))
