"""A list with columns, and the arrows in it: the least needed columns go first where it is narrow."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
from rich.cells import cell_len
from textual import events
from textual.message import Message

from widgets.glyphs import UNICODE, GlyphSet
from widgets.line import Align, Line, Piece, fit, padded, plain
from widgets.panel import panel
from widgets.tone import Tone
from widgets.walked import Walked

_GAP = 1
_EDGES = 2


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """`width` cells, or the widest it may be when it `grows` into what the others leave.

    `rank` 0 always stays; of the others the highest goes first.
    """

    heading: str
    width: int
    rank: int = 0
    align: Align = "left"
    grows: bool = False


class RollRows(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """The list; another object is another picture. `cells(key)` are a row's pieces, one for each column.

    Only rows on show are asked for. `calm` is said when there are none.
    """

    columns: tuple[Column, ...]
    keys: tuple[str, ...]
    cells: Callable[[str], tuple[Piece, ...]]
    heading: str = ""
    right: str = ""
    calm: str = ""


class RollTable(Walked[RollRows]):
    """A window of rows with one selected, at first the first. It changes nothing by itself.

    A row stays selected wherever it goes. When it is gone nothing is: no key may act on a room that
    slipped under it; the next arrow goes on from its place.
    """

    class Moved(Message):
        """Another row is selected."""

    class Opened(Message):
        """Enter on the row `key`: show more of it. Changes nothing."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(
        self, *, glyphs: GlyphSet = UNICODE, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(glyphs=glyphs, id=id, classes=classes)
        self._key = ""
        self._at = 0
        self._first = 0
        self._index: dict[str, int] = {}

    @property
    def selected(self) -> str:
        """The key of the selected row; "" when there is none."""
        return self._key if self._key in self._index else ""

    @property
    def _keys(self) -> tuple[str, ...]:
        return self._value.keys if self._value else ()

    def show(self, value: RollRows) -> None:
        """Show another list; the selection stays with its row."""
        if self._value is None or value.keys is not self._value.keys:
            self._index = {key: at for at, key in enumerate(value.keys)}
            self._at = min(self._index.get(self._key, self._at), max(0, len(value.keys) - 1))
            if not self._key:
                self._put(0, value.keys)
        super().show(value)

    def choose(self, key: str) -> bool:
        """Select the row `key`, without a message; False when there is none."""
        if key not in self._index:
            return False
        self._put(self._index[key], self._keys)
        self.redraw()
        return True

    def _put(self, at: int, keys: tuple[str, ...]) -> None:
        self._at = min(max(0, at), max(0, len(keys) - 1))
        self._key = keys[self._at] if keys else ""

    def draw(self, value: RollRows, width: int, height: int) -> Sequence[Line]:
        """The headings, and a window of rows round the selection."""
        inner, room = width - _EDGES, max(1, height - _EDGES - 1)
        self._first = min(max(self._first, self._at - room + 1, 0), self._at)
        self._first = max(0, min(self._first, len(value.keys) - room))
        laid = lay_out(value.columns, inner)
        body = [_line(laid, tuple(Piece(column.heading, Tone.DIM) for column in value.columns), inner)]
        more = self.glyphs.more
        for key in value.keys[self._first : self._first + room]:
            body.append(_line(laid, value.cells(key), inner, more=more, selected=key == self._key))
        if not value.keys:
            body.append(padded((Piece(f" {value.calm}", Tone.DIM),), inner, more=more))
        foot = f"{self._at + 1}/{len(value.keys)}" if len(value.keys) > room else ""
        return panel(body, width, height, self.glyphs, title=value.heading, right=value.right, foot=foot)

    def _go(self, at: int) -> None:
        before = self._key
        self._put(at, self._keys)
        if self._key != before:
            self.redraw()
            self.post_message(self.Moved())

    def action_select(self, by: int) -> None:
        """Move by rows; it does not wrap. Where a row is gone, the next one has its place already."""
        self._go(self._at + by - (by > 0 and not self.selected))

    def action_edge(self, at: int) -> None:
        """The first (0) or the last (-1) row."""
        self._go(at if at >= 0 else len(self._keys) - 1)

    def action_open(self) -> None:
        """Ask the screen to show more of the selected row."""
        if self.selected:
            self.post_message(self.Opened(self.selected))

    def on_click(self, event: events.Click) -> None:
        """A click selects the row under the pointer."""
        at = self._first + event.y - 2
        if self._first <= at < len(self._keys) and 1 < event.y < self.size.height - 1:
            self._go(at)


def lay_out(columns: Sequence[Column], width: int) -> tuple[tuple[Column, int], ...]:
    """Which columns stand in `width` cells, and how wide; a dropped one has 0."""
    kept = list(columns)
    while (needed := _needed(kept)) > width and any(column.rank for column in kept):
        kept.remove(max(kept, key=lambda column: column.rank))
    spare = width - needed
    widths = {}
    for column in kept:
        widths[id(column)] = _least(column)
        if column.grows:
            grown = min(column.width, _least(column) + max(0, spare))
            spare -= grown - _least(column)
            widths[id(column)] = grown
    return tuple((column, widths.get(id(column), 0)) for column in columns)


_LEAST_GROWING = 12


def _least(column: Column) -> int:
    return min(_LEAST_GROWING, column.width) if column.grows else column.width


def _needed(columns: Sequence[Column]) -> int:
    return 1 + sum(_least(column) + _GAP for column in columns)


def _line(
    laid: Sequence[tuple[Column, int]],
    cells: tuple[Piece, ...],
    width: int,
    *,
    more: str = "",
    selected: bool = False,
) -> Line:
    pieces = [Piece(" ")]
    for (column, cells_wide), cell in zip(laid, cells, strict=True):
        if cells_wide:
            cut = more if cell_len(plain(cell.text)) > cells_wide else ""
            pieces.append(Piece(fit(cell.text, cells_wide, align=column.align, more=cut), cell.tone))
            pieces.append(Piece(" " * _GAP))
    return padded(pieces, width, base=Tone.SELECTED_ROW if selected else Tone.PLAIN)
