"""Ctrl+F: points, items, people and the record by a few letters, without accents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Generic, Protocol, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from console.screens.cards.overlay import Overlay
from console.text.sentences import Text
from data.text import clean
from widgets.viet_input import VietInput

BOX_ROWS = 3
FEWEST, MOST = 4, 22
"""Rows of the list."""
EDGES = 4
"""Cells of a row that the list needs for itself."""


F = TypeVar("F")
F_co = TypeVar("F_co", covariant=True)


class Seeker(Protocol[F_co]):
    """What the card looks in. `words` begins its message ids: placeholder, hint, nothing, group.x."""

    words: ClassVar[str]

    def find(self, typed: str, width: int) -> Sequence[tuple[str, Sequence[tuple[F_co, str]]]]:
        """Groups that have anything, with rows of at most `width` cells; "" may find all, or nothing."""
        ...


class FindScreen(Overlay[F | None], Generic[F]):
    """Gives back what was found. Enter goes there and changes nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        *(Binding(key, f"list('cursor_{key}')", show=False, priority=True) for key in ("up", "down")),
        *(Binding(f"page{key}", f"list('page_{key}')", show=False, priority=True) for key in ("up", "down")),
    ]
    DEFAULT_CSS = """
    FindScreen > Vertical { width: 100; max-width: 100%; height: auto; }
    FindScreen OptionList { height: 22; border: none; }
    """

    def __init__(self, finder: Seeker[F], t: Text) -> None:
        super().__init__()
        self._finder = finder
        self._t = t
        self._finds: dict[str, F] = {}
        self._typed = ""

    def compose(self) -> ComposeResult:
        """A box, and what was found."""
        with Vertical():
            yield VietInput(placeholder=clean(self._t(f"{self._finder.words}.placeholder")))
            yield OptionList()

    def on_mount(self) -> None:
        """Typing goes into the box."""
        self._list("")
        self.query_one(VietInput).focus()

    def on_resize(self) -> None:
        """As much of the list as leaves the countdown in sight; the box stays where it is while one types."""
        self.query_one(OptionList).styles.height = max(FEWEST, min(MOST, self.rows - BOX_ROWS))

    def on_input_changed(self, event: Input.Changed) -> None:
        """One letter more or less."""
        self._list(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter; what was typed in the same burst is looked up first."""
        if event.value != self._typed:
            self._list(event.value)
        options = self.query_one(OptionList)
        if options.highlighted is not None:
            self._choose(options.get_option_at_index(options.highlighted).id)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click."""
        self._choose(event.option.id)

    def action_list(self, action: str) -> None:
        """The arrows belong to the list, the letters to the box."""
        getattr(self.query_one(OptionList), f"action_{action}")()

    def action_leave(self) -> None:
        """Esc."""
        self.leave_with(None)

    def _choose(self, row: str | None) -> None:
        if row in self._finds:
            self.leave_with(self._finds[row])

    def _list(self, typed: str) -> None:
        width = min(100, self.app.size.width) - EDGES
        groups, words = self._finder.find(typed, width), self._finder.words
        rows: list[Option] = []
        self._finds, self._typed = {}, typed
        for group, found in groups:
            rows.append(Option(Content(self._t(f"{words}.group.{group}")), disabled=True))
            for find, text in found:
                name = str(len(self._finds))
                self._finds[name] = find
                rows.append(Option(Content(text), id=name))
        if not rows:
            code = f"{words}.nothing" if typed.strip() else f"{words}.hint"
            rows.append(Option(Content(self._t(code)), disabled=True))
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options(rows)
        options.highlighted = 1 if self._finds else None
