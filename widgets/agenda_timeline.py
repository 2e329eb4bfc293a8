"""The programme: one row an item, the item on air always in sight."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from textual import events
from textual.message import Message

from widgets.agenda_rows import AgendaHeads, AgendaRow, Columns, Mark, agenda_line
from widgets.glyphs import UNICODE, GlyphSet
from widgets.line import BLANK, Line, Piece, padded
from widgets.panel import panel
from widgets.tone import Tone
from widgets.walked import Walked

__all__ = ["Agenda", "AgendaHeads", "AgendaRow", "AgendaTimeline", "Mark"]

_ROOMY_ROWS = 12
_PAGED_ROWS = 10


class Agenda(msgspec.Struct, frozen=True, kw_only=True):
    """The programme as shown; `foot` (latest start) and `legend` stand below the rows."""

    title: str
    rows: tuple[AgendaRow, ...]
    right: str = ""
    heads: AgendaHeads | None = None
    foot: str = ""
    foot_tone: Tone = Tone.PLAIN
    legend: str = ""


class AgendaTimeline(Walked[Agenda]):
    """Rows with a selection that means "this one" to F9 and nothing to F8.

    While nothing is selected the list stays with the item on air; the screen calls `release` after
    some idle seconds.
    """

    class ItemChosen(Message):
        """The selection moved to `cue`, or was given up (empty)."""

        def __init__(self, cue: str) -> None:
            super().__init__()
            self.cue = cue

    class ItemOpened(Message):
        """Enter on the selected item: show more of it. Changes nothing."""

        def __init__(self, cue: str) -> None:
            super().__init__()
            self.cue = cue

    def __init__(
        self, *, glyphs: GlyphSet = UNICODE, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(glyphs=glyphs, id=id, classes=classes)
        self._selected = ""
        self._first = 0

    @property
    def selected(self) -> str:
        """The cue under the selection; empty when the list follows the item on air."""
        return self._selected

    def release(self) -> None:
        """Give up the selection and go back to the item on air."""
        self._choose("")

    def choose(self, cue: str) -> bool:
        """Select the row of `cue`; False when there is none."""
        rows = self.value.rows if self.value else ()
        known = any(row.cue == cue for row in rows)
        if known:
            self._choose(cue)
        return known

    def draw(self, value: Agenda, width: int, height: int) -> Sequence[Line]:
        """Heads, a window of rows, and below them the foot when there is room."""
        inner, room = width - 2, height - 2
        heads = value.heads if room >= _ROOMY_ROWS else None
        foot = _foot(value, inner, self.glyphs) if room >= _ROOMY_ROWS else []
        rows_room = max(0, room - bool(heads) - len(foot))
        columns = Columns.of(value.rows, inner)
        self._first = self._window(value.rows, rows_room)
        shown = value.rows[self._first : self._first + rows_room]
        body = [columns.heads(heads)] if heads else []
        body += [agenda_line(columns, row, self.glyphs, row.cue == self._selected) for row in shown]
        body += [BLANK] * (room - len(body) - len(foot)) + foot
        hidden = len(value.rows) - len(shown)
        foot_note = f"+{hidden}" if hidden and room >= _ROOMY_ROWS else ""
        return panel(body, width, height, self.glyphs, title=value.title, right=value.right, foot=foot_note)

    def _window(self, rows: tuple[AgendaRow, ...], room: int) -> int:
        """The first row to show. Without a selection it depends on the item on air alone."""
        last_first = max(0, len(rows) - room)
        chosen = self._index(rows)
        if chosen is None:
            return min(_page(_on_air(rows), room), last_first)
        return min(max(self._first, chosen - room + 1, 0), chosen, last_first)

    def _index(self, rows: tuple[AgendaRow, ...]) -> int | None:
        return next((at for at, row in enumerate(rows) if row.cue == self._selected), None)

    def _choose(self, cue: str) -> None:
        if cue == self._selected:
            return
        self._selected = cue
        self.redraw()
        self.post_message(self.ItemChosen(cue))

    def action_select(self, by: int) -> None:
        """Move the selection by rows, from the item on air when nothing is selected."""
        if not self.value or not self.value.rows:
            return
        rows = self.value.rows
        at = self._index(rows)
        start = _on_air(rows) if at is None else at
        self._choose(rows[min(max(0, start + by), len(rows) - 1)].cue)

    def action_edge(self, at: int) -> None:
        """Select the first (0) or the last (-1) item."""
        if self.value and self.value.rows:
            self._choose(self.value.rows[at].cue)

    def action_open(self) -> None:
        """Ask the screen to show the selected item."""
        if self._selected:
            self.post_message(self.ItemOpened(self._selected))

    def on_click(self, event: events.Click) -> None:
        """A click selects the row under the pointer."""
        if not self.value:
            return
        heads = bool(self.value.heads) and self.size.height - 2 >= _ROOMY_ROWS
        at = self._first + event.y - 1 - heads
        if self._first <= at < len(self.value.rows):
            self._choose(self.value.rows[at].cue)


def _page(on_air: int, room: int) -> int:
    """The first row of the page that has row `on_air`: rows keep their place for half a page of items.

    A list too short for pages follows the item, one row above it.
    """
    above = room // 4
    step = room // 2 if room >= _PAGED_ROWS else 1
    return max(0, on_air - above) // step * step


def _on_air(rows: tuple[AgendaRow, ...]) -> int:
    """The row on air, else the first that is still to come."""
    for at, row in enumerate(rows):
        if row.mark is Mark.ON_AIR:
            return at
    coming = (Mark.NONE, Mark.PROTOCOL)
    return next((at for at, row in enumerate(rows) if row.mark in coming), max(0, len(rows) - 1))


def _foot(value: Agenda, width: int, glyphs: GlyphSet) -> list[Line]:
    parts = [
        padded((Piece(f" {text}", tone),), width, more=glyphs.more)
        for text, tone in ((value.foot, value.foot_tone), (value.legend, Tone.DIM))
        if text
    ]
    spaced = [line for part in parts for line in (part, BLANK)][:-1]
    return [BLANK, *spaced] if spaced else []
