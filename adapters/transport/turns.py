"""Whose turn it is to be looked at, where one poll cannot look at all of them. Pure but for its memory."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

LOOKS_AFTER = 3
"""So many looks in a row at what something was just done to."""


class _Told(NamedTuple):
    """How many looks are still owed, and whether they come before the most wanted."""

    looks: int = 0
    ahead: bool = False


class Turns:
    """Who was told of or is wanted, first; then who was looked at longest ago, or never.

    Half of every poll is left to that round where it needs it: however many are wanted, each has its turn.
    """

    def __init__(self) -> None:
        self._last: dict[str, int] = {}
        self._told: dict[str, _Told] = {}
        self._count = 0

    def tell(self, key: str, looks: int = LOOKS_AFTER, *, ahead: bool = True) -> None:
        """Something happened to `key`: so many looks at it come before those at others, whenever they come.

        Unless `ahead` the most wanted come before it still: who tells of hundreds at once is not `ahead`.
        """
        known = self._told.get(key, _Told())
        self._told[key] = _Told(max(looks, known.looks), ahead or known.ahead)

    def looked(self, key: str) -> None:
        """It is looked at now, whatever comes of that."""
        self._count += 1
        self._last[key] = self._count

    def forget(self, key: str) -> None:
        """As if it had never been looked at."""
        self._last.pop(key, None)

    def choose(
        self,
        here: Sequence[str],
        wanted: Sequence[str],
        at_most: int,
        *,
        urgent: int = 0,
        later: Collection[str] = (),
    ) -> list[str]:
        """Up to `at_most` of who is `here`, in the order of their turns; `later` after all others.

        The first `urgent` of the `wanted` come before all that was told without being ahead.
        """
        left = dict.fromkeys(here)
        self._last = {key: self._last.get(key, 0) for key in left}
        self._told = {key: told for key, told in self._told.items() if key in left}
        ahead = [key for key, told in self._told.items() if told.ahead]
        order = dict.fromkeys((*ahead, *wanted[:urgent], *self._told, *wanted[urgent:]))
        front = [key for key in order if key in left][: at_most - at_most // 2]
        for key in front:
            del left[key]
        rest = sorted(left, key=self._last.__getitem__)
        if later:
            rest.sort(key=later.__contains__)
        chosen = [*front, *rest][:at_most]
        self._pay(chosen)
        return chosen

    def _pay(self, chosen: Iterable[str]) -> None:
        """Who is looked at now is owed one look less, and stands behind who still waits for the first."""
        for key in chosen:
            told = self._told.pop(key, _Told())
            if told.looks > 1:
                self._told[key] = told._replace(looks=told.looks - 1)
