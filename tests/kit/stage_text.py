"""The blocks on the speaker's screen, read back as a time."""

from __future__ import annotations

from collections.abc import Sequence

from widgets.glyphs import UNICODE, GlyphSet
from widgets.stage_view import stage_digits

LONGEST_S = 20 * 60


def seconds_shown(lines: Sequence[str], *, glyphs: GlyphSet = UNICODE) -> int | None:
    """Seconds that are left by the digits in `lines`, negative when over; None when there are none."""
    width, height = len(lines[0]), len(lines)
    found = [line.strip() for line in lines]
    for left in (*range(LONGEST_S), *range(-1, -LONGEST_S, -1)):
        sign = "+" if left < 0 else ""
        text = f"{sign}{abs(left) // 60:02}:{abs(left) % 60:02}"
        if _stands(stage_digits(text, width, height, glyphs), found):
            return left
    return None


def _stands(block: Sequence[str], found: Sequence[str]) -> bool:
    wanted = [row.strip() for row in block]
    return any(found[y : y + len(wanted)] == wanted for y in range(len(found) - len(wanted) + 1))
