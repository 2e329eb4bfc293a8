"""Where a live cutaway may go, and when the hall must be back."""

from __future__ import annotations

from kit.clock import ManualClock
from kit.conference import item

from data.cutaway import back_in_ms, candidates
from data.model import ItemKind
from data.reading import Health

TRIAL = item("t", 5, kind=ItemKind.LIVE_FEED, point="T1", candidates=("T2", "T3", "T4", "T5", "T1"))


def test_the_healthiest_candidate_stands_first_and_what_is_unseen_before_what_is_down() -> None:
    health = {"T1": Health.DOWN, "T2": Health.STALE, "T3": Health.OK, "T5": Health.DEGRADED}
    found = candidates(TRIAL, health)
    assert [each.point for each in found] == ["T3", "T5", "T4", "T2", "T1"]
    assert [each.point for each in found if each.chosen] == ["T1"]
    assert found[2].health is Health.UNKNOWN


def test_among_equals_the_order_of_the_plan() -> None:
    assert [each.point for each in candidates(TRIAL, {})] == ["T1", "T2", "T3", "T4", "T5"]
    assert candidates(item("x"), {}) == ()


def test_back_in_the_hall_by() -> None:
    now = ManualClock().now()
    trial = item("t", return_by_ms=now.utc_ms + 90_000)
    assert back_in_ms(trial, now) == 90_000
    assert back_in_ms(item("x"), now) is None
