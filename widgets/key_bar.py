"""The keys that mean something on this screen."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from widgets.line import Line, Piece, cells_of, spread
from widgets.picture import Picture
from widgets.tone import Tone


class KeyHint(msgspec.Struct, frozen=True):
    """A key and what it does; `short` for narrow screens; `live` False while it is refused.

    `keep` marks the way to everything else: it goes last.
    """

    key: str
    label: str
    short: str = ""
    live: bool = True
    keep: bool = False


class Keys(msgspec.Struct, frozen=True):
    """Verbs on the left, places on the right; the least needed last (they go first)."""

    left: tuple[KeyHint, ...]
    right: tuple[KeyHint, ...] = ()


class KeyBar(Picture[Keys]):
    """One row."""

    def draw(self, value: Keys, width: int, height: int) -> Sequence[Line]:
        """Full labels if they fit, else short ones, else fewer keys."""
        left, right = list(value.left), list(value.right)
        while True:
            for gap, short in (("  ", False), (" ", True)):
                ends = _pieces(right, " ", short)
                begin = [Piece(" "), *_pieces(left, gap, short)]
                if cells_of(begin) + cells_of(ends) + 2 <= width or not (left or right):
                    return [spread(begin, (*ends, Piece(" ")), width, more=self.glyphs.more)]
            _drop(left, right)


def _drop(left: list[KeyHint], right: list[KeyHint]) -> None:
    """A place to go to is worth less than a verb; those to keep are given up last of all."""
    for side in (right, left):
        for at in reversed(range(len(side))):
            if not side[at].keep:
                del side[at]
                return
    (left or right).pop()


def _pieces(hints: list[KeyHint], gap: str, short: bool) -> list[Piece]:
    pieces: list[Piece] = []
    for number, hint in enumerate(hints):
        label = (short and hint.short) or hint.label
        pieces += [
            Piece(gap if number else ""),
            Piece(hint.key, Tone.KEY if hint.live else Tone.DIM),
            Piece(f" {label}" if label else "", Tone.PLAIN if hint.live else Tone.DIM),
        ]
    return pieces
