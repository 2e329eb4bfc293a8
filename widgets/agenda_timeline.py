"""The programme: one row an item, the item on air always in sight."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import ClassVar

import msgspec
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from data.reading import Health
from widgets.glyphs import HEALTH_TONE, UNICODE, GlyphSet
from widgets.line import BLANK, Line, Piece, cells_of, fit, padded
from widgets.panel import panel
from widgets.picture import Picture
from widgets.tone import Tone

LONG_TITLE_CELLS = 32
"""From this width of the title column on, full titles are shown instead of short ones."""
_TAIL_CELLS = 14
_ROOMY_ROWS = 12


class Mark(StrEnum):
    """What stands before a row."""

    NONE = "none"
    DONE = "done"
    DEFERRED = "deferred"
    ON_AIR = "on-air"
    PROTOCOL = "protocol"


class AgendaRow(msgspec.Struct, frozen=True, kw_only=True):
    """One item. `time`, `duration` and `deviation` are ready to read; `health` None draws nothing."""

    cue: str
    title: str
    short: str = ""
    mark: Mark = Mark.NONE
    time: str = ""
    point: str = ""
    health: Health | None = None
    duration: str = ""
    deviation: str = ""
    deviation_tone: Tone = Tone.PLAIN


class AgendaHeads(msgspec.Struct, frozen=True):
    """Column labels."""

    cue: str
    time: str
    title: str
    point: str
    duration: str
    deviation: str


class Agenda(msgspec.Struct, frozen=True, kw_only=True):
    """The programme as shown; `foot` (latest start) and `legend` stand below the rows."""

    title: str
    rows: tuple[AgendaRow, ...]
    right: str = ""
    heads: AgendaHeads | None = None
    foot: str = ""
    legend: str = ""


class AgendaTimeline(Picture[Agenda], can_focus=True):
    """Rows with a selection that means "this one" to F9 and nothing to F8.

    While nothing is selected the list stays with the item on air; the screen calls `release` after
    some idle seconds.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "select(-1)", show=False),
        Binding("down", "select(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "edge(0)", show=False),
        Binding("end", "edge(-1)", show=False),
        Binding("enter", "open", show=False),
    ]

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

    def draw(self, value: Agenda, width: int, height: int) -> Sequence[Line]:
        """Heads, a window of rows, and below them the foot when there is room."""
        inner, room = width - 2, height - 2
        heads = value.heads if room >= _ROOMY_ROWS else None
        foot = _foot(value, inner, self.glyphs) if room >= _ROOMY_ROWS else []
        rows_room = max(0, room - bool(heads) - len(foot))
        columns = _Columns.of(value.rows, inner)
        self._first = self._window(value.rows, rows_room)
        shown = value.rows[self._first : self._first + rows_room]
        body = [columns.heads(heads)] if heads else []
        body += [columns.row(row, self.glyphs, row.cue == self._selected) for row in shown]
        body += [BLANK] * (room - len(body) - len(foot)) + foot
        hidden = len(value.rows) - len(shown)
        foot_note = f"+{hidden}" if hidden and room >= _ROOMY_ROWS else ""
        return panel(body, width, height, self.glyphs, title=value.title, right=value.right, foot=foot_note)

    def _window(self, rows: tuple[AgendaRow, ...], room: int) -> int:
        """The first row to show. Without a selection it depends on the item on air alone."""
        last_first = max(0, len(rows) - room)
        chosen = self._index(rows)
        if chosen is None:
            return min(max(0, _on_air(rows) - room // 4), last_first)
        return min(max(self._first, chosen - room + 1, 0), chosen, last_first)

    def _index(self, rows: tuple[AgendaRow, ...]) -> int | None:
        return next((at for at, row in enumerate(rows) if row.cue == self._selected), None)

    def _choose(self, cue: str) -> None:
        if cue == self._selected:
            return
        self._selected = cue
        self.redraw()
        self.post_message(self.ItemChosen(cue))

    def _move(self, by: int) -> None:
        if not self.value or not self.value.rows:
            return
        rows = self.value.rows
        at = self._index(rows)
        start = _on_air(rows) if at is None else at
        self._choose(rows[min(max(0, start + by), len(rows) - 1)].cue)

    def action_select(self, by: int) -> None:
        """Move the selection by rows."""
        self._move(by)

    def action_page(self, by: int) -> None:
        """Move the selection by a page."""
        self._move(by * max(1, self.size.height - 4))

    def action_edge(self, at: int) -> None:
        """Select the first (0) or the last (-1) item."""
        if self.value and self.value.rows:
            self._choose(self.value.rows[at].cue)

    def action_open(self) -> None:
        """Ask the screen to show the selected item."""
        if self._selected:
            self.post_message(self.ItemOpened(self._selected))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel moves the selection."""
        event.stop()
        self._move(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel moves the selection."""
        event.stop()
        self._move(-1)

    def on_click(self, event: events.Click) -> None:
        """A click selects the row under the pointer."""
        if not self.value:
            return
        heads = bool(self.value.heads) and self.size.height - 2 >= _ROOMY_ROWS
        at = self._first + event.y - 1 - heads
        if self._first <= at < len(self.value.rows):
            self._choose(self.value.rows[at].cue)


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
        for text, tone in ((value.foot, Tone.PLAIN), (value.legend, Tone.DIM))
        if text
    ]
    spaced = [line for part in parts for line in (part, BLANK)][:-1]
    return [BLANK, *spaced] if spaced else []


class _Columns(msgspec.Struct, frozen=True):
    """Widths in cells: the title takes what the others leave."""

    cue: int
    title: int
    point: int
    full_titles: bool

    @classmethod
    def of(cls, rows: tuple[AgendaRow, ...], width: int) -> _Columns:
        cue = min(6, max((3, *(cells_of((Piece(row.cue),)) for row in rows))))
        point = min(6, max((4, *(cells_of((Piece(row.point),)) for row in rows))))
        title = max(4, width - (2 + cue + 1 + 5 + 1) - (point + _TAIL_CELLS))
        return cls(cue, title, point, title >= LONG_TITLE_CELLS)

    def heads(self, heads: AgendaHeads) -> Line:
        text = (
            f"  {fit(heads.cue, self.cue)} {fit(heads.time, 5)} {fit(heads.title, self.title)} "
            f"{fit(heads.point, self.point + 2)} {fit(heads.duration, 4, align='right')} "
            f"{fit(heads.deviation, 5, align='right')}"
        )
        return Line((Piece(text, Tone.DIM),))

    def row(self, row: AgendaRow, glyphs: GlyphSet, selected: bool) -> Line:
        on_air = row.mark is Mark.ON_AIR
        over = row.mark in (Mark.DONE, Mark.DEFERRED)
        tone = Tone.DIM if over else Tone.PLAIN
        title = row.title if self.full_titles or not row.short else row.short
        head = f"{_mark(row.mark, glyphs)} {fit(row.cue, self.cue, more=glyphs.more)}"
        health, health_tone = _health(row.health, glyphs)
        pieces = (
            Piece(head, _mark_tone(row.mark)),
            Piece(f" {fit(row.time, 5, align='center')} ", tone),
            Piece(fit(title, self.title, more=glyphs.more), tone),
            Piece(f" {fit(row.point, self.point, more=glyphs.more)} ", tone),
            Piece(health, health_tone),
            Piece(f" {fit(row.duration, 4, align='right')} ", tone),
            Piece(
                fit(row.deviation, 5, align="right"),
                Tone.STRONG if on_air and row.deviation_tone is Tone.PLAIN else row.deviation_tone,
            ),
        )
        base = Tone.ON_AIR_ROW if on_air else Tone.PLAIN
        return Line(pieces, Tone.SELECTED_ROW if selected else base)


def _mark(mark: Mark, glyphs: GlyphSet) -> str:
    return {
        Mark.NONE: " ",
        Mark.DONE: glyphs.done,
        Mark.DEFERRED: glyphs.later,
        Mark.ON_AIR: glyphs.on_air,
        Mark.PROTOCOL: glyphs.protocol,
    }[mark]


def _mark_tone(mark: Mark) -> Tone:
    return {
        Mark.NONE: Tone.PLAIN,
        Mark.DONE: Tone.DIM,
        Mark.DEFERRED: Tone.DEBT,
        Mark.ON_AIR: Tone.ON_AIR,
        Mark.PROTOCOL: Tone.PROTOCOL,
    }[mark]


def _health(health: Health | None, glyphs: GlyphSet) -> tuple[str, Tone]:
    if health is None:
        return " ", Tone.PLAIN
    return glyphs.health(health), HEALTH_TONE[health]
