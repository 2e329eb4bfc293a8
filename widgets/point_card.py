"""One bridge point: who it is, whom to ring, how its sound and picture have come for five minutes."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from widgets.glyphs import GlyphSet
from widgets.line import BLANK, Line, Piece, padded, spread
from widgets.panel import panel
from widgets.picture import Picture
from widgets.sparkline import sparkline
from widgets.tone import Tone

TREND_CELLS = 8
WIDE_TREND_CELLS = 20
WIDE_CELLS = 64


class MediaFacts(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of media. `trend` is loss in per cent, oldest first, None where nothing was measured."""

    label: str
    figure: Piece
    extra: Piece = Piece("")
    trend: tuple[float | None, ...] = ()
    full: float = 10.0


class PointFacts(msgspec.Struct, frozen=True, kw_only=True):
    """The card. `lines` are contact, lines, and what else is said above the media; `below` under them.

    `steps` are what to try: shown all or not at all. `keys` stands on the last row. All words come from the
    caller; what is not known is "-".
    """

    heading: str = ""
    right: Piece = Piece("")
    name: str = ""
    role: Piece = Piece("")
    lines: tuple[tuple[Piece, ...], ...] = ()
    media: tuple[MediaFacts, ...] = ()
    below: tuple[tuple[Piece, ...], ...] = ()
    steps: tuple[str, ...] = ()
    keys: str = ""


class PointCard(Picture[PointFacts]):
    """Rows give way from the bottom; the keys first, which the footer has too."""

    def draw(self, value: PointFacts, width: int, height: int) -> Sequence[Line]:
        """Name and role, contact, lines, media, tests and changes; the keys below."""
        inner, room, more = width - 2, height - 2, self.glyphs.more
        body = [spread((Piece(f" {value.name}"),), (value.role, Piece(" ")), inner, more=more)]
        body += [padded((Piece(" "), *line), inner, more=more) for line in value.lines]
        body += [_media(facts, inner, self.glyphs) for facts in value.media]
        body += [padded((Piece(" "), *line), inner, more=more) for line in value.below]
        if len(body) + len(value.steps) <= room:
            body += [padded((Piece(f" {step}"),), inner, more=more) for step in value.steps]
        if value.keys and len(body) < room:
            gap = [BLANK] if len(body) + 1 < room else []
            body += [*gap, padded((Piece(f" {value.keys}", Tone.DIM),), inner, more=more)]
        return panel(body, width, height, self.glyphs, title=value.heading, right=value.right)


def _media(facts: MediaFacts, width: int, glyphs: GlyphSet) -> Line:
    cells = WIDE_TREND_CELLS if width >= WIDE_CELLS else TREND_CELLS
    trend = sparkline(facts.trend, cells, glyphs, full=facts.full)
    pieces = (Piece(f" {facts.label} "), Piece(trend, facts.figure.tone), Piece(" "), facts.figure)
    return padded((*pieces, Piece("   "), facts.extra), width, more=glyphs.more)
