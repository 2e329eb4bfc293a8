"""The record as a table: the rows of one screen, whoever holds the others."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import msgspec
from textual import events
from textual.message import Message

from widgets.glyphs import GlyphSet
from widgets.line import Line, Piece, fit, padded
from widgets.panel import panel
from widgets.tone import Tone
from widgets.walked import Walked

_ROOMY_ROWS = 14
_WIDE = 110


class LogRow(msgspec.Struct, frozen=True):
    """One event. `where` is the console; `item` and `point` are what it is about, "" for none; `during` is
    the item on air then, for an event that is about none.
    """

    seq: str
    time: str = ""
    who: str = ""
    where: str = ""
    item: str = ""
    point: str = ""
    text: str = ""
    tone: Tone = Tone.PLAIN
    during: str = ""


class LogSheet(msgspec.Struct, frozen=True, kw_only=True):
    """What the table shows. `cursor` counts within `rows`, -1 for none.

    `thumb` is where these rows stand among all, as shares of 1 from the top. `empty` is said when
    there are no rows. `seq_cells` is the width of the highest number, so that no column ever moves.
    """

    heading: str
    heads: LogRow
    rows: tuple[LogRow, ...] = ()
    cursor: int = -1
    right: Piece = Piece("")
    foot: str = ""
    empty: str = ""
    thumb: tuple[float, float] = (0.0, 1.0)
    seq_cells: int = 4


class _Columns(msgspec.Struct, frozen=True):
    """Cells of each column; `where` 0 for a narrow table."""

    seq: int
    who: int
    where: int
    item: int
    point: int
    width: int
    more: str


class LogTable(Walked[LogSheet]):
    """Understands the moving keys; which rows that means is the screen's affair."""

    WHEEL_ROWS = 3

    class Moved(Message):
        """The reader wants the cursor `by` rows further down."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    class ToStart(Message):
        """Home."""

    class ToEnd(Message):
        """End."""

    class Opened(Message):
        """Enter: show more of this row, or less."""

    @property
    def room(self) -> int:
        """How many rows of events there is place for."""
        return max(0, self.size.height - 2 - _heads(self.size.height))

    def draw(self, value: LogSheet, width: int, height: int) -> Sequence[Line]:
        """Column heads where there is room, the rows, and where they stand on the right edge."""
        columns, heads = _columns(value, width - 2, self.glyphs), _heads(height)
        rows = value.rows[: max(0, height - 2 - heads)]
        body = [_line(value.heads, columns, head=True)] * heads
        body += [_line(row, columns, selected=at == value.cursor) for at, row in enumerate(rows)]
        if not value.rows:
            body.append(padded((Piece(f" {value.empty}", Tone.DIM),), width - 2, more=self.glyphs.more))
        edge = Tone.KEY if self.has_focus else Tone.FRAME
        lines = panel(
            body,
            width,
            height,
            self.glyphs,
            title=value.heading,
            right=value.right,
            foot=value.foot,
            edge=edge,
        )
        return _with_thumb(lines, value.thumb, heads, self.glyphs)

    def on_focus(self) -> None:
        """The frame says who has the arrows."""
        self.redraw()

    def on_blur(self) -> None:
        """The frame says who has the arrows."""
        self.redraw()

    def action_select(self, by: int) -> None:
        """One row."""
        self.post_message(self.Moved(by))

    def action_page(self, by: int) -> None:
        """A screen, but for one row that stays to find one's place by."""
        self.post_message(self.Moved(by * max(1, self.room - 1)))

    def action_edge(self, at: int) -> None:
        """Home or End."""
        self.post_message(self.ToStart() if at == 0 else self.ToEnd())

    def action_open(self) -> None:
        """Enter."""
        self.post_message(self.Opened())

    def on_click(self, event: events.Click) -> None:
        """A click takes the cursor to the row under the pointer."""
        row = event.y - 1 - _heads(self.size.height)
        if self.value and 0 <= row < len(self.value.rows) and row != self.value.cursor:
            self.post_message(self.Moved(row - self.value.cursor))


def _heads(height: int) -> int:
    return 1 if height >= _ROOMY_ROWS else 0


def _columns(value: LogSheet, width: int, glyphs: GlyphSet) -> _Columns:
    wide = width >= _WIDE
    return _Columns(
        seq=value.seq_cells,
        who=10 if wide else 6,
        where=10 if wide else 0,
        item=5 if wide else 4,
        point=6 if wide else 5,
        width=width,
        more=glyphs.more,
    )


@lru_cache(maxsize=1024)
def _line(row: LogRow, columns: _Columns, *, selected: bool = False, head: bool = False) -> Line:
    quiet = Tone.DIM if not head else Tone.HEADING
    subject = Tone.KEY if not head else Tone.HEADING

    def cell(text: str, width: int, tone: Tone, *, right: bool = False) -> Piece:
        return Piece(
            fit(text, width, align="right" if right else "left", more=columns.more) + " " * bool(width), tone
        )

    pieces = (
        Piece(" "),
        cell(row.time, 8, quiet),
        cell(row.seq, columns.seq, quiet, right=True),
        cell(row.who, columns.who, Tone.PLAIN if not head else Tone.HEADING),
        cell(row.where, columns.where, quiet),
        cell(row.item or row.during, columns.item, subject if row.item else quiet),
        cell(row.point, columns.point, subject),
        Piece(row.text, row.tone if not head else Tone.HEADING),
    )
    base = Tone.SELECTED_ROW if selected else Tone.PLAIN
    return padded(pieces, columns.width, more=columns.more, base=base)


def _with_thumb(
    lines: list[Line], thumb: tuple[float, float], heads: int, glyphs: GlyphSet
) -> Sequence[Line]:
    """The part of the right edge that answers to the rows on show is thick."""
    top, rows = 1 + heads, len(lines) - 2 - heads
    begin, end = thumb
    if rows < 1 or end - begin >= 1:
        return lines
    first = min(round(begin * rows), rows - 1)
    last = max(first + 1, round(end * rows))
    for at in range(top + first, min(top + last, len(lines) - 1)):
        line = lines[at]
        lines[at] = Line((*line.pieces[:-1], Piece(glyphs.bar, Tone.PROGRESS)), line.base)
    return lines
