"""Where a live cutaway may go, and when the hall must be back."""

from __future__ import annotations

import pytest
from kit.conference import item

from data.agenda.cutaway import candidates, time_left_ms
from data.folder.model import ItemKind
from data.health.reading import Health

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


MIN = 60_000
NOW = 1_000 * MIN
LEFT = [
    # kind, (shortest, length, elapsed), return in; left (minutes)
    (ItemKind.LIVE_FEED, (0, 0, 4), 11, 11),  # nobody knows how long: the hall is what counts
    (ItemKind.LIVE_FEED, (0, 0, 4), -1, -1),
    (ItemKind.LIVE_FEED, (0, 10, 4), 11, 6),  # its own length is over first
    (ItemKind.LIVE_FEED, (0, 10, 4), 2, 2),
    (ItemKind.BREAK, (5, 15, 2), 20, 20),  # a break with a fixed end lasts until then
    (ItemKind.BREAK, (5, 15, 2), 1, 3),  # and never less than its shortest
    (ItemKind.BREAK, (5, 15, 9), -2, -2),
    (ItemKind.PRESENTATION, (0, 10, 12), None, -2),
]


@pytest.mark.parametrize(("kind", "spans", "back", "left"), LEFT)
def test_what_is_left(kind: ItemKind, spans: tuple[int, int, int], back: int | None, left: int) -> None:
    least, length, elapsed = spans
    until = None if back is None else NOW + back * MIN
    it = item("t", length, kind=kind, return_by_ms=until, min_duration_s=least * 60)
    assert time_left_ms(it, length * MIN, elapsed * MIN, NOW) == left * MIN
