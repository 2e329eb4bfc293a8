"""Snapshots in, readings out; what is skipped must be what a fresh look would say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kit.conference import FoldingLog, point
from kit.platforms.legs import leg, rx, snapshot
from kit.profile import THOROUGH

from data import events as ev
from data.events import Fact
from data.folder.model import Thresholds
from data.health.observation import Observation
from data.health.reading import Health, Participant, Presence, Snapshot
from data.state import EMPTY
from data.units import NS_PER_S

POINTS = [point("T1"), point("T2"), point("T3")]
CODES = [each.code for each in POINTS]


def watch() -> Observation:
    return Observation("s1", POINTS, Thresholds(), EMPTY)


class Slow(Observation):
    """The same without the fast path."""

    def _rest(self, *_: object) -> None:
        return

    def _stays_away(self, *_: object, **__: object) -> bool:
        return False


legs = st.lists(
    st.builds(
        leg,
        st.sampled_from(CODES),
        st.sampled_from(["r1", "r2", "r3"]),
        presence=st.sampled_from(
            [Presence.MEDIA, Presence.MEDIA, Presence.LISTED, Presence.HOLD, Presence.LOBBY]
        ),
        quality=st.sampled_from([None, 1, 1, 2, 3]),
        streams=st.sampled_from([(), (), (rx(1),), (rx(2, 9.0),)]),
    ),
    max_size=4,
)
polls = st.lists(
    st.tuples(
        legs,
        st.integers(1, 5),
        st.sampled_from([0.5, 2, 12, 29]),
        st.booleans(),
        st.sets(st.sampled_from(CODES)),
    ),
    max_size=14,
)


@THOROUGH
@given(polls)
def test_the_fast_path_says_what_a_fresh_look_would(
    said: list[tuple[list[Participant], int, float, bool, set[str]]],
) -> None:
    fast, slow, at = watch(), Slow("s1", POINTS, Thresholds(), EMPTY), 100.0
    for each, times, every, expected, attended in said:
        for _ in range(times):
            at += every
            poll = snapshot(at, *each)
            told = fast.take(poll, expected=expected, attended=attended)
            retold = slow.take(poll, expected=expected, attended=attended)
            assert told == retold
            assert {code: r.health for code, r in fast.readings.items()} == {
                code: r.health for code, r in slow.readings.items()
            }
            assert fast.readings == slow.readings
            assert fast.sick() == slow.sick()


def test_only_what_changed_is_told_and_the_rest_stays_the_same_object() -> None:
    seen = watch()
    first = seen.take(snapshot(1, leg("T1"), leg("T2")), expected=True, attended=())
    assert sorted(first) == CODES
    kept = dict(seen.readings)
    assert seen.take(snapshot(3, leg("T1"), leg("T2")), expected=True, attended=()) == {}
    told = seen.take(snapshot(5, leg("T1"), leg("T2", mute_local=True)), expected=True, attended=())
    assert list(told) == ["T2"]
    assert seen.readings["T1"] is kept["T1"]


def test_streams_are_news_by_their_age_alone() -> None:
    seen = watch()
    seen.take(snapshot(1, leg("T1", streams=(rx(1),))), expected=False, attended=())
    told = seen.take(snapshot(3, leg("T1", streams=(rx(2),))), expected=False, attended=())
    assert told["T1"].streams_ns == 3 * NS_PER_S


def test_what_rests_on_good_figures_is_looked_at_again_when_they_are_a_minute_old() -> None:
    seen, told = watch(), []
    for at in range(1, 120, 2):
        streams = (rx(at),) if at == 41 else ()
        seen.take(snapshot(at, leg("T1", quality=None, streams=streams)), expected=False, attended=())
        told.append((at, seen.readings["T1"].health))
        assert seen.sick() == []
    unknown = [at for at, health in told if health is Health.UNKNOWN]
    assert unknown == [*range(31, 41, 2), *range(101, 120, 2)]


def test_legs_of_nobody_are_kept_apart() -> None:
    seen = watch()
    seen.take(snapshot(1, leg("T1"), leg("X9")), expected=True, attended=())
    assert [each.name for each in seen.unmatched] == ["X9 - phòng họp"]


def test_who_to_look_at_closely() -> None:
    seen = watch()
    for at in (1, 3):
        seen.take(snapshot(at, leg("T1"), leg("T2", quality=4)), expected=False, attended=())
    assert seen.sick() == ["T2"]
    assert seen.refs(["T2", "T3", "T1", "no such"]) == ["r-T2", "r-T1"]


def test_a_console_that_takes_over_goes_on_from_the_record() -> None:
    log = FoldingLog()
    log.record(
        Fact(ev.PointJoined(source="s1", ref="r-T1", name="n"), point="T1"),
        Fact(ev.HealthChanged(was="unknown", now="down", reason="absent", source="s1"), point="T2"),
    )
    seen = Observation("s1", POINTS, Thresholds(), log.state)
    told = seen.take(snapshot(5000), expected=False, attended=())
    assert told["T1"].checking, "it was there by the record, so its absence is looked into"
    assert (told["T2"].health, told["T3"].health) == (Health.UNKNOWN, Health.UNKNOWN)


def test_a_new_watcher_gives_a_leg_without_figures_30_s_and_no_more() -> None:
    log = FoldingLog()
    log.record(Fact(ev.PointJoined(source="s1", ref="r-T1", name="n"), point="T1"))
    seen = Observation("s1", POINTS, Thresholds(), log.state)
    for at in (5000, 5020, 5031):
        seen.take(snapshot(at, leg("T1", quality=None)), expected=False, attended=())
    assert seen.readings["T1"].health is Health.UNKNOWN


def test_the_same_evidence_read_again_is_no_second_look() -> None:
    """A file that nobody wrote meanwhile neither confirms a fault nor ends one."""
    seen = watch()
    seen.take(snapshot(1, leg("T1")), expected=True, attended=())
    for _ in range(5):
        seen.take(snapshot(3, leg("T1", quality=4)), expected=True, attended=())
    assert (seen.readings["T1"].health, seen.readings["T1"].checking) == (Health.OK, True)
    seen.take(snapshot(5, leg("T1", quality=4)), expected=True, attended=())
    assert seen.readings["T1"].health is Health.DEGRADED
    for _ in range(5):
        seen.take(snapshot(7, leg("T1")), expected=True, attended=())
    assert seen.readings["T1"].health is Health.DEGRADED, "one good look does not end it"
    seen.take(snapshot(9, leg("T1")), expected=True, attended=())
    assert seen.readings["T1"].health is Health.OK


@pytest.mark.parametrize(("near", "ends_s"), [((), 38.0), (("T1",), 19.0)])
def test_a_hold_off_ends_on_time_and_not_at_the_next_poll(near: tuple[str, ...], ends_s: float) -> None:
    seen = watch()
    seen.take(snapshot(1, leg("T1"), leg("T2")), expected=True, attended=near)
    assert seen.due_ns(near) == (1 + 25) * NS_PER_S, "T3 never came"
    assert list(seen.ripen(26 * NS_PER_S, near)) == ["T3"]
    assert seen.due_ns(near) is None
    seen.take(snapshot(13, leg("T2")), expected=True, attended=near)
    assert seen.due_ns(near) == ends_s * NS_PER_S
    assert seen.ripen(round(ends_s * NS_PER_S) - 1, near) == {}
    told = seen.ripen(round(ends_s * NS_PER_S), near)
    assert {code: (r.health, r.reason, r.checking) for code, r in told.items()} == {
        "T1": (Health.DOWN, "absent", False)
    }
    assert seen.readings["T1"] is told["T1"]
    assert seen.due_ns(near) is None
    assert seen.take(snapshot(61, leg("T2")), expected=True, attended=near) == {}, "nothing new in that"


def test_what_came_back_or_is_not_spoken_of_has_no_hold_off_to_end() -> None:
    seen = watch()
    for at, legs in ((1, ["T1", "T2", "T3"]), (3, ["T3"]), (5, ["T1", "T3"])):
        seen.take(snapshot(at, *map(leg, legs)), expected=True, attended=())
    assert seen.due_ns(()) == (3 + 25) * NS_PER_S
    partial = Snapshot(source="s1", observed_ns=7 * NS_PER_S, participants=(leg("T3"),), partial=True)
    seen.take(partial, expected=True, attended=())
    assert seen.due_ns(()) is None
    assert seen.ripen(100 * NS_PER_S, ()) == {}


def test_a_partial_answer_says_nothing_of_who_is_absent() -> None:
    observation = watch()
    silent = Snapshot(source="s1", observed_ns=NS_PER_S, participants=(), partial=True)
    assert observation.take(silent, expected=True, attended=()) == {}
    assert observation.readings == {}
    whole = Snapshot(source="s1", observed_ns=2 * NS_PER_S, participants=())
    assert set(observation.take(whole, expected=True, attended=())) == set(CODES)


def test_who_is_only_listed_is_neither_well_nor_down_until_figures_come() -> None:
    observation, said = watch(), []
    for at_s, quality in ((1, None), (60, None), (62, 1), (64, 1)):
        listed = Participant(ref="a", name="T1", presence=Presence.LISTED, quality=quality)
        one = Snapshot(source="s1", observed_ns=at_s * NS_PER_S, participants=(listed,))
        observation.take(one, expected=True, attended=())
        said.append(observation.readings["T1"].health)
    assert said == [Health.UNKNOWN, Health.UNKNOWN, Health.OK, Health.OK]
