"""A card of facts and rows with no options of its own: one row may be under the mark."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from widgets.card_picture import CardPicture
from widgets.line import BLANK, Line, Piece, padded
from widgets.panel import panel
from widgets.tone import Tone


class SheetRow(msgspec.Struct, frozen=True):
    """One line; `chosen` lies under the mark. `blank_before` asks for air where there is room."""

    pieces: tuple[Piece, ...]
    chosen: bool = False
    blank_before: bool = False


class SheetContent(msgspec.Struct, frozen=True, kw_only=True):
    """What stands on it; `hint` names the keys, `tone` colours the frame."""

    heading: str
    rows: tuple[SheetRow, ...]
    hint: str = ""
    right: Piece = Piece("")
    tone: Tone = Tone.FRAME


class Sheet(CardPicture[SheetContent]):
    """The screen around it moves the mark and confirms."""

    def rows_of(self, value: SheetContent, *, dense: bool) -> int:
        """Rows and keys, parted by blank rows where they ask for it."""
        blank = 0 if dense else 1 + bool(value.hint) + sum(row.blank_before for row in value.rows)
        return 2 + blank + len(value.rows) + bool(value.hint)

    def draw(self, value: SheetContent, width: int, height: int) -> Sequence[Line]:
        """Rows, then the keys."""
        inner, more = width - 2, self.glyphs.more
        body = [] if self._dense else [BLANK]
        for row in value.rows:
            if row.blank_before and not self._dense:
                body.append(BLANK)
            body.append(self._row(row, inner))
        if value.hint:
            body += [] if self._dense else [BLANK]
            body.append(padded((Piece(f"  {value.hint}", Tone.DIM),), inner, more=more))
        return panel(
            body, width, height, self.glyphs, title=value.heading, right=value.right, edge=value.tone
        )

    def _row(self, row: SheetRow, width: int) -> Line:
        mark = f" {self.glyphs.selected} " if row.chosen else "   "
        line = padded((Piece(mark, Tone.STRONG), *row.pieces), width, more=self.glyphs.more)
        return Line(line.pieces, Tone.CHOSEN_ROW) if row.chosen else line
