"""The big digits: how long the item on air still has."""

from __future__ import annotations

import msgspec

from widgets.glyphs import GlyphSet, big_digits
from widgets.line import Piece
from widgets.tall_digits import tall_digits
from widgets.tone import Tone

AMBER_S = 120
RED_S = 60


class Countdown(msgspec.Struct, frozen=True):
    """`seconds` to count: remaining (negative = over), or elapsed when `upward` (open-ended).

    `word` stands under the digits and comes translated: remaining, over time, held, opens in.
    """

    seconds: int
    word: str
    held: bool = False
    upward: bool = False

    @property
    def text(self) -> str:
        """`01:08`, `+00:42` when over, `1:02:03` from one hour on."""
        over = not self.upward and self.seconds < 0
        hours, rest = divmod(abs(self.seconds), 3600)
        minutes = f"{hours}:{rest // 60:02}" if hours else f"{rest // 60:02}"
        return f"{'+' if over else ''}{minutes}:{rest % 60:02}"

    @property
    def tone(self) -> Tone:
        """Plain above two minutes, amber to one, red to zero, red reversed after it."""
        if self.upward:
            return Tone.STRONG
        if self.seconds < 0:
            return Tone.OVERRUN
        if self.held:
            return Tone.STALE
        if self.seconds <= RED_S:
            return Tone.STOP
        return Tone.ASK if self.seconds <= AMBER_S else Tone.STRONG


def digit_rows(countdown: Countdown, glyphs: GlyphSet) -> tuple[Piece, Piece, Piece]:
    """The three rows of digits."""
    top, middle, bottom = big_digits(countdown.text, glyphs)
    tone = countdown.tone
    return Piece(top, tone), Piece(middle, tone), Piece(bottom, tone)


def tall_rows(countdown: Countdown, glyphs: GlyphSet) -> tuple[Piece, ...]:
    """Five rows of digits."""
    return tuple(Piece(row, countdown.tone) for row in tall_digits(countdown.text, glyphs))
