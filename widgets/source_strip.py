"""The bottom line: what we hear from, whether the record is being written, where the keyboard is."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from data.health.reading import Health
from widgets.glyphs import HEALTH_TONE
from widgets.line import Line, Piece, cells_of, spread
from widgets.picture import Picture
from widgets.tone import Tone

_GAP = Piece("     ")


class SourceMark(msgspec.Struct, frozen=True, kw_only=True):
    """One source: its name, how it fares, and the age of its last answer (or why there is none)."""

    name: str
    health: Health
    age: str = ""


class Sources(msgspec.Struct, frozen=True, kw_only=True):
    """The line. `writing` is the state of the record; `control` is shown where the header lacks room.

    In a rehearsal it is the foot of the frame round everything.
    """

    marks: tuple[SourceMark, ...] = ()
    no_source: str = ""
    writing: Piece = Piece("")
    events: str = ""
    control: Piece = Piece("")
    keyboard: Piece = Piece("")
    rehearsal: bool = False


class SourceStrip(Picture[Sources]):
    """Sources first; on a narrow screen they are on the line of totals, so control takes their place."""

    NARROW = 100

    def draw(self, value: Sources, width: int, height: int) -> Sequence[Line]:
        """One row."""
        record = (value.writing, Piece(f"  {value.events}" if value.events else "", Tone.DIM))
        right = (value.keyboard, Piece(" ")) if value.keyboard.text else ()
        if width < self.NARROW:
            control = (Piece("  "), value.control) if value.control.text else ()
            left: tuple[Piece, ...] = (Piece(" "), *record, *control)
        else:
            left = (Piece(" "), *self._sources(value), _GAP, *record)
        if cells_of(left) + cells_of(right) >= width:
            left = (Piece(" "), *record)
        line = spread(left, right, width, more=self.glyphs.more)
        if value.rehearsal:
            line = Line(tuple(Piece(piece.text, _framed(piece.tone)) for piece in line.pieces))
        return [line]

    def _sources(self, value: Sources) -> list[Piece]:
        if not value.marks:
            return [Piece(value.no_source, Tone.DIM)]
        pieces: list[Piece] = []
        for source in value.marks:
            if pieces:
                pieces.append(Piece(f" {self.glyphs.dot} ", Tone.DIM))
            mark = Piece(self.glyphs.health(source.health), HEALTH_TONE[source.health])
            pieces += [Piece(f"{source.name} "), mark, Piece(f" {source.age}", Tone.DIM)]
        return pieces


def _framed(tone: Tone) -> Tone:
    """On the foot of a rehearsal's frame only what is wrong keeps its own colour."""
    return tone if tone in (Tone.STOP, Tone.STALE) else Tone.REHEARSAL_BAR
