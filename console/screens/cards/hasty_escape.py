"""Esc and Enter within a moment of each other are Esc.

A terminal sends for them the very bytes of Alt+Enter, and Textual makes Enter of those: a note that
was being thrown away would be written. No key of ours is Alt+Enter, so nothing is lost.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any, cast

from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual.keys import Keys

ESCAPE_ENTER = "\x1b\r"


def read_as_escape() -> None:
    """Teach Textual's key table. Safe to call twice."""
    cast(MutableMapping[str, Any], ANSI_SEQUENCES_KEYS)[ESCAPE_ENTER] = (Keys.Escape,)
