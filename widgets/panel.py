"""The frame round a picture: `┌ TITLE ──── right ┐`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from rich.cells import cell_len

from widgets.glyphs import GlyphSet
from widgets.line import Line, Piece, crop, padded, plain
from widgets.tone import Tone


def panel(
    body: Sequence[Line],
    width: int,
    height: int,
    glyphs: GlyphSet,
    *,
    title: str,
    right: str | Piece = "",
    foot: str = "",
    edge: Tone = Tone.FRAME,
) -> list[Line]:
    """`body` (rows of `width - 2` cells) in a frame of exactly `width` x `height`.

    Rows beyond the frame are left out. `right` stands at the end of the upper edge, `foot` at the
    end of the lower one. A selected row is marked on the left edge too, so that it shows without
    colour.
    """
    rows = [_framed(line, width, glyphs, edge) for line in body[: height - 2]]
    rows += [_framed(Line(), width, glyphs, edge)] * (height - 2 - len(rows))
    corners = (glyphs.top_left, glyphs.top_right, glyphs.bottom_left, glyphs.bottom_right)
    upper = _edge(width, corners[:2], glyphs, (title, right), edge)
    lower = _edge(width, corners[2:], glyphs, ("", foot), edge)
    return [upper, *rows, lower]


@lru_cache(maxsize=1024)
def _framed(line: Line, width: int, glyphs: GlyphSet, edge: Tone) -> Line:
    inner = padded(line.pieces, width - 2, more=glyphs.more) if line.width != width - 2 else line
    selected = line.base is Tone.SELECTED_ROW
    left = Piece(glyphs.selected, Tone.STRONG) if selected else Piece(glyphs.vertical, edge)
    return Line((left, *inner.pieces, Piece(glyphs.vertical, edge)), line.base)


def _edge(
    width: int, corners: tuple[str, ...], glyphs: GlyphSet, words: tuple[str, str | Piece], edge: Tone
) -> Line:
    title, tail = words
    ending = tail if isinstance(tail, Piece) else Piece(tail, Tone.DIM)
    room = width - 2
    head = crop((Piece(f" {plain(title)} ", Tone.HEADING),), room, glyphs.more) if title else ()
    room -= sum(cell_len(piece.text) for piece in head)
    label = f" {plain(ending.text)} "
    end = (Piece(label, ending.tone),) if ending.text and cell_len(label) < room else ()
    room -= sum(cell_len(piece.text) for piece in end)
    rule = Piece(glyphs.horizontal * room, edge)
    return Line((Piece(corners[0], edge), *head, rule, *end, Piece(corners[1], edge)))
