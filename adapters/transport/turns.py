"""Whose turn it is to be looked at, where one poll cannot look at all of them. Pure but for its memory."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence

LOOKS_AFTER = 3
"""So many polls in a row look at what something was just done to."""


class Turns:
    """Who was told of or is wanted, first; then who was looked at longest ago, or never.

    Half of every poll is left to that round where it needs it: however many are wanted, each has its turn.
    """

    def __init__(self) -> None:
        self._last: dict[str, int] = {}
        self._told: dict[str, int] = {}
        self._count = 0

    def tell(self, key: str, polls: int = LOOKS_AFTER) -> None:
        """Something happened to `key`: so many polls look at it before all others."""
        self._told[key] = max(polls, self._told.get(key, 0))

    def looked(self, key: str) -> None:
        """It is looked at now, whatever comes of that."""
        self._count += 1
        self._last[key] = self._count

    def forget(self, key: str) -> None:
        """As if it had never been looked at."""
        self._last.pop(key, None)

    def choose(
        self, here: Sequence[str], wanted: Iterable[str], at_most: int, later: Container[str] = ()
    ) -> list[str]:
        """Up to `at_most` of who is `here`, in the order of their turns; `later` after all others."""
        left = dict.fromkeys(here)
        self._last = {key: self._last[key] for key in left if key in self._last}
        first = [key for key in dict.fromkeys((*self._told, *wanted)) if key in left]
        self._told = {key: polls - 1 for key, polls in self._told.items() if polls > 1}
        front = first[: at_most - at_most // 2]
        for key in front:
            del left[key]
        rest = sorted(left, key=lambda key: (key in later, self._last.get(key, 0)))
        return [*front, *rest][:at_most]
