"""F1: the keys of the screen one is on, in groups; on F5 also what can be typed. It scrolls."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from console.actions import Scope, Table
from console.keys.lists import Entry, help_groups
from console.reading.syntax import log_syntax
from console.screens.cards.overlay import Overlay
from console.text.sentences import Text
from data.text import clean

FEWEST_ROWS = 6
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
    }
    HelpScreen Static { height: auto; }
    """

    def __init__(self, t: Text, here: Scope, table: Table) -> None:
        super().__init__()
        self._t = t
        self._groups = help_groups(t, here, table)
        if here is Scope.LOG:
            self._groups[1:1] = log_syntax(t)

    def compose(self) -> ComposeResult:
        """The table."""
        with VerticalScroll():
            yield Static(self._written())

    def on_mount(self) -> None:
        """The arrows scroll."""
        box = self.query_one(VerticalScroll)
        box.border_title = Content(self._t("card.help.title"))
        box.border_subtitle = Content(self._t("find.help.keys"))
        box.focus()

    def on_resize(self) -> None:
        """What leaves the countdown, the alarm and the F8 line in sight; the rest scrolls."""
        self.query_one(VerticalScroll).styles.max_height = max(FEWEST_ROWS, self.rows)

    def action_leave(self) -> None:
        """Close."""
        self.leave_with(None)

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
