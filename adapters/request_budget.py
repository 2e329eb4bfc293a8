"""How many requests a platform may be asked for: a token bucket that holds in any minute."""

from __future__ import annotations

from collections.abc import Callable

NS = 1_000_000_000


class RequestBudget:
    """At most `per_minute` requests in ANY 60 s: a bucket of a tenth, refilled with the rest.

    Pexip shares 1,000 requests a minute over all its admin APIs.
    """

    def __init__(self, real_ns: Callable[[], int], per_minute: int = 1000) -> None:
        self.capacity = per_minute // 10
        self.spent = 0
        self._rate = (per_minute - self.capacity) / 60
        self._real_ns = real_ns
        self._tokens = float(self.capacity)
        self._at_ns = real_ns()

    def take(self, *, keep: int = 0) -> float:
        """Take one request and return 0, or return the seconds to wait.

        `keep` requests are left untouched, for those that matter more.
        """
        now_ns = self._real_ns()
        gained = max(now_ns - self._at_ns, 0) / NS * self._rate
        self._tokens, self._at_ns = min(self._tokens + gained, float(self.capacity)), now_ns
        missing = 1 + keep - self._tokens
        if missing > 0:
            return missing / self._rate
        self._tokens -= 1
        self.spent += 1
        return 0.0
