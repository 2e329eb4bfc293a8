"""What opens over the desk, and is left once however fast the keys come."""

from __future__ import annotations

from typing import Any, ClassVar, TypeVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.screen import ModalScreen
from textual.timer import Timer

from console.screens.layer import Layer
from widgets.answer_line import AnswerLine
from widgets.line import Piece
from widgets.tone import Tone

T = TypeVar("T")

ROOMY = (120, 30)
"""From this window on the alarm has its place at the top and cards keep their blank rows."""

FLAT_ROWS, TALL_ROWS = 11, 17
"""The desk's rows above a card, down to the last of the countdown's digits, and below it: where the digits
stand beside the words, and where they stand under them.
"""


class Overlay(ModalScreen[T], Layer[T]):
    """A modal screen whose `leave_with` may be called again while it is already going.

    A key that does nothing here is answered over the desk's row of keys, which are dead meanwhile:
    the card, the F8 line above that row, the alarm and the countdown stay in sight. `-narrow` and `-low` are
    the desk's small arrangement, `-tiny` its smallest.
    """

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (ROOMY[0], "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-tiny"), (24, "-low"), (ROOMY[1], "-tall")]  # noqa: RUF012
    DEFAULT_CSS = """
    Overlay { layers: default answer; align: center bottom; }
    Overlay > Vertical, Overlay > VerticalScroll { margin-bottom: 3; }
    Overlay.-narrow > Vertical, Overlay.-low > Vertical { margin-bottom: 5; }
    Overlay.-narrow > VerticalScroll, Overlay.-low > VerticalScroll { margin-bottom: 5; }
    Overlay.-tiny > Vertical, Overlay.-tiny > VerticalScroll { margin-bottom: 2; }
    Overlay > AnswerLine { layer: answer; dock: bottom; margin-bottom: 1; display: none; }
    Overlay > AnswerLine.-told { display: block; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]

    class Unanswered(Message):
        """A key did nothing on `card`; `code` is the message id of why, with its `params`."""

        def __init__(self, card: Overlay[Any], code: str, params: dict[str, object]) -> None:
            super().__init__()
            self.card = card
            self.code = code
            self.params = params

    _silence: Timer | None = None

    @property
    def rows(self) -> int:
        """How many rows a card may take: from the countdown's last to the F8 line."""
        size = self.app.size
        flat = size.width < ROOMY[0] or size.height < ROOMY[1]
        return size.height - (FLAT_ROWS if flat else TALL_ROWS)

    def leave_with(self, result: T | None) -> None:
        """Close with `result`; a second key of the same burst finds nothing to close."""
        if self.is_active:
            self.dismiss(result)

    def action_leave(self) -> None:
        """Esc: close, and nothing is done."""
        self.leave_with(None)

    def answer(self, code: str, **params: object) -> None:
        """Say why a key does nothing here."""
        self.post_message(self.Unanswered(self, code, params))

    def takes(self, key: str) -> bool:
        """Whether something on this card has a use for `key`. Any screen copies what is selected on it."""
        bound = self.active_bindings.get(key)
        copies = bound is not None and bound.binding.action == "screen.copy_text"
        return bound is not None and (not copies or bool(self.get_selected_text()))

    def tell(self, text: str, seconds: float) -> None:
        """Show `text` for so long; the newest word replaces the one before."""
        if self._silence is not None:
            self._silence.stop()
        line = next(iter(self.query(AnswerLine)), None)
        if line is None:
            line = AnswerLine()
            self.mount(line)
        line.add_class("-told")
        line.show(Piece(text, Tone.ASK))
        self._silence = self.set_timer(seconds, lambda: line.remove_class("-told"))
