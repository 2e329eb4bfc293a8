"""The answer to a key that did nothing: one row, and blank again soon."""

from __future__ import annotations

from collections.abc import Sequence

from widgets.line import Line, Piece, padded
from widgets.picture import Picture


class AnswerLine(Picture[Piece]):
    """From edge to edge, so that what lies below does not mix with it."""

    DEFAULT_CSS = """
    AnswerLine { height: 1; }
    """

    def draw(self, value: Piece, width: int, height: int) -> Sequence[Line]:
        """As much as fits."""
        words = (Piece(" "), Piece(value.text, value.tone))
        return [padded(words, width, more=self.glyphs.more)]
