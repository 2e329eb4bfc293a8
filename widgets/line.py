"""Lines of text with meaning, measured in display cells.

All text from outside enters a line through `fit` (or `plain`), which cleans it again: whatever a
caller forgot, no control code and no markup reaches the terminal from here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

import msgspec
from rich.cells import cell_len, set_cell_size

from data.text import clean
from widgets.tone import Tone

Align = Literal["left", "right", "center"]


class Piece(msgspec.Struct, frozen=True):
    """A run of text in one tone."""

    text: str
    tone: Tone = Tone.PLAIN


class Line(msgspec.Struct, frozen=True):
    """One row of a picture; `base` lies under the tone of every piece (a tinted row)."""

    pieces: tuple[Piece, ...] = ()
    base: Tone = Tone.PLAIN

    @property
    def width(self) -> int:
        """Display cells."""
        return sum(cell_len(piece.text) for piece in self.pieces)

    @property
    def text(self) -> str:
        """The characters alone."""
        return "".join(piece.text for piece in self.pieces)


BLANK = Line()

_ONE_CELL = re.compile(r"[ -~\xa1-\xac\xae-\u02ff\u1e00-\u1eff\u2010-\u2027\u2190-\u21ff\u2500-\u25fc]*")
"""Text of nothing but these can be cut by counting: Latin with every Vietnamese letter, and our own signs."""


@lru_cache(maxsize=2048)
def plain(text: str) -> str:
    """Outside text, made fit to show: one line, no control codes."""
    return clean(text, limit=400)


def fit(text: str, width: int, *, align: Align = "left", more: str = "") -> str:
    """`text` cleaned and made exactly `width` cells: padded, or cut with `more` at its end."""
    return set_cells(plain(text), width, align=align, more=more)


def set_cells(text: str, width: int, *, align: Align = "left", more: str = "") -> str:
    """As `fit`, for text that is clean already."""
    if width <= 0:
        return ""
    gap = width - cell_len(text)
    if gap < 0:
        room = width - cell_len(more)
        cut = _cut(text, room).rstrip() + more if room >= 0 else _cut(text, width)
        return set_cell_size(cut, width)
    if align == "right":
        return " " * gap + text
    if align == "center":
        return " " * (gap // 2) + text + " " * (gap - gap // 2)
    return text + " " * gap


def _cut(text: str, width: int) -> str:
    return text[:width] if _ONE_CELL.fullmatch(text) else set_cell_size(text, width)


def wrap(text: str, width: int, rows: int, more: str) -> list[str]:
    """`text` broken at spaces into at most `rows` lines of at most `width` cells."""
    words, lines, current = plain(text).split(" "), list[str](), ""
    for number, word in enumerate(words):
        joined = f"{current} {word}" if current else word
        if not current or cell_len(joined) <= width:
            current = joined
        elif len(lines) == rows - 1:
            current = " ".join([current, *words[number:]])
            break
        else:
            lines.append(current)
            current = word
    lines.append(current)
    return [set_cells(line, width, more=more).rstrip() for line in lines if line]


def crop(pieces: Iterable[Piece], width: int, more: str) -> tuple[Piece, ...]:
    """The pieces that fit `width` cells; the one that does not is cut with `more`. Never padded."""
    kept: list[Piece] = []
    for piece in pieces:
        text = plain(piece.text)
        cells = cell_len(text)
        if cells > width:
            kept.append(Piece(set_cells(text, width, more=more).rstrip(), piece.tone))
            return tuple(kept)
        kept.append(Piece(text, piece.tone))
        width -= cells
    return tuple(kept)


def cells_of(pieces: Iterable[Piece]) -> int:
    """Display cells of some pieces, once cleaned."""
    return sum(cell_len(plain(piece.text)) for piece in pieces)


def spread(
    left: Iterable[Piece],
    right: Iterable[Piece],
    width: int,
    *,
    more: str = "",
    base: Tone = Tone.PLAIN,
) -> Line:
    """A row of exactly `width` cells: `right` is kept whole, `left` gives way."""
    tail = crop(right, width, more)
    tail_cells = sum(cell_len(piece.text) for piece in tail)
    room = width - tail_cells
    head = crop(left, max(0, room - 1) if tail else room, more)
    gap = room - sum(cell_len(piece.text) for piece in head)
    return Line((*head, Piece(" " * gap), *tail), base)


def padded(pieces: Iterable[Piece], width: int, *, more: str = "", base: Tone = Tone.PLAIN) -> Line:
    """A row of exactly `width` cells that begins with `pieces`."""
    return spread(pieces, (), width, more=more, base=base)
