"""Tells a platform that started anew from rooms that left. Pure; time is passed in."""

from __future__ import annotations

from collections.abc import Sequence

from adapters.errors import Emptied
from data.health.reading import Participant
from data.units import NS_PER_S

FEWEST = 5
PATIENCE_NS = 60 * NS_PER_S


class RestartWatch:
    """Watches one source's rosters from poll to poll.

    When not one call of a roster of `FEWEST` or more is left in the next, the platform is blamed:
    rooms do not leave together between two polls. The blame ends when half of the calls are back,
    or after a minute, for then the conference itself is over.
    """

    def __init__(self) -> None:
        self._calls: frozenset[str] = frozenset()
        self._since_ns: int | None = None

    def check(self, roster: Sequence[Participant], now_ns: int) -> None:
        """Accept `roster`, read at `now_ns`. Raises Emptied while the platform is to blame."""
        calls = frozenset([one.ref for one in roster])
        if self._since_ns is None and len(self._calls) >= FEWEST and self._calls.isdisjoint(calls):
            self._since_ns = now_ns
        if self._since_ns is not None:
            waiting = now_ns - self._since_ns < PATIENCE_NS and len(calls) * 2 < len(self._calls)
            if waiting:
                raise Emptied(f"{len(calls)} of {len(self._calls)} calls")
            self._since_ns = None
        self._calls = calls
