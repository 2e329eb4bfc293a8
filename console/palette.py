"""Ctrl+P: every command by name, found without accents. Telex-safe, unlike Textual's own."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from console.actions import ACTIONS, Table
from console.keys.lists import Entry, named_first, palette_entries
from console.screens.cards.overlay import Overlay
from console.text.sentences import Text
from data.text import clean
from widgets.viet_input import VietInput

BOX_ROWS = 3
FEWEST, MOST = 4, 13
"""Rows of the list."""


class PaletteScreen(Overlay[str | None]):
    """Gives back the id of an action. Enter opens it; what changes the programme asks again."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    PaletteScreen > Vertical { width: 76; max-width: 100%; height: auto; }
    PaletteScreen OptionList { height: 13; border: none; }
    """

    def __init__(self, t: Text, table: Table = ACTIONS) -> None:
        super().__init__()
        self._t = t
        self._entries = palette_entries(t, table)

    def compose(self) -> ComposeResult:
        """A box, and what matches."""
        with Vertical():
            yield VietInput(placeholder=self._t("palette.placeholder"))
            yield OptionList()

    def on_mount(self) -> None:
        """Everything matches nothing typed."""
        self._list("")
        self.query_one(VietInput).focus()

    def on_resize(self) -> None:
        """As much of the list as leaves the countdown in sight; the box stays where it is while one types."""
        self.query_one(OptionList).styles.height = max(FEWEST, min(MOST, self.rows - BOX_ROWS))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list."""
        self._list(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter."""
        self._choose()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click."""
        self.leave_with(event.option.id)

    def action_move(self, by: int) -> None:
        """The arrows belong to the list, the letters to the box."""
        options = self.query_one(OptionList)
        if by > 0:
            options.action_cursor_down()
        else:
            options.action_cursor_up()

    def _choose(self) -> None:
        options = self.query_one(OptionList)
        if options.highlighted is not None:
            self.leave_with(options.get_option_at_index(options.highlighted).id)

    def _list(self, typed: str) -> None:
        found = named_first(self._entries, typed)
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options([Option(_row(entry), id=entry.action) for entry in found])
        if not found:
            options.add_option(Option(Content(self._t("palette.nothing")), disabled=True))
        else:
            options.highlighted = 0


def _row(entry: Entry) -> Content:
    return Content(f"{clean(entry.title):<50} {entry.keys:>12}")
