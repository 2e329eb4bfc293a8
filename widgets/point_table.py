"""Points that are not well, the worst first; many of one province are one row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import msgspec
from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from widgets.glyphs import UNICODE, GlyphSet
from widgets.line import BLANK, Line, Piece, fit, padded, plain, spread
from widgets.panel import panel
from widgets.tone import Tone
from widgets.walked import Walked

_SEVERITY_CELLS = 2
_MOST_SINCE = 8
_MOST_CODE, _MOST_ROLE = 6, 14
_NARROW_REST = 24
_NAME_SHARE = 0.55
"""Names take at most this much of what the fixed columns leave."""


class PointRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row. `key` is its identity while rows change places; `code` the point that it opens, `label`
    what stands there when that is no code to be read.

    `severity` is P1 to P4 or the mark of an unseen point; `since` an age, "-" when unknown.
    """

    key: str
    code: str
    name: str
    label: str = ""
    severity: Piece = Piece("")
    what: Piece = Piece("")
    since: str = ""
    role: Piece = Piece("")


class PointRows(msgspec.Struct, frozen=True, kw_only=True):
    """The list in the order it is shown. `more` and `before` are the sentences on rows out of sight below
    and above, with `{rows}`; `calm` is said when there are none. A count of marked rows stands on the edge.
    """

    heading: str = ""
    right: str = ""
    rows: tuple[PointRow, ...] = ()
    more: str = "+{rows}"
    before: str = "-{rows}"
    calm: str = ""


