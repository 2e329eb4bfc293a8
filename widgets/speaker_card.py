"""What is on air: title, speaker, point, the big digits, progress, and how the media flow."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from rich.cells import cell_len

from widgets.countdown import Countdown, digit_rows, tall_rows
from widgets.glyphs import GlyphSet
from widgets.line import BLANK, Line, Piece, fit, padded, spread, wrap
from widgets.panel import panel
from widgets.picture import Picture
from widgets.tone import Tone

_TALL_ROWS = 10
_ROOMY_ROWS = 15
"""With so many rows in the frame the digits are five rows tall."""
_ROOMY_CELLS = 46
_DIGITS_CELLS = 22
_WORDS_CELLS = 12


class OnAir(msgspec.Struct, frozen=True, kw_only=True):
    """The card. `elapsed` is a sentence, `elapsed_short` a pair of times; `fraction` is 0 to 1.

    `media` are short pieces (picture, sound, loss) in order of worth, the age last.
    `organisation` is shown where there is room to spare.
    """

    heading: str
    cue: str = ""
    title: str = ""
    speaker: str = ""
    organisation: str = ""
    place: str = ""
    place_short: str = ""
    countdown: Countdown | None = None
    elapsed: str = ""
    elapsed_short: str = ""
    fraction: float | None = None
    media: tuple[Piece, ...] = ()


class SpeakerCard(Picture[OnAir]):
    """The only big digits on the desk."""

    def draw(self, value: OnAir, width: int, height: int) -> Sequence[Line]:
        """A tall card with the digits in the middle, or a flat one with the digits on the right."""
        if height - 2 >= _TALL_ROWS:
            body = _tall(value, width - 2, height - 2, self.glyphs)
            right = Piece(value.cue, Tone.STRONG)
        else:
            body = _flat(value, width - 2, self.glyphs)
            right = Piece(value.elapsed_short, Tone.DIM)
        return panel(body, width, height, self.glyphs, title=value.heading, right=right)


def _tall(value: OnAir, width: int, height: int, glyphs: GlyphSet) -> list[Line]:
    room = width - 2
    titles = [Line((Piece(f" {t}", Tone.STRONG),)) for t in wrap(value.title, room, 3, glyphs.more)]
    titles += [BLANK] * (3 - len(titles))
    who = [Line((Piece(f" {fit(t, room, more=glyphs.more)}"),)) for t in (value.speaker, value.place)]
    big = height >= _ROOMY_ROWS and width >= _ROOMY_CELLS
    if big and value.organisation:
        who.append(Line((Piece(f" {fit(value.organisation, room, more=glyphs.more)}", Tone.DIM),)))
    clock = _centred_digits(value.countdown, width, glyphs, big=big) if value.countdown else [BLANK] * 4
    below = [
        padded((*clock[-1].pieces, Piece(f"   {value.elapsed}", Tone.DIM)), width, more=glyphs.more)
        if value.countdown
        else padded((Piece(f" {value.elapsed}", Tone.DIM),), width, more=glyphs.more),
        _bar(value.fraction, width, glyphs),
        _media(value.media, width, glyphs),
    ]
    rows = [*titles, *who, BLANK, *clock[:-1], below[0], BLANK, *below[1:]]
    while len(rows) > height and BLANK in rows:
        rows.remove(BLANK)
    spare = max(0, height - len(rows))
    top = len(titles) + len(who)
    return [*rows[:top], *[BLANK] * (spare // 2), *rows[top:]]


def _centred_digits(countdown: Countdown, width: int, glyphs: GlyphSet, *, big: bool = False) -> list[Line]:
    """Three rows of digits, or five, then the word that says what they count."""
    rows = tall_rows(countdown, glyphs) if big else digit_rows(countdown, glyphs)
    margin = max(0, (width - cell_len(rows[0].text)) // 2 - 1)
    lines = [Line((Piece(" " * margin), row)) for row in rows]
    return [*lines, Line((Piece("  "), Piece(countdown.word, countdown.tone)))]


def _bar(fraction: float | None, width: int, glyphs: GlyphSet) -> Line:
    if fraction is None:
        return BLANK
    room = max(0, width - 2)
    full = round(min(1.0, max(0.0, fraction)) * room)
    return Line(
        (
            Piece(" "),
            Piece(glyphs.bar * full, Tone.PROGRESS),
            Piece(glyphs.bar_rest * (room - full), Tone.PROGRESS_REST),
            Piece(" "),
        )
    )


def _media(media: tuple[Piece, ...], width: int, glyphs: GlyphSet) -> Line:
    """The age stands at the right end; what does not fit goes from the right, whole pieces at a time."""
    if not media:
        return BLANK
    *told, age = media
    room = width - cell_len(age.text) - 3
    while len(told) > 1 and sum(cell_len(piece.text) + 2 for piece in told) - 2 > room:
        told.pop()
    spaced = [piece for part in told for piece in (Piece("  "), part)][1:]
    return spread((Piece(" "), *spaced), (age, Piece(" ")), width, more=glyphs.more)


def _flat(value: OnAir, width: int, glyphs: GlyphSet) -> list[Line]:
    """Four rows: words on the left, digits in a column on the right; in the least room only digits."""
    if not value.countdown:
        return [spread(line.pieces, (), width, more=glyphs.more) for line in _words(value, width - 1, glyphs)]
    digits = digit_rows(value.countdown, glyphs)
    cells = cell_len(digits[0].text)
    room = width - max(_DIGITS_CELLS, cells + 1) - 2
    if room < _WORDS_CELLS:
        return _centred_digits(value.countdown, width, glyphs)
    word = Piece(value.countdown.word, value.countdown.tone)
    return [
        padded((*line.pieces, Piece(" " * (room - line.width + 2)), right), width, more=glyphs.more)
        for line, right in zip(_words(value, room, glyphs), (*digits, word), strict=True)
    ]


def _words(value: OnAir, room: int, glyphs: GlyphSet) -> list[Line]:
    """Title, speaker, media, progress; a row each."""
    place = value.place_short or value.place
    speaker = f" {glyphs.dot} ".join(part for part in (value.speaker, place) if part)
    mark = (Piece(f"{glyphs.on_air} {value.cue}", Tone.ON_AIR), Piece(" ")) if value.cue else ()
    return [
        padded((Piece(" "), *mark, Piece(value.title, Tone.STRONG)), room, more=glyphs.more),
        padded((Piece(f" {speaker}"),), room, more=glyphs.more),
        _media(value.media, room, glyphs),
        _bar(value.fraction, room, glyphs),
    ]
