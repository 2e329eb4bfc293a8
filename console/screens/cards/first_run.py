"""The newcomer's card over the live desk: hints, lamps of the keys, and a box to try the keyboard in."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from console.screens.cards.welcome import Newcomer, welcome
from console.text.sentences import Text
from widgets.choice_card import Choice, ChoiceCard
from widgets.glyphs import GlyphSet
from widgets.ground import Ground
from widgets.viet_input import VietInput

WIDE_CELLS = 96
TALL_ROWS = 38
AIRY_ROWS = 46
"""From so many rows on the card has some to spare, and hides nothing of what comes next."""


class TypingTest(VietInput):
    """Where the input method is tried; Esc and Enter leave it, what is typed goes nowhere."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "screen.focus_next", show=False)]


class FirstRun(Ground):
    """Takes no key from the desk: only Tab or the mouse leads into the box."""

    def __init__(self, newcomer: Newcomer, t: Text, glyphs: GlyphSet) -> None:
        super().__init__(id="welcome")
        self.newcomer = newcomer
        self._t = t
        self._glyphs = glyphs

    def compose(self) -> ComposeResult:
        """The card, and below it the box."""
        card = ChoiceCard(self._card(), glyphs=self._glyphs, dense=not self._is_airy, id="hello")
        card.can_focus = False
        yield card
        yield TypingTest(id="typing-test", placeholder=self._t("welcome.box"))

    @property
    def _is_compact(self) -> bool:
        size = self.app.size
        return size.width < WIDE_CELLS or size.height < TALL_ROWS

    @property
    def _is_airy(self) -> bool:
        return not self._is_compact and self.app.size.height >= AIRY_ROWS

    def _card(self) -> Choice:
        return welcome(self.newcomer, self._t, self._glyphs, compact=self._is_compact, airy=self._is_airy)

    def tell(self, newcomer: Newcomer) -> None:
        """Show what has changed."""
        self.newcomer = newcomer
        self.query_one("#hello", ChoiceCard).show(self._card())

    def resized(self) -> None:
        """Another size, another length."""
        self.query_one("#hello", ChoiceCard).press_together(not self._is_airy)
        self.tell(self.newcomer)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Letters in the box."""
        event.stop()
        self.tell(self.newcomer.wrote(event.value))

    def on_descendant_focus(self) -> None:
        """Tab into the box turns the page to what it is for."""
        self.tell(self.newcomer.turned(1))

    def on_descendant_blur(self) -> None:
        """And back."""
        self.tell(self.newcomer.turned(0))
