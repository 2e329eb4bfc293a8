"""The two rows at the top: which conference, what time; how it stands, who holds control."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from widgets.line import Line, Piece, cells_of, spread
from widgets.picture import Picture
from widgets.tone import Tone

_NARROW = 100


class HeaderFact(msgspec.Struct, frozen=True):
    """A figure of the second row, in full words where there is room, in `short` ones when the row is full.

    The last facts go first.
    """

    text: str
    tone: Tone = Tone.PLAIN
    short: str = ""
    full: str = ""


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """Both rows. `badge` says official or rehearsal; a rehearsal's first row is the top of its frame."""

    title: str
    time: str
    short_title: str = ""
    badge: Piece = Piece("")
    date: str = ""
    state: Piece = Piece("")
    facts: tuple[HeaderFact, ...] = ()
    control: Piece = Piece("")
    rehearsal: bool = False


class HeaderLines(Picture[Header]):
    """The clock never moves from the upper right corner."""

    def draw(self, value: Header, width: int, height: int) -> Sequence[Line]:
        """Two rows."""
        more = self.glyphs.more
        narrow = width < _NARROW
        gap = " " if narrow else "   "
        date = () if narrow or not value.date else (Piece(f"{value.date}{gap}"),)
        clock = (value.badge, Piece(gap), *date, Piece(value.time, Tone.STRONG), Piece(" "))
        title = value.short_title if narrow and value.short_title else value.title
        first = spread((Piece(" "), Piece(title, Tone.STRONG)), clock, width, more=more)
        if value.rehearsal:
            first = Line(tuple(Piece(piece.text, Tone.REHEARSAL_BAR) for piece in first.pieces))
        control = (value.control, Piece(" ")) if value.control.text and not narrow else ()
        left = _facts(value, width - cells_of(control) - 1)
        return [first, spread(left, control, width, more=more)]


def _facts(value: Header, room: int) -> list[Piece]:
    """State and facts: full, then short, then fewer, until they fit `room`."""
    facts = list(value.facts)
    while True:
        for gap, form in (("    ", "full"), ("   ", "text"), ("  ", "short")):
            pieces = [Piece(" "), value.state]
            for fact in facts:
                pieces += [Piece(gap), Piece(getattr(fact, form) or fact.text, fact.tone)]
            if cells_of(pieces) <= room or (form == "short" and not facts):
                return pieces
        facts.pop()
