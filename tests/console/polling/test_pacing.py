"""When to ask again: soon enough to see a recovery within two polls, never a flood."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kit.profile import THOROUGH

from adapters.errors import AdapterError, BadPayload, RateLimited, Refused, TimedOut, Unreachable
from console.polling.pacing import JITTER, LONGEST_PAUSE_S, SHORTEST_PAUSE_S, pause_s

MIDDLE = 0.5
TABLE = [
    (2.0, 0, None, 2.0),
    (0.5, 0, None, 0.5),
    (2.0, 1, TimedOut(), 2.0),
    (2.0, 2, TimedOut(), 4.0),
    (2.0, 50, Unreachable(), 4.0),
    (0.2, 1, BadPayload(), 1.0),
    (2.0, 1, RateLimited(retry_after_s=30), 30.0),
    (2.0, 1, RateLimited(retry_after_s=600), 600.0),
    (2.0, 1, RateLimited(retry_after_s=0), 1.0),
    (2.0, 1, RateLimited(), 4.0),
    (2.0, 3, RateLimited(), 16.0),
    (2.0, 9, RateLimited(), 30.0),
]


@pytest.mark.parametrize(("interval", "failures", "error", "seconds"), TABLE)
def test_pauses(interval: float, failures: int, error: AdapterError | None, seconds: float) -> None:
    told = pause_s(interval, failures, error, 0.0 if error else MIDDLE)
    assert told == pytest.approx(seconds)


def test_refused_means_do_not_ask_again() -> None:
    assert pause_s(2.0, 1, Refused(), MIDDLE) is None


errors = st.sampled_from([None, TimedOut(), Unreachable(), BadPayload(), RateLimited()]) | st.builds(
    lambda wish: RateLimited(retry_after_s=wish), st.floats(0, 3600)
)


@THOROUGH
@given(st.floats(0.5, 60), st.integers(0, 1000), errors, st.floats(0, 1, exclude_max=True))
def test_a_source_is_never_flooded_and_a_wish_for_rest_is_kept(
    interval: float, failures: int, error: AdapterError | None, chance: float
) -> None:
    told = pause_s(interval, failures, error, chance)
    assert told is not None
    if error is None:
        assert abs(told - interval) <= interval * JITTER / 2 + 1e-9
        return
    assert told >= SHORTEST_PAUSE_S
    if isinstance(error, RateLimited) and error.retry_after_s is not None:
        assert told >= error.retry_after_s
    elif isinstance(error, RateLimited):
        assert told <= LONGEST_PAUSE_S * (1 + JITTER)
    else:
        assert told <= max(SHORTEST_PAUSE_S, 2 * interval) * (1 + JITTER), "seen again within two polls"
