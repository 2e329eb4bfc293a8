"""A code of squares, as codes for phones are, in half blocks: two rows of squares a line."""

from __future__ import annotations

from collections.abc import Sequence

from widgets.glyphs import HALVES


def square_code(squares: Sequence[Sequence[bool]], *, light_ink: bool) -> list[str]:
    """The lines. `squares` are True where dark.

    With `light_ink` the light squares are inked and the dark ones are the ground, else the other way round,
    so that the code is dark on light either way.
    """
    rows = [*squares, *([[False] * len(squares[0])] if len(squares) % 2 else [])]
    pairs = zip(rows[::2], rows[1::2], strict=True)
    return [
        "".join(HALVES[(a != light_ink) + 2 * (b != light_ink)] for a, b in zip(*pair, strict=True))
        for pair in pairs
    ]
