"""The last gate before a terminal: what it might obey instead of showing is written as JSON writes it.

Lines for people are clean long before. JSON tells what the record and the platforms hold, as it is; with
escapes it is the same value to a program, and nothing but text to the terminal that it may be printed on.
"""

from __future__ import annotations

import json
import unicodedata

OBEYED = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
"""Categories of Unicode: controls, bidi and zero-width signs, lone surrogates, private ones, separators."""


def harmless(line: str) -> str:
    """`line` without them; line feeds stay."""
    if line.isprintable():
        return line
    return "".join(json.dumps(char)[1:-1] if _is_obeyed(char) else char for char in line)


def _is_obeyed(char: str) -> bool:
    return char != "\n" and unicodedata.category(char) in OBEYED
