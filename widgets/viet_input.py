"""A text box that keeps what a Vietnamese keyboard types.

Input methods such as Unikey or ibus-bamboo correct a word by sending backspaces and the new
letters in one burst. Textual hands letters to the box at once but lets backspace travel to the
App as a binding first, so it arrives late and the word is garbled. Here the box runs its own
bindings in the order of the keys.
"""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.geometry import Offset
from textual.widgets import Input

from data.text import REPLACEMENT, clean

MAX_CELLS = 1000

CHANGING_KEYS = frozenset({"ctrl+z", "ctrl+l", "f6", "f7", "f8", "f9"})
"""Keys that change something elsewhere; typing must not reach them."""


class TelexSafe(Input):
    """The behaviour alone, for any kind of Input. `dead_keys` are swallowed while it has focus.

    The value is always NFC, on one line, without control codes.
    """

    dead_keys: ClassVar[frozenset[str]] = CHANGING_KEYS

    async def _on_key(self, event: events.Key) -> None:
        """Deal with editing keys before the next key is looked at; the base class takes letters."""
        if event.key in self.dead_keys:
            event.stop()
            event.prevent_default()
            return
        own = self._bindings.key_to_bindings.get(event.key)
        if own and not event.is_printable:
            event.stop()
            event.prevent_default()
            await self.run_action(own[0].action)

    def replace(self, text: str, start: int, end: int) -> None:
        """Put `text` in place of a range; a mark that joins the letter before it leaves one letter."""
        start, end = sorted((max(0, start), min(len(self.value), end)))
        super().replace(_tidy(self.value[:start] + text), 0, end)

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the terminal's own cursor is put: on the next letter's cell, for input methods draw there
        what is still being composed. Textual puts it one cell further at the end of the text.
        """
        return super().cursor_screen_offset - Offset(int(self.cursor_at_end), 0)

    def validate_value(self, value: str) -> str:
        """Every way in ends here."""
        return _tidy(value)


class VietInput(TelexSafe):
    """The console's text box: notes, reasons, search."""


class ReasonInput(TelexSafe):
    """A box on a card whose confirming key is F8: that key goes on to the card."""

    dead_keys = CHANGING_KEYS - {"f8"}


def _tidy(text: str) -> str:
    return clean(text, limit=MAX_CELLS).replace(REPLACEMENT, "")
