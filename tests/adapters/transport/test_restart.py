"""When a platform is blamed for an empty roster, and when it is believed."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from adapters.errors import Emptied
from adapters.transport.restart import FEWEST, PATIENCE_NS, RestartWatch
from data.health.reading import Participant


def calls(refs: Iterable[object]) -> list[Participant]:
    return [Participant(ref=str(ref), name="x") for ref in refs]


def blamed(watch: RestartWatch, refs: Iterable[object], now_ns: int) -> bool:
    try:
        watch.check(calls(refs), now_ns)
    except Emptied:
        return True
    return False


def test_one_call_that_stayed_is_proof_that_the_platform_did_not_start_anew() -> None:
    watch = RestartWatch()
    assert [blamed(watch, refs, 0) for refs in (range(800), [7], [])] == [False, False, False]


@pytest.mark.parametrize(("before", "expected"), [(FEWEST - 1, False), (FEWEST, True)])
def test_a_few_may_well_hang_up_together(before: int, expected: bool) -> None:
    watch = RestartWatch()
    watch.check(calls(range(before)), 0)
    assert blamed(watch, [], 1) is expected


def test_new_calls_in_place_of_all_old_ones_are_a_restart_until_half_are_back() -> None:
    watch = RestartWatch()
    watch.check(calls(range(10)), 0)
    found = [blamed(watch, [f"n{n}" for n in range(count)], count) for count in (1, 4, 5)]
    assert found == [True, True, False]


def test_all_back_under_new_names_at_once_is_no_loss() -> None:
    watch = RestartWatch()
    watch.check(calls(range(10)), 0)
    assert not blamed(watch, [f"n{n}" for n in range(10)], 1)


def test_patience_ends_and_can_begin_again() -> None:
    watch = RestartWatch()
    watch.check(calls(range(10)), 0)
    assert [blamed(watch, [], at) for at in (1, PATIENCE_NS, PATIENCE_NS + 1)] == [True, True, False]
    assert not blamed(watch, range(10), PATIENCE_NS + 2)
    assert blamed(watch, [], PATIENCE_NS + 3)