class PointTable(Walked[PointRows]):
    """A window of rows with one selected and any number marked. It changes nothing by itself.

    Until somebody moves, the first row is the selected one, without a message: ask `selected` after `show`.
    From then on a row stays selected wherever it goes in the list. When it is gone nothing is: no key may
    act on a room that slipped under it; the next arrow goes on from its place, and a row that comes back
    is selected again.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("space", "mark", show=False)]

    class PointChosen(Message):
        """The selection moved to the point `code`."""

        def __init__(self, code: str) -> None:
            super().__init__()
            self.code = code

    class PointOpened(Message):
        """Enter on the selected row: show more of the point. Changes nothing."""

        def __init__(self, code: str) -> None:
            super().__init__()
            self.code = code

    def __init__(
        self, *, glyphs: GlyphSet = UNICODE, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(glyphs=glyphs, id=id, classes=classes)
        self._key = ""
        self._at = 0
        self._first = 0
        self._marks: tuple[str, ...] = ()
        self._touched = False

    @property
    def selected(self) -> str:
        """The point of the selected row; "" when there is none."""
        row = self._row()
        return row.code if row else ""

    @property
    def marked(self) -> tuple[str, ...]:
        """The points of the marked rows, in the order of the list."""
        return tuple(dict.fromkeys(row.code for row in self._rows_now if row.key in self._marks))

    def choose(self, code: str) -> bool:
        """Select the row of the point `code`, without a message: it was chosen elsewhere. When it has no
        row nothing is selected, and this is False.
        """
        self._touched = True
        row = self._row()
        if row is None or row.code != code:
            row = next((row for row in self._rows_now if row.code == code), None)
            self._select(row.key if row else code)
        return row is not None

    def release(self) -> None:
        """Go back to the worst, unless rows are marked: nobody has moved for a while."""
        if self._touched and not self._marks:
            self._touched = False
            if rows := self._rows_now:
                self._key, self._at = rows[0].key, 0
                self.redraw()

    @property
    def _rows_now(self) -> tuple[PointRow, ...]:
        return self._value.rows if self._value else ()

    def _row(self) -> PointRow | None:
        return next((row for row in self._rows_now if row.key == self._key), None)

    def _index(self, rows: tuple[PointRow, ...]) -> int:
        """Where the selection is, or was when its row is gone."""
        at = next((at for at, row in enumerate(rows) if row.key == self._key), None)
        return min(self._at, len(rows) - 1) if at is None else at

    def show(self, value: PointRows) -> None:
        """Show other rows; selection and marks stay with theirs, and go with those that are gone."""
        if value == self._value:
            return
        keys = {row.key for row in value.rows}
        self._marks = tuple(key for key in self._marks if key in keys)
        if value.rows:
            self._at = self._index(value.rows) if self._touched else 0
            self._key = self._key if self._touched else value.rows[0].key
        super().show(value)

    def draw(self, value: PointRows, width: int, height: int) -> Sequence[Line]:
        """A window of rows round the selection; below them how many are out of sight."""
        inner, room = width - 2, max(0, height - 2)
        rows = value.rows
        space = room if len(rows) <= room else max(1, room - 1)
        at = self._index(rows) if rows else 0
        self._first = min(max(self._first, at - space + 1, 0), at, max(0, len(rows) - space))
        shown = rows[self._first : self._first + space]
        columns = _Columns(rows, inner)
        body = [self._line(columns, row, selected=row.key == self._key) for row in shown]
        if not rows and value.calm:
            body = [padded((Piece(f" {value.calm}", Tone.DIM),), inner, more=self.glyphs.more)]
        if hidden := len(rows) - len(shown):
            body += [BLANK] * (room - 1 - len(body))
            body.append(self._out_of_sight(value, hidden, inner))
        foot = f"{self.glyphs.done} {len(self._marks)}" if self._marks else ""
        return panel(body, width, height, self.glyphs, title=value.heading, right=value.right, foot=foot)

    def _out_of_sight(self, value: PointRows, hidden: int, width: int) -> Line:
        above, below = self._first, hidden - self._first
        left = plain(value.more).replace("{rows}", str(below)) if below else ""
        right = plain(value.before).replace("{rows}", str(above)) if above else ""
        ends = (Piece(f"  {left}", Tone.DIM),), (Piece(f"{right} ", Tone.DIM),)
        return spread(*ends, width, more=self.glyphs.more)

    def _line(self, columns: _Columns, row: PointRow, *, selected: bool) -> Line:
        return columns.line(row, self.glyphs, selected=selected, marked=row.key in self._marks)

    def _go(self, key: str) -> None:
        self._touched = True
        if key != self._key:
            self._select(key)
            self.post_message(self.PointChosen(self.selected))

    def _select(self, key: str) -> None:
        if key != self._key:
            self._key = key
            self._at = self._index(self._rows_now) if self._rows_now else 0
            self.redraw()

    def _move(self, to: int) -> None:
        if rows := self._rows_now:
            self._go(rows[min(max(0, to), len(rows) - 1)].key)

    def action_select(self, by: int) -> None:
        """Move the selection by rows; it does not wrap."""
        rows = self._rows_now
        # The row in the place of one that is gone is the next one already.
        gone = bool(rows) and self._row() is None and by > 0
        self._move(self._index(rows) + by - gone)

    def action_edge(self, at: int) -> None:
        """Select the first (0) or the last (-1) row."""
        self._move(at if at >= 0 else len(self._rows_now) - 1)

    def action_mark(self) -> None:
        """Mark the selected row, or take its mark away; then on to the next, to mark many in a row."""
        row = self._row()
        if row is None:
            return
        kept = tuple(key for key in self._marks if key != row.key)
        self._marks = kept if len(kept) < len(self._marks) else (*self._marks, row.key)
        self.redraw()
        self.action_select(1)

    def action_open(self) -> None:
        """Ask the screen to show the selected point."""
        if self.selected:
            self.post_message(self.PointOpened(self.selected))

    def on_click(self, event: events.Click) -> None:
        """A click selects the row under the pointer."""
        at = self._first + event.y - 1
        if self._first <= at < len(self._rows_now) and event.y < self.size.height - 1:
            self._move(at)


class _Columns:
    """Widths for `rows`: codes and roles as wide as they are, names and faults share the rest."""

    def __init__(self, rows: Sequence[PointRow], width: int) -> None:
        self.width = width
        self.code = min(_MOST_CODE, max((cell_len(plain(row.label or row.code)) for row in rows), default=0))
        self.role = min(_MOST_ROLE, max((cell_len(plain(row.role.text)) for row in rows), default=0))
        self.since = min(_MOST_SINCE, max((cell_len(plain(row.since)) for row in rows), default=0))
        fixed = 2 + _SEVERITY_CELLS + 1 + self.code + 2 + 1 + self.since + 2 + self.role + 1
        rest = max(0, width - fixed)
        if rest < _NARROW_REST:  # a narrow screen goes without the role
            self.role, rest = 0, max(0, rest + self.role + 2)
        longest = max((cell_len(plain(row.name)) for row in rows), default=0)
        self.name = min(longest + 1, round(rest * _NAME_SHARE))
        self.what = rest - self.name

    def line(self, row: PointRow, glyphs: GlyphSet, *, selected: bool, marked: bool) -> Line:
        """One row; what is selected and what is marked shows without colour too."""
        more = glyphs.more
        what = Piece(fit(row.what.text, self.what, more=more), row.what.tone)
        pieces = (
            Piece(glyphs.done if marked else " ", Tone.STRONG),
            Piece(" "),
            Piece(fit(row.severity.text, _SEVERITY_CELLS), row.severity.tone),
            Piece(" "),
            Piece(fit(row.label or row.code, self.code, more=more)),
            Piece("  "),
            Piece(fit(row.name, self.name - 1, more=more)),
            Piece(" "),
            what,
            Piece(" "),
            Piece(fit(row.since, self.since, align="right")),
        )
        role = (Piece("  "), Piece(fit(row.role.text, self.role, more=more), row.role.tone), Piece(" "))
        base = Tone.SELECTED_ROW if selected else Tone.PLAIN
        return spread((*pieces, *(role if self.role else ())), (), self.width, more=more, base=base)
