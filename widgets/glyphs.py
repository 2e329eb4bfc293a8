"""Every sign the screens draw, in Unicode and in ASCII.

No sign here is emoji-capable (such signs may be drawn two cells wide), and health is never told
by colour alone: a mark, a tone and, on the screens, a word.

The old console of Windows (conhost with a raster font) and the Linux console have no signs for
pictures: `--ascii` draws there, and is chosen by itself where that can be known. Windows says UTF-8
whatever its font holds, so there a person has to choose.
"""

from __future__ import annotations

import msgspec

from data.health.reading import Health
from widgets.tone import Tone


class GlyphSet(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """One alphabet of signs, compared by identity. Every sign is one cell, but `more` in ASCII two."""

    on_air: str
    later: str
    skipped: str
    done: str
    protocol: str
    selected: str
    ok: str
    degraded: str
    down: str
    stale: str
    unknown: str
    calm: str
    excused: str
    more: str
    arrow: str
    dot: str
    bar: str
    bar_rest: str
    top_left: str
    top_right: str
    bottom_left: str
    bottom_right: str
    horizontal: str
    vertical: str
    levels: tuple[str, ...]
    digits: dict[str, tuple[str, str, str]]

    def health(self, health: Health) -> str:
        """The mark of a health."""
        return {
            Health.OK: self.ok,
            Health.DEGRADED: self.degraded,
            Health.DOWN: self.down,
            Health.STALE: self.stale,
            Health.UNKNOWN: self.unknown,
        }[health]


HEALTH_TONE = {
    Health.OK: Tone.GO,
    Health.DEGRADED: Tone.ASK,
    Health.DOWN: Tone.STOP,
    Health.STALE: Tone.STALE,
    Health.UNKNOWN: Tone.UNKNOWN,
}
"""The tone that goes with each mark."""

UNICODE = GlyphSet(
    on_air="►",
    later="»",
    skipped="-",
    done="✓",
    protocol="#",
    selected=">",
    ok="✓",
    degraded="!",
    down="✗",
    stale="~",
    unknown="?",
    calm="·",
    excused="-",
    more="…",
    arrow="→",
    dot="·",
    bar="█",
    bar_rest="░",
    top_left="┌",
    top_right="┐",
    bottom_left="└",
    bottom_right="┘",
    horizontal="─",
    vertical="│",
    levels=tuple("▁▂▃▄▅▆▇█"),
    digits={
        "0": ("╭─╮", "│ │", "╰─╯"),
        "1": ("╶╮ ", " │ ", "╶┴╴"),
        "2": ("╶─╮", "╭─╯", "╰─╴"),
        "3": ("╶─╮", " ─┤", "╶─╯"),
        "4": ("╷ ╷", "╰─┤", "  ╵"),
        "5": ("╭─╴", "╰─╮", "╶─╯"),
        "6": ("╭─╴", "├─╮", "╰─╯"),
        "7": ("╶─╮", "  │", "  ╵"),
        "8": ("╭─╮", "├─┤", "╰─╯"),
        "9": ("╭─╮", "╰─┤", "╶─╯"),
        ":": ("  ", " :", "  "),
        "+": ("   ", "╶┼╴", "   "),
        "-": ("   ", "╶─╴", "   "),
    },
)

ASCII = GlyphSet(
    on_air=">",
    later="&",
    skipped="-",
    done="v",
    protocol="#",
    selected="*",
    ok="v",
    degraded="!",
    down="x",
    stale="~",
    unknown="?",
    calm=".",
    excused="-",
    more="..",
    arrow=">",
    dot="-",
    bar="#",
    bar_rest=".",
    top_left="+",
    top_right="+",
    bottom_left="+",
    bottom_right="+",
    horizontal="-",
    vertical="|",
    levels=tuple("_.:-=+*#"),
    digits={
        "0": (" _ ", "| |", "|_|"),
        "1": ("   ", "  |", "  |"),
        "2": (" _ ", " _|", "|_ "),
        "3": (" _ ", " _|", " _|"),
        "4": ("   ", "|_|", "  |"),
        "5": (" _ ", "|_ ", " _|"),
        "6": (" _ ", "|_ ", "|_|"),
        "7": (" _ ", "  |", "  |"),
        "8": (" _ ", "|_|", "|_|"),
        "9": (" _ ", "|_|", " _|"),
        ":": ("  ", " :", "  "),
        "+": ("   ", " + ", "   "),
        "-": ("   ", " - ", "   "),
    },
)


MANY, CUT, PART, ARROW_KEYS = "×", "…", " · ", "←↑↓→"
"""Signs inside sentences: how many, cut short, between parts, the four keys."""

HALVES = " ▀▄█"
"""A cell with neither half inked, the upper, the lower, both."""

LOOKALIKES = {
    **dict(zip("·•…→←↑↓►▶◄▲▼»«✓✗×–—−‑‐“”‘’″′", "-*.><^v>><^v&<vxx-----\"\"''\"'", strict=True)),
    **dict(zip("░▒▓▁▂▃▄▅▆▇█▌▐", ".:%_.,-=+*#||", strict=True)),
}
"""Signs of sentences and of pictures, each with the ASCII one that stands for it."""


def big_digits(text: str, glyphs: GlyphSet = UNICODE) -> tuple[str, str, str]:
    """Three rows that show a time such as `01:08` or `+12:30`; other characters become gaps."""
    blank = ("   ", "   ", "   ")
    cells = [glyphs.digits.get(sign, blank) for sign in text]
    top, middle, bottom = (" ".join(cell[row] for cell in cells) for row in range(3))
    return top, middle, bottom
