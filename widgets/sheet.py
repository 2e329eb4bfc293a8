"""A card of facts and rows with no options of its own: one row may be under the mark."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from textual import events
from textual.geometry import Size

from widgets.glyphs import UNICODE, GlyphSet
from widgets.line import BLANK, Line, Piece, padded
from widgets.panel import panel
from widgets.picture import Picture
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


class Sheet(Picture[SheetContent], can_focus=True):
    """As tall as its rows. The screen around it moves the mark and confirms."""

    DEFAULT_CSS = """
    Sheet { width: 76; max-width: 100%; height: auto; max-height: 100%; }
    """

    def __init__(self, value: SheetContent, *, glyphs: GlyphSet = UNICODE, dense: bool = False) -> None:
        super().__init__(glyphs=glyphs)
        self._value = value
        self._dense = dense

    def press_together(self, dense: bool) -> None:
        """Without its blank rows, for a window that has none to spare."""
        if dense != self._dense:
            self._dense = dense
            self.redraw()
            self.refresh(layout=True)

    def show(self, value: SheetContent) -> None:
        """Other rows, perhaps more of them."""
        taller = self._value is None or _height(self._value, self._dense) != _height(value, self._dense)
        super().show(value)
        if taller:
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Rows of the frame and everything in it."""
        return _height(self._value, self._dense) if self._value else 0

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

    def on_key(self, event: events.Key) -> None:
        """Enter ends here."""
        if event.key == "enter":
            event.stop()
            event.prevent_default()


def _height(value: SheetContent, dense: bool) -> int:
    air = 0 if dense else 1 + bool(value.hint) + sum(row.blank_before for row in value.rows)
    return 2 + air + len(value.rows) + bool(value.hint)
