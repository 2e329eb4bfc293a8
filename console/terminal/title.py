"""The title of the terminal's window or tab: which conference, and loudly whether it is a rehearsal."""

from __future__ import annotations

import os
from collections.abc import Callable

from data.text import clean

LONGEST_CELLS = 80
_SAVE, _RESTORE = "\x1b[22;2t", "\x1b[23;2t"


def put(write: Callable[[str], object], *words: str) -> None:
    """Save the title that stands, and show `words`. Nothing on the Linux console, which has none."""
    if os.environ.get("TERM") != "linux":
        title = clean(" · ".join(word for word in words if word), LONGEST_CELLS)
        write(f"{_SAVE}\x1b]2;{title}\x07")


def restore(write: Callable[[str], object]) -> None:
    """Give back the title that stood before `put`."""
    if os.environ.get("TERM") != "linux":
        write(_RESTORE)
