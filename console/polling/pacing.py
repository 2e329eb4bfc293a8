"""When to ask a source again. Pure but for the random number that is passed in."""

from __future__ import annotations

from adapters.errors import AdapterError, RateLimited, Refused

LOST_AFTER_FAILURES = 2
LONGEST_PAUSE_S = 30.0
SHORTEST_PAUSE_S = 1.0
JITTER = 0.1
EARLIEST_S = 0.25
BUSY_SHARE = 0.2
"""Polls that pushes call for may keep a platform busy for so much of its time."""


def early_s(poll_ms: float | None) -> float:
    """Seconds that even a push leaves between two polls, by what the last one took."""
    return max(EARLIEST_S, (poll_ms or 0.0) / 1000 / BUSY_SHARE)


def pause_s(interval_s: float, failures: int, error: AdapterError | None, chance: float) -> float | None:
    """Seconds until the next poll; None when asking again cannot help (`Refused`).

    After a success: the interval. After a failure: the interval, then twice that, so that a source
    that comes back is seen within two polls, and never more than one request a second. A platform
    that asks for rest gets all it asked for, or a doubling pause up to 30 s. `chance` in [0, 1)
    spreads several sources over time: ±5 % of an interval, only later after a failure.
    """
    if isinstance(error, Refused):
        return None
    if isinstance(error, RateLimited):
        doubled = max(SHORTEST_PAUSE_S, interval_s) * 2 ** min(failures, 5)
        wish = min(doubled, LONGEST_PAUSE_S) if error.retry_after_s is None else error.retry_after_s
        return max(SHORTEST_PAUSE_S, wish) * (1 + JITTER * chance)
    if error is not None:
        return max(SHORTEST_PAUSE_S, interval_s * min(failures, 2)) * (1 + JITTER * chance)
    return interval_s * (1 + JITTER * (chance - 0.5))
