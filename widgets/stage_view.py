"""What the speaker sees from ten metres: the time that is left, and the operator's words.

Nothing else ever stands here: no alarm, no health.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from rich.cells import cell_len

from widgets.countdown import Countdown
from widgets.glyphs import UNICODE, GlyphSet, big_digits
from widgets.line import BLANK, Line, Piece, fit, spread, wrap
from widgets.picture import Picture
from widgets.tall_digits import ROWS, tall_digits
from widgets.tone import Tone

INDENT = 2
DIGITS_MARGIN = 8
"""Cells that stay free beside the digits."""
OTHER_ROWS = 13
"""Rows that all the rest takes when nothing is pressed together."""


class Stage(msgspec.Struct, frozen=True, kw_only=True):
    """One moment of the stage. `fraction` is 0 to 1, None for no bar; `fresh` says how old this is.

    `mark` stands between clock and cue: that it is a rehearsal. `note` replaces the word under the
    digits when there are none.
    """

    clock: str
    cue: str = ""
    mark: str = ""
    title: str = ""
    who: str = ""
    countdown: Countdown | None = None
    note: str = ""
    fraction: float | None = None
    message: str = ""
    next: str = ""
    fresh: Piece = Piece("")


class StageView(Picture[Stage]):
    """The whole window."""

    DEFAULT_CSS = """
    StageView { width: 100%; height: 100%; }
    """

    def draw(self, value: Stage, width: int, height: int) -> Sequence[Line]:
        """Digits as large as they go; blank rows are what gives way first, the title next."""
        middle = _middle(value, width, height, self.glyphs)
        foot = spread(
            (Piece(" " * INDENT), Piece(value.next, Tone.DIM)),
            (value.fresh, Piece(" " * INDENT)),
            width,
            more=self.glyphs.more,
        )
        return [_head(value, width, self.glyphs), *middle, foot][:height]


def scale_of(text: str, width: int, height: int) -> int:
    """How many times the blocks of five rows are enlarged for `text`; 0 when even one is too wide.

    One size fits wherever the window is wide enough: low windows press the rest together instead.
    """
    cells = cell_len(tall_digits(text, UNICODE)[0])
    wide = (width - DIGITS_MARGIN) // cells
    if wide < 1:
        return int(cells <= width - 2 * INDENT)
    return max(1, min(wide, (height - OTHER_ROWS) // ROWS))


def stage_digits(text: str, width: int, height: int, glyphs: GlyphSet) -> list[str]:
    """The rows of a time: blocks where there is room, else the desk's three rows."""
    scale = scale_of(text, width, height)
    if not scale:
        return list(big_digits(text, glyphs))
    rows = tall_digits(text, glyphs)
    return ["".join(sign * scale for sign in row) for row in rows for _ in range(scale)]


def _head(value: Stage, width: int, glyphs: GlyphSet) -> Line:
    left = [Piece(" " * INDENT), Piece(value.clock, Tone.STRONG)]
    if value.mark:
        left += [Piece("   "), Piece(f" {value.mark} ", Tone.REHEARSAL_BAR)]
    return spread(left, (Piece(value.cue, Tone.STRONG), Piece(" " * INDENT)), width, more=glyphs.more)


def _middle(value: Stage, width: int, height: int, glyphs: GlyphSet) -> list[Line]:
    """Everything between head and foot, in `height` - 2 rows."""
    room = height - 2
    digits = _digits(value, width, height, glyphs)
    under = _under(value, width, glyphs)
    message = _message(value, width, glyphs)
    fixed = len(digits) + len(under) + len(message)
    who = [_centred(value.who, Tone.PLAIN, width, glyphs)] if value.who else []
    title_rows = max(1, min(3, room - fixed - len(who) - 2))
    more = glyphs.more
    title = [
        _centred(line, Tone.STRONG, width, glyphs)
        for line in _balanced(value.title, width - 2 * INDENT, title_rows, more)
    ]
    if fixed + len(title) + len(who) > room:
        who = []
    spare = max(0, room - fixed - len(title) - len(who))
    gaps = _shared(spare, 5)
    blocks = (title + who, digits, under, message)
    lines = [BLANK] * gaps[0]
    for gap, block in zip(gaps[1:], blocks, strict=True):
        lines += [*block, *[BLANK] * gap]
    return lines


def _balanced(text: str, width: int, rows: int, more: str) -> list[str]:
    """As `wrap`, in no more lines and of lengths as even as can be: no last word stands alone."""
    lines = wrap(text, width, rows, more)
    if len(lines) < 2 or any(line.endswith(more) for line in lines):
        return lines
    narrow = width
    while narrow > 1 and len(even := wrap(text, narrow - 1, rows + 1, more)) == len(lines):
        lines, narrow = even, narrow - 1
    return lines


def _shared(spare: int, places: int) -> list[int]:
    """Blank rows over head, title, digits, word and message: one row of each in turn."""
    order = (1, 2, 0, 3, 4)
    gaps = [0] * places
    for turn in range(spare):
        gaps[order[turn % places]] += 1
    return gaps


def _digits(value: Stage, width: int, height: int, glyphs: GlyphSet) -> list[Line]:
    if value.countdown is None:
        return []
    rows = stage_digits(value.countdown.text, width, height, glyphs)
    # A block of colour behind blocks would hide them: over time is red ink here.
    tone = Tone.STOP if value.countdown.tone is Tone.OVERRUN else value.countdown.tone
    return [_centred(row, tone, width, glyphs) for row in rows]


def _under(value: Stage, width: int, glyphs: GlyphSet) -> list[Line]:
    count = value.countdown
    word, tone = (count.word, _word_tone(count)) if count else (value.note, Tone.STRONG)
    lines = [_centred(word, tone, width, glyphs)] if word else []
    if value.fraction is not None:
        cells = max(0, width - DIGITS_MARGIN + INDENT)
        done = round(min(1.0, max(0.0, value.fraction)) * cells)
        bar = (
            Piece(" " * ((width - cells) // 2)),
            Piece(glyphs.bar * done, Tone.STOP if count and _is_over(count) else Tone.PROGRESS),
            Piece(glyphs.bar_rest * (cells - done), Tone.PROGRESS_REST),
        )
        lines.append(Line(bar))
    return lines


def _word_tone(count: Countdown) -> Tone:
    return Tone.STOP if _is_over(count) else Tone.STALE if count.held else Tone.STRONG


def _is_over(count: Countdown) -> bool:
    return not count.upward and count.seconds < 0


def _message(value: Stage, width: int, glyphs: GlyphSet) -> list[Line]:
    """The operator's words in brackets, so that they stand out without any colour."""
    if not value.message:
        return []
    rows = wrap(value.message, width - 2 * INDENT - 4, 2, glyphs.more)
    widest = max(cell_len(row) for row in rows)
    return [
        Line((Piece(" " * ((width - widest - 4) // 2)), Piece(f"[ {fit(row, widest)} ]", Tone.ASK_BAR)))
        for row in rows
    ]


def _centred(text: str, tone: Tone, width: int, glyphs: GlyphSet) -> Line:
    shown = fit(text, width - 2 * INDENT, align="center", more=glyphs.more)
    return Line((Piece(" " * INDENT), Piece(shown, tone)))
