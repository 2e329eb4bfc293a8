"""The speaking points after the next one, and whom to phone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from widgets.glyphs import GlyphSet
from widgets.line import Line, Piece, spread
from widgets.panel import panel
from widgets.picture import Picture
from widgets.tone import Tone


class ComingRow(msgspec.Struct, frozen=True, kw_only=True):
    """One coming item. `verdict` is its mark (and word), `prompt` what to do now, `lead` how soon.

    On narrow screens `title` comes before `place`; elsewhere it takes what room is left, and `phone`
    (with its label) opens a second row.
    """

    cue: str
    time: str
    place: str
    title: str = ""
    verdict: Piece = Piece("")
    phone: str = ""
    prompt: Piece = Piece("")
    lead: str = ""


class Coming(msgspec.Struct, frozen=True, kw_only=True):
    """The list; `right` says when calls are due."""

    heading: str
    rows: tuple[ComingRow, ...] = ()
    right: str = ""


class ComingList(Picture[Coming]):
    """One row an item, two where somebody is to be phoned."""

    def draw(self, value: Coming, width: int, height: int) -> Sequence[Line]:
        """As many items as fit."""
        inner = width - 2
        body = [line for row in value.rows for line in _rows(row, inner, self.glyphs)]
        return panel(body, width, height, self.glyphs, title=value.heading, right=value.right)


def _rows(row: ComingRow, width: int, glyphs: GlyphSet) -> Iterator[Line]:
    title = (Piece(f"  {row.title}", Tone.DIM),) if row.title else ()
    head = (Piece(f" {row.cue:<3} {row.time} "), Piece(row.place), *title)
    yield spread(head, (row.verdict, Piece(" ")), width, more=glyphs.more)
    if row.phone or row.prompt.text:
        lead = Piece(f" {row.lead} " if row.lead else " ", Tone.DIM)
        yield spread((Piece(f"    {row.phone}"),), (row.prompt, lead), width, more=glyphs.more)


def coming_line(row: ComingRow, width: int, glyphs: GlyphSet) -> Line:
    """The whole item on one row, for narrow screens."""
    place = f" {glyphs.dot} {row.place}" if row.place else ""
    left = (Piece(f" {row.cue:<3} {row.time} "), Piece(row.title, Tone.STRONG), Piece(place))
    prompt = (Piece("  "), row.prompt) if row.prompt.text else ()
    return spread(left, (row.verdict, *prompt, Piece(" ")), width, more=glyphs.more)
