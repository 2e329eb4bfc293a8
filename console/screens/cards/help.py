"""F1: the keys of the screen one is on, all of them at one look; below, each with what it does, and on F5
what can be typed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from console.actions import Scope, Table
from console.keys.lists import Entry, help_groups
from console.keys.overview import COLUMNS, GAP, Cell, overview
from console.reading.syntax import log_syntax
from console.screens.cards.overlay import Overlay
from console.text.sentences import Text
from data.text import clean

FEWEST_ROWS = 6
WIDEST, EDGES = 100, 2
NARROW = 12
"""Cells of keys up to which the words of all rows stand below each other."""


class HelpScreen(Overlay[None]):
    """Any key that closes or scrolls; changes nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1,enter,question_mark", "leave", show=False),
    ]
    DEFAULT_CSS = """
    HelpScreen VerticalScroll {
        width: 100; max-width: 100%; height: auto; max-height: 100%;
        border: round $frame; border-title-color: $foreground; padding: 0 1; background: $background;
        scrollbar-size-vertical: 0;
    }
    HelpScreen #overview { text-wrap: nowrap; }
    HelpScreen Static { height: auto; }
    """

    def __init__(self, t: Text, here: Scope, table: Table) -> None:
        super().__init__()
        self._t = t
        self._groups = help_groups(t, here, table)
        self._keys = tuple(self._groups)
        if here is Scope.LOG:
            self._groups[1:1] = log_syntax(t)

    def compose(self) -> ComposeResult:
        """What fits at one look, and the table."""
        with VerticalScroll():
            yield Static(id="overview")
            yield Static(self._written())

    def on_mount(self) -> None:
        """The arrows scroll."""
        box = self.query_one(VerticalScroll)
        box.border_title = Content(self._t("card.help.title"))
        box.focus()
        self.watch(box, "scroll_y", self._tell_more, init=False)
        self.call_after_refresh(self._tell_more)

    def on_resize(self) -> None:
        """What leaves the countdown, the alarm and the F8 line in sight; the rest scrolls, and says so."""
        rows = max(FEWEST_ROWS, self.rows)
        self.query_one(VerticalScroll).styles.max_height = rows
        glance = self.query_one("#overview", Static)
        glance.display = self._length > rows - EDGES
        glance.update(self._at_one_look(min(WIDEST, self.app.size.width) - 2 * EDGES, rows - EDGES))
        self.call_after_refresh(self._tell_more)

    def _tell_more(self) -> None:
        """How much is still below."""
        box = self.query_one(VerticalScroll)
        left = round(box.max_scroll_y - box.scroll_offset.y)
        told = self._t("find.help.more", rows=left) if left > 0 else self._t("find.help.keys")
        box.border_subtitle = Content(told)

    def action_leave(self) -> None:
        """Close."""
        self.leave_with(None)

    @property
    def _length(self) -> int:
        """Rows of the table."""
        return sum(2 + len(entries) for _, entries in self._groups) - 1

    def _at_one_look(self, width: int, rows: int) -> Content:
        columns = overview(self._keys, self._t, width, rows)
        room = (width - GAP * (COLUMNS - 1)) // COLUMNS
        lines = [
            Content(" " * GAP).join(_cell(column[at : at + 1], room) for column in columns)
            for at in range(max(map(len, columns), default=0))
        ]
        return Content("\n").join([*lines, Content("")])

    def _written(self) -> Content:
        lengths = [len(entry.keys) for _, entries in self._groups for entry in entries]
        room = max((length for length in lengths if length <= NARROW), default=NARROW)
        parts: list[Content] = []
        for title, entries in self._groups:
            parts.append(Content.styled(clean(title), "bold"))
            parts += [_row(entry, room) for entry in entries]
            parts.append(Content(""))
        return Content("\n").join(parts[:-1])


def _row(entry: Entry, room: int) -> Content:
    keys = Content.styled(f"{clean(entry.keys):<{room}}  ", "bold $accent")
    why = Content.styled(f"  {clean(entry.help.split(';')[0])}", "$text-muted")
    return Content.assemble(keys, clean(entry.title), why)


def _cell(cells: Sequence[Cell], room: int) -> Content:
    """One of a column, or the room of one."""
    if not cells:
        return Content(" " * room)
    (cell,) = cells
    if not cell.keys:
        return Content.styled(clean(f"{cell.words:<{room}}"), "bold")
    keys, words = clean(cell.keys), clean(f" {cell.words:<{room - len(cell.keys) - 1}}")
    return Content.assemble(Content.styled(keys, "bold $accent"), words)
