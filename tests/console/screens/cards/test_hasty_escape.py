"""What a terminal makes of Esc and another key in one burst."""

from __future__ import annotations

import pytest
from textual._xterm_parser import XTermParser
from textual.events import Key

from console.screens.cards.hasty_escape import read_as_escape


@pytest.mark.parametrize(
    ("sent", "keys"),
    [
        ("\x1b\r", ["escape"]),
        ("\x1b\x0e", ["escape", "ctrl+n"]),
        ("\x1b\x06ha", ["escape", "ctrl+f", "h", "a"]),
        ("\x1b\x1b[15~", ["escape", "f5"]),
    ],
)
def test_esc_is_never_lost(sent: str, keys: list[str]) -> None:
    read_as_escape()
    read_as_escape()
    parser = XTermParser()
    heard = [*parser.feed(sent), *parser.feed("")]
    assert [event.key for event in heard if isinstance(event, Key)] == keys
