"""The one alarm line. It has a fixed place and is blank when all is well, so nothing ever shifts."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import msgspec

from widgets.line import Line, Piece, cells_of, spread
from widgets.picture import Picture
from widgets.tone import Tone


class AlarmLevel(StrEnum):
    """How loud: only P1 inverts the line."""

    NONE = "none"
    P1 = "p1"
    FAULT = "fault"
    WARNING = "warning"
    BLIND = "blind"
    NOTICE = "notice"


class AlarmSentence(msgspec.Struct, frozen=True, kw_only=True):
    """What the line says; `right` names the keys, `tight_right` in fewer cells.

    The short forms are for narrow screens; `short` may be empty for "no other form".
    """

    level: AlarmLevel = AlarmLevel.NONE
    text: str = ""
    right: str = ""
    tight_right: str = ""
    short: str = ""
    short_right: str = ""


_TONES = {
    AlarmLevel.NONE: Tone.PLAIN,
    AlarmLevel.P1: Tone.ALARM,
    AlarmLevel.FAULT: Tone.STOP,
    AlarmLevel.WARNING: Tone.ASK,
    AlarmLevel.BLIND: Tone.ASK,
    AlarmLevel.NOTICE: Tone.PLAIN,
}


class AlarmLine(Picture[AlarmSentence]):
    """One row, full width."""

    def draw(self, value: AlarmSentence, width: int, height: int) -> Sequence[Line]:
        """The longest form that fits."""
        tone = _TONES[value.level]
        text, right = _fitted(value, width)
        ending = (Piece(right, tone), Piece(" ", tone)) if right else (Piece(" ", tone),)
        line = spread((Piece(f" {text}" if text else "", tone),), ending, width, more=self.glyphs.more)
        # The gap belongs to the alarm too: an inverted line is inverted from edge to edge.
        return [Line(line.pieces, tone)]


def _fitted(value: AlarmSentence, width: int) -> tuple[str, str]:
    """From the most words to the fewest; a line with no short form loses its keys before its words."""
    short = value.short or value.text
    forms = (
        (value.text, value.right),
        (value.text, value.tight_right or value.right),
        (short, value.short_right),
        (short, ""),
    )
    for text, right in forms:
        if cells_of((Piece(text), Piece(right))) + (3 if right else 1) <= width:
            return text, right
    return forms[-1] if value.short else (value.text, "")
