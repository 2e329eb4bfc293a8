"""The blocks on the speaker's screen, read back as a time."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

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


def wait_seconds(
    lines: Callable[[], Sequence[str]],
    true: Callable[[int], bool] = lambda _left: True,
    *,
    timeout_s: float = 15,
) -> int:
    """What a screen that is being painted shows, once that is whole and `true`; TimeoutError else."""
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline:
        seen = seconds_shown(lines())
        if seen is not None and true(seen):
            return seen
        time.sleep(0.05)
    raise TimeoutError("the digits were not seen; the screen was:\n" + "\n".join(lines()))


def _stands(block: Sequence[str], found: Sequence[str]) -> bool:
    wanted = [row.strip() for row in block]
    return any(found[y : y + len(wanted)] == wanted for y in range(len(found) - len(wanted) + 1))
