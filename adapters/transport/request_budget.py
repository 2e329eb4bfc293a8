"""How many requests a platform may be asked for: a token bucket that holds in any minute."""

from __future__ import annotations

from collections.abc import Callable

from data.units import NS_PER_S

DAY_NS = 86_400 * NS_PER_S


class RequestBudget:
    """At most `per_minute` requests in ANY 60 s: a bucket of `burst` (a tenth), refilled with the rest.

    And at most `per_day` in the day since the first. Pexip shares 1,000 requests a minute over all its
    admin APIs, Zoom 60,000 a day over all applications of an account.
    """

    def __init__(
        self,
        real_ns: Callable[[], int],
        per_minute: int = 1000,
        *,
        burst: int | None = None,
        per_day: int | None = None,
    ) -> None:
        self.capacity = per_minute // 10 if burst is None else burst
        self.spent = 0
        self._rate = (per_minute - self.capacity) / 60
        self._real_ns = real_ns
        self._tokens = float(self.capacity)
        self._at_ns = self._day_ns = real_ns()
        self._per_day = per_day
        self._today = 0

    def take(self, *, keep: int = 0) -> float:
        """Take one request and return 0, or return the seconds to wait.

        `keep` requests are left untouched, for those that matter more.
        """
        now_ns = self._refilled_ns()
        missing = 1 + keep - self._tokens
        if missing > 0:
            return missing / self._rate
        if (wait_s := self._left_of_day_s(now_ns)) > 0:
            return wait_s
        self._tokens -= 1
        self.spent += 1
        self._today += 1
        return 0.0

    def spares(self, count: int, again_s: float) -> bool:
        """Whether so many requests can be taken now, and as many once more in `again_s` seconds."""
        now_ns = self._refilled_ns()
        later = min(self._tokens - count + again_s * self._rate, float(self.capacity))
        return min(self._tokens, later) >= count and self._left_of_day_s(now_ns) == 0

    def _refilled_ns(self) -> int:
        """Now, with what was gained until now."""
        now_ns = self._real_ns()
        gained = max(now_ns - self._at_ns, 0) / NS_PER_S * self._rate
        self._tokens, self._at_ns = min(self._tokens + gained, float(self.capacity)), now_ns
        return now_ns

    def _left_of_day_s(self, now_ns: int) -> float:
        """Seconds until the day ends whose requests are spent; 0 while there are some."""
        if now_ns - self._day_ns >= DAY_NS:
            self._day_ns, self._today = now_ns, 0
        if self._per_day is None or self._today < self._per_day:
            return 0.0
        return (self._day_ns + DAY_NS - now_ns) / NS_PER_S
