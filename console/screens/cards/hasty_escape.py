"""Esc and another key within a moment of each other are Esc, and then that key.

A terminal, or a slow line that gathers what was typed, sends for them the very bytes of Alt and the key, and
Textual drops the Esc: a card stays open that was being closed. Esc and Enter are Esc alone: a note that was
being thrown away would be written. No key of ours has Alt, so nothing is lost.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any, cast

from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual.keys import Keys

ENTERS = ("\r", "\n")
CONTROLS = tuple(chr(code) for code in range(1, 27) if chr(code) not in "\b\t")
"""What Ctrl+A to Ctrl+Z send. After Esc some terminals mean Shift by Tab, and by Backspace a whole word."""


def read_as_escape() -> None:
    """Teach Textual's key table. Safe to call twice."""
    table = cast(MutableMapping[str, Any], ANSI_SEQUENCES_KEYS)
    for sent in CONTROLS:
        then = () if sent in ENTERS else table[sent]
        table[f"\x1b{sent}"] = (Keys.Escape, *then)
