"""Walking the wall with the arrows: which cell lies beside which. Pure."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from data.health.reading import Health
from widgets.wall_lines import WORST
from widgets.wall_plan import WallPlan


class Spot(msgspec.Struct, frozen=True):
    """A cell on the wall, and the rooms that it stands for."""

    x: int
    y: int
    column: int
    group: int
    codes: tuple[str, ...]


class Walk:
    """The cells of one plan."""

    def __init__(self, plan: WallPlan) -> None:
        self.spots: list[Spot] = []
        for part in plan.parts:
            left = part.x + part.start
            if part.single:
                self.spots.append(Spot(left, part.y, part.column, part.group, part.codes))
            else:
                self.spots += [
                    Spot(left + at * part.pitch, part.y, part.column, part.group, (code,))
                    for at, code in enumerate(part.codes)
                ]
        self._order = sorted(self.spots, key=lambda spot: (spot.column, spot.y, spot.x))
        self._of = {code: spot for spot in self.spots for code in spot.codes}

    def spot(self, code: str) -> Spot | None:
        """Where `code` stands."""
        return self._of.get(code)

    def beside(self, here: Spot, by: int) -> Spot:
        """The next cell of the same line, into the next column if need be; `here` at the end."""
        line = [spot for spot in self.spots if spot.y == here.y]
        return line[min(max(0, line.index(here) + by), len(line) - 1)]

    def above(self, here: Spot, by: int) -> Spot:
        """The nearest cell of the line above (-1) or below (1), in the same column."""
        ahead = [spot for spot in self.spots if spot.column == here.column and (spot.y - here.y) * by > 0]
        return min(ahead, key=lambda spot: (abs(spot.y - here.y), abs(spot.x - here.x), spot.x), default=here)

    def region(self, here: Spot, by: int) -> Spot:
        """The first cell of the next region (1), of this one, or of the one before (-1)."""
        order = self._order
        firsts = [
            spot
            for before, spot in zip([None, *order], order, strict=False)
            if before is None or before.group != spot.group
        ]
        at = order.index(here)
        if by > 0:
            return next((spot for spot in firsts if order.index(spot) > at), order[-1])
        return next((spot for spot in reversed(firsts) if order.index(spot) < at), order[0])

    def edge(self, at: int) -> Spot | None:
        """The first (0) or the last (-1) cell."""
        return self._order[at] if self._order else None

    def nearest(self, x: int, y: int) -> Spot | None:
        """The cell of line `y` that a click at `x` means: of two as near, the one on the right."""
        line = (spot for spot in self.spots if spot.y == y)
        return min(line, key=lambda spot: (abs(spot.x - x), -spot.x), default=None)


def worst_of(spot: Spot, health: Mapping[str, Health]) -> str:
    """The room that a cell for many speaks of."""
    return min(spot.codes, key=lambda code: WORST.index(health.get(code, Health.UNKNOWN)))
