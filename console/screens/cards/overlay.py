"""What opens over the desk, and is left once however fast the keys come."""

from __future__ import annotations

from typing import Any, TypeVar

from textual.message import Message
from textual.screen import ModalScreen
from textual.timer import Timer

from widgets.answer_line import AnswerLine
from widgets.line import Piece
from widgets.tone import Tone

T = TypeVar("T")


class Overlay(ModalScreen[T]):
    """A modal screen whose `leave_with` may be called again while it is already going.

    A key that does nothing here is answered over the desk's row of keys, which are dead meanwhile:
    the card, the F8 line above that row and the alarm stay in sight.
    """

    DEFAULT_CSS = """
    Overlay { layers: default answer; }
    Overlay > AnswerLine { layer: answer; dock: bottom; margin-bottom: 1; display: none; }
    Overlay > AnswerLine.-told { display: block; }
    """

    class Unanswered(Message):
        """A key did nothing on `card`; `code` is the message id of why, with its `params`."""

        def __init__(self, card: Overlay[Any], code: str, params: dict[str, object]) -> None:
            super().__init__()
            self.card = card
            self.code = code
            self.params = params

    _silence: Timer | None = None

    def leave_with(self, result: T) -> None:
        """Close with `result`; a second key of the same burst finds nothing to close."""
        if self.is_active:
            self.dismiss(result)

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
