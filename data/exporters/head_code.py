"""The head of the record as a QR code: whoever reads it with a phone holds what finds a cut-off tail.

It says SEQ:HASH with the hash in capitals, which a code holds in fewer squares; `verify --head` takes it so.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

from data.record.chain import Head

QUIET = 2
"""Light squares around it on a screen, which has a frame of its own; on paper there are four."""


def head_text(head: Head) -> str:
    """What the code says."""
    return f"{head.seq}:{head.hash.hex().upper()}"


def head_png(head: Head) -> bytes:
    """For a paper: four pixels a square."""
    out = BytesIO()
    _code(head).save(out, kind="png", scale=4, border=4)
    return out.getvalue()


def head_svg(head: Head) -> str:
    """For a page: an element, black on white whatever is around it."""
    svg: str = _code(head).svg_inline(scale=3, border=4, light="white")
    return svg


def head_squares(head: Head) -> list[list[bool]]:
    """For a screen: rows of squares, True for a dark one."""
    return [[bool(square) for square in row] for row in _code(head).matrix_iter(border=QUIET)]


def _code(head: Head) -> Any:
    import segno

    return segno.make(head_text(head), error="l", micro=False)
