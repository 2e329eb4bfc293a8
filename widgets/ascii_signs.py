"""The last step before a terminal that knows letters and little else: signs become ASCII ones.

Letters of any script stay, for names are made of them; a Vietnamese name is never spelt otherwise.
Everything keeps its width. Sentences and widgets of others pass through here too, so nobody need
think of it: a picture draws with `glyphs.ASCII`, and what is left over is turned here.
"""

from __future__ import annotations

import unicodedata

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from widgets.glyphs import LOOKALIKES


class _Signs(dict[int, str]):
    """A `str.translate` table that learns."""

    def __missing__(self, code: int) -> str:
        self[code] = sign = _ascii(chr(code))
        return sign


_LINES = {"HORIZONTAL": "-", "LEFT": "-", "RIGHT": "-", "VERTICAL": "|", "UP": "|", "DOWN": "|"}
_signs = _Signs({ord(sign): lookalike for sign, lookalike in LOOKALIKES.items()})


def ascii_signs(text: str) -> str:
    """`text` of the same width in which only letters may be other than ASCII."""
    return text if text.isascii() else text.translate(_signs)


def _ascii(char: str) -> str:
    category = unicodedata.category(char)
    if char.isascii() or category[0] in "LM":
        return char
    if category == "Zs":
        return " " * cell_len(char)
    name = unicodedata.name(char, "")
    if not name.startswith("BOX DRAWINGS"):
        return "?" * cell_len(char)
    *_, weight, direction = name.split()
    plain = weight in ("LIGHT", "HEAVY", "DOUBLE")
    return _LINES.get(direction, "+") if plain else "+"


class AsciiFilter(LineFilter):
    """`ascii_signs` for every row of every widget, borders and scroll bars included."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same segments, their text in letters and ASCII signs."""
        return [Segment(ascii_signs(segment.text), segment.style, segment.control) for segment in segments]
