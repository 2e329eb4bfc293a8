"""The arithmetic of flapping, against figures that were measured where it comes from."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kit.profile import THOROUGH

from data.health.flapping import CHECKS, SLOT_S, Flapping
from data.units import NS_PER_S

RUN = 199
# A change at every so many checks → value after RUN checks, on at check, quiet checks until it is off.
VECTORS = [(1, 99.0, 6, 15), (2, 49.0, 12, 9), (3, 34.3, 18, 4)]


@pytest.mark.parametrize(("every", "value", "on_at", "clears_in"), VECTORS)
def test_golden_vectors(every: int, value: float, on_at: int, clears_in: int) -> None:
    ring, began = Flapping(), 0
    for check in range(1, RUN + 1):
        if ring.check(changed=check % every == 0) and not began:
            began = check
    assert ring.value_pct == pytest.approx(value, abs=1e-9)
    assert began == on_at
    quiet = 1
    while ring.check(changed=False):
        quiet += 1
    assert quiet == clears_in


@pytest.mark.parametrize(("every", "value"), [(4, 24.0), (5, 19.0), (10, 9.0)])
def test_a_change_at_every_fourth_check_is_no_flapping(every: int, value: float) -> None:
    ring = Flapping()
    for check in range(1, RUN + 1):
        assert not ring.check(changed=check % every == 0)
    assert ring.value_pct == pytest.approx(value, abs=1e-9)


def test_one_change_weighs_most_when_it_is_new_and_is_forgotten_after_twenty() -> None:
    ring = Flapping()
    ring.check(changed=True)
    values = [ring.value_pct]
    for _ in range(CHECKS):
        ring.check(changed=False)
        values.append(ring.value_pct)
    assert values[0] == pytest.approx(5.9, abs=1e-9)
    assert values[-2] == pytest.approx(4.0, abs=1e-9)
    assert values[-1] == 0
    assert values == sorted(values, reverse=True)


def test_limits_of_one_s_own_and_never_off_above_on() -> None:
    ring = Flapping(on_pct=5.0, off_pct=50.0)
    assert ring.check(changed=True)
    while ring.value_pct > 5.0:
        assert ring.on
        ring.check(changed=False)
    assert not ring.on


@THOROUGH
@given(st.lists(st.tuples(st.booleans(), st.integers(0, 8)), max_size=60))
def test_slots_that_nobody_looked_into_are_quiet_checks(story: list[tuple[bool, int]]) -> None:
    """Noting now and then is the same as checking each slot in turn."""
    by_time, by_slot, slot = Flapping(), Flapping(), 0
    for changed, skipped in story:
        slot += 1 + skipped
        for _ in range(skipped):
            by_slot.check(changed=False)
        was_on = by_slot.on
        by_slot.check(changed=changed)
        by_time.note(slot * SLOT_S * NS_PER_S, changed=changed)
        assert by_time.value_pct == by_slot.value_pct
        assert by_time.on == (was_on or by_slot.on), "it ends with the slot, not within it"


@THOROUGH
@given(st.lists(st.tuples(st.sampled_from([1, 4, 9, 15, 29, 60]), st.booleans()), max_size=80))
def test_who_looks_at_every_second_and_who_looks_at_changes_see_the_same(
    story: list[tuple[int, bool]],
) -> None:
    often, seldom, at = Flapping(), Flapping(), 0
    for seconds, changed in story:
        for _ in range(seconds):
            often.note(at * NS_PER_S, changed=False)
            at += 1
        often.note(at * NS_PER_S, changed=changed)
        if changed:
            seldom.note(at * NS_PER_S, changed=True)
            assert (seldom.on, seldom.value_pct) == (often.on, often.value_pct)


def test_it_is_over_after_a_long_quiet_also_when_nobody_looked_meanwhile() -> None:
    ring = Flapping()
    for slot in (0, 3, 4, 5, 6, 7):
        ring.note(slot * SLOT_S * NS_PER_S, changed=True)
    assert ring.on
    assert not ring.note(22 * SLOT_S * NS_PER_S, changed=True), (
        "20 was quiet enough for an end, 22 is no beginning"
    )
    assert 25 < ring.value_pct < 30


def test_changes_within_one_slot_are_one() -> None:
    ring = Flapping()
    for second in range(SLOT_S):
        ring.note(second * NS_PER_S, changed=True)
    assert ring.value_pct == pytest.approx(5.9)
