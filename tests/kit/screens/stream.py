"""What a program sent to a terminal, taken apart: the codes it may send, text, and strangers."""

from __future__ import annotations

import re
import unicodedata

SCREEN = re.compile(
    r"\x1b\[[0-9;]*m"  # colours
    r"|\x1b\[\d+;\d+H|\x1b\[H"  # where to write
    r"|\x1b\[\?(?:7|25|1000|1003|1004|1006|1015|1049|2004|2026|2048)[hl]"  # modes
    r"|\x1b\[\?(?:2026|2048)\$p|\x1b\[[<>]\d*u"  # questions, keys
    r"|\x1b\]22;[a-z-]+\x07"  # the mouse pointer's shape
    r"|\x1b\[2[23];2t|\x1b\]2;[^\x00-\x1f\x7f-\x9f]*\x07"  # the window's title
)
"""Everything the console has to say to a terminal besides text."""

LINES = re.compile(r"\r?\n")
"""What a command that prints lines may send besides text."""

_MODE = re.compile(rb"\x1b\[\?([0-9;]+)([hl])")
WRAP, CURSOR = "7", "25"
"""Private modes that are on in a fresh terminal; all others are off."""


def strangers(raw: bytes, allowed: re.Pattern[str]) -> list[str]:
    """Characters that are neither text nor inside an allowed code, with what follows them.

    Raises UnicodeDecodeError for bytes that are no UTF-8.
    """
    text = allowed.sub("", raw.decode())
    return [
        text[at : at + 20].encode("unicode_escape").decode()
        for at, char in enumerate(text)
        if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") and char not in "\r\n"
    ]


def left_on(raw: bytes) -> set[str]:
    """Private modes that differ from a fresh terminal's at the end of the stream."""
    modes = {WRAP: "h", CURSOR: "h"}
    for numbers, state in _MODE.findall(raw):
        modes.update(dict.fromkeys(numbers.decode().split(";"), state.decode()))
    return {mode for mode, state in modes.items() if state != ("h" if mode in (WRAP, CURSOR) else "l")}
