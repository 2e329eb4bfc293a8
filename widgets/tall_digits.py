"""Digits five rows tall, for a window with rows to spare: they are read from the far end of the room."""

from __future__ import annotations

from widgets.glyphs import GlyphSet

ROWS = 5
_FONT = {
    "0": ("#####", "#   #", "#   #", "#   #", "#####"),
    "1": ("  #  ", " ##  ", "  #  ", "  #  ", " ### "),
    "2": ("#####", "    #", "#####", "#    ", "#####"),
    "3": ("#####", "    #", " ####", "    #", "#####"),
    "4": ("#   #", "#   #", "#####", "    #", "    #"),
    "5": ("#####", "#    ", "#####", "    #", "#####"),
    "6": ("#####", "#    ", "#####", "#   #", "#####"),
    "7": ("#####", "    #", "   # ", "  #  ", "  #  "),
    "8": ("#####", "#   #", "#####", "#   #", "#####"),
    "9": ("#####", "#   #", "#####", "    #", "#####"),
    ":": ("   ", " # ", "   ", " # ", "   "),
    "+": ("     ", "  #  ", "#####", "  #  ", "     "),
}
_BLANK = ("   ",) * ROWS


def tall_digits(text: str, glyphs: GlyphSet) -> list[str]:
    """The rows of a time such as `01:08` or `+12:30`; other characters become gaps."""
    cells = [_FONT.get(sign, _BLANK) for sign in text]
    rows = ("  ".join(cell[row] for cell in cells) for row in range(ROWS))
    return [row.replace("#", glyphs.bar) for row in rows]
