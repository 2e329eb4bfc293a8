"""The cards of the roll call that ask for numbers. F8 writes what the card says; Enter does nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

import msgspec
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input

from console.keys.quiet_key import QuietKey
from console.screens.cards.card import Card
from data.commands import Command
from data.text import clean
from widgets.viet_input import ReasonInput

DIGITS = 6


class Number(msgspec.Struct, frozen=True, kw_only=True):
    """A number to be typed: its label, what stands there at first (None: nothing), the most it may be. Where
    it is not `needed` the box may stay empty: nobody counted.
    """

    label: str
    value: int | None
    most: int
    needed: bool = True


class NumberBox(ReasonInput):
    """Digits only."""

    def __init__(self, number: Number) -> None:
        super().__init__(
            "" if number.value is None else str(number.value), restrict="[0-9]*", max_length=DIGITS
        )
        self.most, self._needed = number.most, number.needed
        self.border_title = Content(clean(number.label))

    @property
    def number(self) -> int | None:
        """What stands in it; None when that is no number it may be."""
        typed = self.value.strip()
        found = int(typed) if typed.isascii() and typed.isdigit() else -1
        return found if 0 <= found <= self.most else None

    @property
    def is_wrong(self) -> bool:
        """Whether what stands in it may not be."""
        return self.number is None and (self._needed or bool(self.value.strip()))


class NumbersScreen(Card[Command | None]):
    """Asks for some numbers; gives back what `command` makes of them, None for Esc.

    F8 acts once the key has been quiet and every number may be. Up and Down change a number by one.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8", "do", show=False, priority=True),
        Binding("up", "step(1)", show=False, priority=True),
        Binding("down", "step(-1)", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    NumbersScreen > Vertical { border: solid $frame; background: $panel-ground; padding: 0 1; }
    """

    def __init__(
        self,
        title: str,
        hint: str,
        numbers: Sequence[Number],
        command: Callable[[Sequence[int | None]], Command],
        key: QuietKey,
    ) -> None:
        super().__init__()
        self._title = clean(title)
        self._hint = clean(hint)
        self._numbers = numbers
        self._command = command
        self._key = key

    def compose(self) -> ComposeResult:
        """A box a number."""
        with Vertical():
            for number in self._numbers:
                yield NumberBox(number)

    def on_mount(self) -> None:
        """Typing goes into the first box, over what stands there."""
        card = self.query_one(Vertical)
        card.border_title, card.border_subtitle = Content(self._title), Content(self._hint)
        self.query(NumberBox).first().focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes on to the next box and never further."""
        boxes = list(self.query(NumberBox))
        at = next((at for at, box in enumerate(boxes) if box is event.input), 0)
        boxes[min(at + 1, len(boxes) - 1)].focus()

    def action_step(self, by: int) -> None:
        """One more or one less in the box that has the keys."""
        box = self.focused
        if isinstance(box, NumberBox):
            box.value = str(min(box.most, max(0, (box.number or 0) + by)))

    def action_do(self) -> None:
        """F8."""
        if not self.heeds(self._key):
            return
        wrong = next((box for box in self.query(NumberBox) if box.is_wrong), None)
        if wrong is not None:
            wrong.focus()
            self.app.bell()
            self.answer("card.number_range", most=wrong.most)
            return
        self.leave_with(self._command([box.number for box in self.query(NumberBox)]))
