"""Whose turn it is: who was told of until that was looked at, who is wanted, and everybody in the end."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from adapters.transport.turns import LOOKS_AFTER, Turns

HERE = [f"r{number}" for number in range(12)]


def polled(turns: Turns, at_most: int, wanted: list[str] | None = None, urgent: int = 0) -> list[str]:
    chosen = turns.choose(HERE, wanted or [], at_most, urgent=urgent)
    for key in chosen:
        turns.looked(key)
    return chosen


def test_looks_are_counted_and_not_polls() -> None:
    turns = Turns()
    turns.tell("r7", 2)
    assert turns.choose(HERE, [], 0) == [], "a poll that looks at nobody owes as much as before"
    assert [polled(turns, 1) for _ in range(3)] == [["r7"], ["r7"], ["r0"]]


def test_what_was_acted_on_comes_before_the_most_wanted_and_what_a_storm_told_after_them() -> None:
    turns, wanted = Turns(), ["r1", "r2", "r3"]
    for key in HERE[4:]:
        turns.tell(key, 1, ahead=False)
    turns.tell("r9")
    assert polled(turns, 12, wanted, urgent=2)[:6] == ["r9", "r1", "r2", "r4", "r5", "r6"]
    assert polled(turns, 12, wanted, urgent=2)[:4] == ["r9", "r1", "r2", "r3"]


def test_who_waits_longest_for_a_look_that_is_owed_is_next() -> None:
    turns = Turns()
    for key in ("r3", "r4", "r5"):
        turns.tell(key, 2, ahead=False)
    assert [polled(turns, 2)[0] for _ in range(6)] == ["r3", "r4", "r5", "r3", "r4", "r5"]


def test_to_tell_again_owes_no_more_than_was_told() -> None:
    turns = Turns()
    for _ in range(5):
        turns.tell("r7")
    assert [polled(turns, 1) for _ in range(LOOKS_AFTER + 1)] == [["r7"]] * LOOKS_AFTER + [["r0"]]


def test_nothing_is_owed_to_who_is_gone() -> None:
    turns = Turns()
    turns.tell("gone")
    assert polled(turns, 1) == ["r0"]
    assert turns.choose(["r0", "r1", "gone"], [], 1) == ["r1"]


@given(
    st.lists(
        st.tuples(st.lists(st.sampled_from(HERE), unique=True), st.lists(st.sampled_from(HERE))), max_size=6
    ),
    st.integers(2, 6),
)
def test_however_many_are_wanted_or_told_of_everybody_has_a_turn(
    before: list[tuple[list[str], list[str]]], at_most: int
) -> None:
    turns, seen = Turns(), set[str]()
    for wanted, told in before:
        for key in told:
            turns.tell(key, ahead=False)
        polled(turns, at_most, wanted)
    for _ in range(len(HERE)):
        for key in HERE[:6]:
            turns.tell(key, ahead=False)
        chosen = polled(turns, at_most, HERE[:3], urgent=2)
        assert len(chosen) == len(set(chosen)) == at_most
        seen |= set(chosen)
    assert seen == set(HERE)
