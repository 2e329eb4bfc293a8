"""A few choices in one row, one of them chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import msgspec
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from widgets.line import Line, Piece, cells_of, spread
from widgets.picture import Picture
from widgets.tone import Tone


class Chips(msgspec.Struct, frozen=True, kw_only=True):
    """The choices and which is chosen; `right` is said at the end of the row."""

    labels: tuple[str, ...]
    chosen: int = 0
    right: Piece = Piece("")


class ChipRow(Picture[Chips], can_focus=True):
    """The arrows choose, at once. The chosen one stands in brackets: colour is not needed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "choose(-1)", show=False),
        Binding("right", "choose(1)", show=False),
    ]

    class Chosen(Message):
        """Another choice was made."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    def draw(self, value: Chips, width: int, height: int) -> Sequence[Line]:
        """One row; gaps shrink before anything is cut."""
        for gap in ("  ", " ", ""):
            pieces = [Piece(" "), *self._pieces(value, gap)]
            if cells_of(pieces) + cells_of((value.right,)) + 2 <= width:
                break
        return [spread(pieces, (value.right, Piece(" ")), width, more=self.glyphs.more)]

    def on_focus(self) -> None:
        """The chosen one says who has the arrows."""
        self.redraw()

    def on_blur(self) -> None:
        """The chosen one says who has the arrows."""
        self.redraw()

    def action_choose(self, by: int) -> None:
        """The next or the one before; round and round."""
        if self.value:
            self.post_message(self.Chosen((self.value.chosen + by) % len(self.value.labels)))

    def on_click(self, event: events.Click) -> None:
        """A click chooses."""
        left = 0
        for piece in self.lines[0].pieces if self.lines else ():
            left += cells_of((piece,))
            if event.x < left:
                self._choose_called(piece.text)
                return

    def _choose_called(self, text: str) -> None:
        labels = self.value.labels if self.value else ()
        if (label := text.strip("[] ")) in labels:
            self.post_message(self.Chosen(labels.index(label)))

    def _pieces(self, value: Chips, gap: str) -> list[Piece]:
        here = Tone.ON_AIR if self.has_focus else Tone.STRONG
        pieces: list[Piece] = []
        for at, label in enumerate(value.labels):
            chosen = at == value.chosen
            pieces.append(Piece(f"[{label}]" if chosen else f" {label} ", here if chosen else Tone.DIM))
            pieces.append(Piece(gap))
        return pieces[:-1]
