"""Who used to answer when asked, and does not any more. Pure."""

from __future__ import annotations

from collections.abc import Collection

MISSES = 2


class Answering:
    """Of those who never answered nothing is concluded: not every client knows how."""

    def __init__(self) -> None:
        self._misses: dict[str, int] = {}
        self._asked: dict[str, int] = {}
        self._round = 0

    def turn(self, wanted: Collection[str], everybody: Collection[str], most: int) -> list[str]:
        """Whom to ask now: the wanted, who fell silent, and then who was not asked for longest."""
        self._round += 1
        present = set(everybody)
        self._misses = {ref: missed for ref, missed in self._misses.items() if ref in present}
        self._asked = {ref: when for ref, when in self._asked.items() if ref in present}
        silent = (ref for ref, missed in self._misses.items() if missed)
        others = sorted(everybody, key=lambda ref: self._asked.get(ref, 0))
        chosen = [ref for ref in dict.fromkeys((*wanted, *silent, *others)) if ref in present][:most]
        self._asked |= dict.fromkeys(chosen, self._round)
        return chosen

    def told(self, ref: str, *, answered: bool) -> None:
        """What came of asking."""
        if answered:
            self._misses[ref] = 0
        elif ref in self._misses:
            self._misses[ref] += 1

    def is_silent(self, ref: str) -> bool:
        """Whether it missed `MISSES` times in a row, after it once had answered."""
        return self._misses.get(ref, 0) >= MISSES
