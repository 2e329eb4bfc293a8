"""What comes next, and whether it could go on air now."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from widgets.coming_list import ComingRow, coming_line
from widgets.glyphs import GlyphSet
from widgets.line import Line, Piece, fit, padded, spread
from widgets.panel import panel
from widgets.picture import Picture
from widgets.tone import Tone

_SHORT_HEIGHT = 5


class NextUp(msgspec.Struct, frozen=True, kw_only=True):
    """The next item. `verdict` is mark and word; `checks` say what it rests on.

    `rows` are the next item and those after it, for the flat card of a narrow screen.
    """

    heading: str
    cue: str = ""
    time: str = ""
    title: str = ""
    speaker: str = ""
    place: str = ""
    verdict: Piece = Piece("")
    checks: tuple[Piece, ...] = ()
    rows: tuple[ComingRow, ...] = ()


class NextCard(Picture[NextUp]):
    """Four rows about one item, or one row each for the next three."""

    def draw(self, value: NextUp, width: int, height: int) -> Sequence[Line]:
        """Detail when there are four rows, else a list."""
        inner = width - 2
        if height <= _SHORT_HEIGHT:
            flat = [coming_line(row, inner, self.glyphs) for row in value.rows]
            if not flat:
                flat = [padded((Piece(f" {value.title}", Tone.STRONG),), inner, more=self.glyphs.more)]
            return panel(flat, width, height, self.glyphs, title=value.heading)
        right = Piece(f"{value.cue}  {value.time}".strip(), Tone.STRONG)
        return panel(
            _detail(value, inner, self.glyphs), width, height, self.glyphs, title=value.heading, right=right
        )


def _detail(value: NextUp, width: int, glyphs: GlyphSet) -> list[Line]:
    verdict = Piece(value.verdict.text, value.verdict.tone)
    spaced = [piece for check in value.checks for piece in (Piece("   "), check)][1:]
    room = width - 2
    return [
        Line((Piece(f" {fit(value.title, room, more=glyphs.more)} ", Tone.STRONG),)),
        Line((Piece(f" {fit(value.speaker, room, more=glyphs.more)} "),)),
        spread((Piece(f" {value.place}"),), (verdict, Piece(" ")), width, more=glyphs.more),
        spread((Piece(" "), *spaced), (), width, more=glyphs.more),
    ]
