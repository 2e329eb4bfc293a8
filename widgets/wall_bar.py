"""A row of facts over the wall or below it: the least needed stand last and go first."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from widgets.line import Line, Piece, cells_of, spread
from widgets.picture import Picture


class Bar(msgspec.Struct, frozen=True):
    """`facts` from the left, each whole or not at all; `right` is kept while anything is."""

    facts: tuple[tuple[Piece, ...], ...]
    right: tuple[Piece, ...] = ()


class WallBar(Picture[Bar]):
    """One row."""

    def draw(self, value: Bar, width: int, height: int) -> Sequence[Line]:
        """As many facts as fit, parted widely if there is room."""
        room = width - (cells_of(value.right) + 2 if value.right else 0) - 1
        facts = list(value.facts)
        right = (*value.right, Piece(" ")) if value.right else ()
        while True:
            for gap in ("    ", "  "):
                left = _joined(facts, gap)
                if cells_of(left) <= room or (gap == "  " and len(facts) < 2):
                    return [spread(left, right, width, more=self.glyphs.more)]
            facts.pop()


def _joined(facts: Sequence[tuple[Piece, ...]], gap: str) -> list[Piece]:
    pieces = [Piece(" ")]
    for number, fact in enumerate(facts):
        pieces += (Piece(gap), *fact) if number else fact
    return pieces
