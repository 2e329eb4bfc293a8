"""A sentence to be read out loud, over as many rows as it is given."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from widgets.line import Line, Piece, padded, wrap
from widgets.picture import Picture
from widgets.tone import Tone


class SpokenSentence(msgspec.Struct, frozen=True):
    """`label` says whose words these are."""

    label: str
    text: str


class Spoken(Picture[SpokenSentence]):
    """The label in its own tone; the sentence broken at spaces."""

    def draw(self, value: SpokenSentence, width: int, height: int) -> Sequence[Line]:
        """What does not fit is cut at the end of the last row."""
        lead = f"{value.label} "
        rows = wrap(lead + value.text, width - 2, height, self.glyphs.more)
        first = (Piece(" "), Piece(lead, Tone.KEY), Piece(rows[0][len(lead) :] if rows else "", Tone.STRONG))
        rest = [(Piece(" "), Piece(row, Tone.STRONG)) for row in rows[1:]]
        return [padded(pieces, width) for pieces in (first, *rest)]
