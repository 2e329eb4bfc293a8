"""The simulated day: the same for everyone who asks, and as troubled as it says."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kit.national import national

from adapters.simulator.media import flow
from adapters.simulator.scenario import CALM, Do, Step
from adapters.simulator.story import LOST_PROVINCE, SPEAKERS, beats
from adapters.simulator.world import World
from data.text import clean

POINTS = national()
WORLD = World(POINTS, 1)
AGAIN = World(POINTS, 1)


def present(world: World, t: float) -> set[str]:
    return {leg.point for leg in world.present(t)} - {""}


def unwell(world: World, t: float) -> set[str]:
    """Rooms without a leg that has media and tolerable quality."""
    well = {one.point for one in world.participants(t) if not one.leg.signalling and one.quality < 3}
    return {point.code for point in POINTS} - well


@settings(max_examples=30, deadline=None)
@given(st.lists(st.floats(-5, 20_000), min_size=1, max_size=4))
def test_time_may_be_asked_in_any_order(times: list[float]) -> None:
    there = {t: [(one.ref, one.name, one.quality) for one in WORLD.participants(t)] for t in sorted(times)}
    for t in times:
        assert [(one.ref, one.name, one.quality) for one in AGAIN.participants(t)] == there[t]


def test_another_seed_is_another_day() -> None:
    assert {leg.ref for leg in World(POINTS, 2).present(60)}.isdisjoint(leg.ref for leg in WORLD.present(60))


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("count", [67, 767])
def test_nobody_at_first_most_by_8_s_some_late_some_never(seed: int, count: int) -> None:
    world = World(national(count), seed)
    by_t = {t: len(present(world, t)) for t in (-1, 0, 4, 8, 60)}
    assert (by_t[-1], by_t[0]) == (0, 0)
    assert 0.2 * count < by_t[4] < 0.8 * count
    assert by_t[8] >= 0.95 * count
    assert by_t[8] < count


def test_a_few_never_come() -> None:
    ever = set().union(*(present(WORLD, t) for t in range(0, 20_000, 50)))
    assert 1 <= len(POINTS) - len(ever) <= 0.02 * len(POINTS)


@pytest.mark.parametrize("t", [50, 110, 450, 900, 3000, 7200])
def test_about_97_per_cent_are_well(t: float) -> None:
    assert 0.005 * len(POINTS) < len(unwell(WORLD, t)) < 0.06 * len(POINTS)


@pytest.mark.parametrize("seed", range(5))
def test_the_speakers_come_early_and_stay_well(seed: int) -> None:
    world = World(POINTS, seed)
    for t in range(3, 299, 5):
        here = {
            one.point: one
            for one in world.participants(t)
            if one.point in SPEAKERS and not one.leg.signalling
        }
        assert set(here) == SPEAKERS
        assert all(one.quality < 3 and not one.server_muted for one in here.values())


def test_the_third_speaker_loses_sound_and_not_picture() -> None:
    [leg] = [leg for leg in WORLD.present(330) if leg.point == "T79" and not leg.signalling]
    audio, video = WORLD.flows(leg, 330)
    assert audio.window_loss_pct > 5
    assert video.window_loss_pct < 1
    assert WORLD.seen(leg, 345).quality == 3
    assert WORLD.seen(leg, 700).quality == 1


def test_a_province_goes_together_and_comes_back_under_new_ids() -> None:
    members = {point.code for point in POINTS if LOST_PROVINCE in (point.code, point.parent)}
    assert len(members) > 5
    before = {leg.ref for leg in WORLD.present(119) if leg.point in members}
    assert len(before) >= 0.8 * len(members)
    assert not members & present(WORLD, 121)
    after = {leg.ref for leg in WORLD.present(325) if leg.point in members}
    assert len(after) >= 0.8 * len(members)
    assert not before & after


def test_the_platform_stops_answering_for_a_while() -> None:
    start, end = beats().outage
    hangs = {t: WORLD.weather(t).hangs for t in (start - 0.1, start, end - 0.1, end)}
    assert list(hangs.values()) == [False, True, True, False]


def test_no_ref_is_ever_used_twice() -> None:
    refs = [leg.ref for t in range(0, 20_000, 40) for leg in WORLD.present(t)]
    legs = {id(leg) for t in range(0, 20_000, 40) for leg in WORLD.present(t)}
    assert len(set(refs)) == len(legs)


def test_no_quality_is_known_in_the_first_20_s_of_a_leg() -> None:
    for one in WORLD.participants(25):
        assert (one.quality == 0) == (one.leg.signalling or 25 - one.leg.since < 20)


def test_names_are_trouble() -> None:
    seen = WORLD.participants(60)
    names = {one.name for one in seen}
    guests = {one.name for one in seen if not one.point}
    assert {"[bold]", "[/]", "[@click=app.quit]x[/]", "Cao Bằng"} <= guests
    assert max(map(len, guests)) == 4000
    assert any("\x1b" in name for name in guests)
    assert any(name.endswith("(DP)") for name in {one.name for one in WORLD.participants(2000)})
    assert any(clean(name) != name for name in names - guests), "names in NFD"
    prefixed = [one for one in seen if one.point and one.name.startswith(one.point)]
    assert 0.6 < len(prefixed) / len(seen) < 0.95


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_counters_never_go_back_within_a_leg(data: st.DataObject) -> None:
    legs = sorted(
        WORLD.present(data.draw(st.sampled_from([60, 310, 5000]))), key=lambda leg: -len(leg.faults)
    )
    leg = data.draw(st.sampled_from([leg for leg in legs if not leg.signalling][:60]))
    edges = [edge for fault in leg.faults for edge in (fault.start, fault.end)]
    near = st.sampled_from(edges or [0.0]).flatmap(lambda edge: st.floats(edge - 1, edge + 1))
    end = min(leg.until, 20_000)
    times = sorted(data.draw(st.lists(st.floats(leg.since, end) | near, min_size=2, max_size=8)))
    for kind in ("audio", "video"):
        flows = [flow(leg, kind, min(max(t, leg.since), end)) for t in times]
        for counter in ("received", "lost", "sent"):
            values = [getattr(one, counter) for one in flows]
            assert values == sorted(values)
            assert values[0] >= 0


def one_step(do: Do, **step: object) -> World:
    return World(POINTS[:67], 1, [Step(t=100, do=do, points=("T22",), for_s=60, **step)])  # type: ignore[arg-type]


def of(world: World, t: float) -> list[object]:
    return [one for one in world.participants(t) if one.point == "T22" and not one.leg.signalling]


def test_a_scenario_replaces_the_story() -> None:
    world = World(POINTS, 1, CALM)
    assert present(world, 8) == {point.code for point in POINTS}
    assert all(one.point for one in world.participants(60))
    for t in (130, 330, 610, 5000):
        assert not unwell(world, t)
        assert not world.weather(t).hangs


def test_drop_and_rejoin() -> None:
    world = one_step(Do.DROP)
    [before], during, [after] = of(world, 99), of(world, 101), of(world, 161)
    assert not during
    assert before.ref != after.ref
    early = World(POINTS[:67], 1, [Step(t=100, do=Do.DROP), Step(t=130, do=Do.REJOIN, points=("T2*",))])
    assert present(early, 120) == set()
    assert present(early, 131) == {code for code in present(early, 99) if code.startswith("T2")}


def test_loss_of_one_medium_and_freeze() -> None:
    lossy = one_step(Do.LOSS, value=20.0, stream="video")
    [leg] = [one.leg for one in of(lossy, 130)]
    audio, video = lossy.flows(leg, 130)
    assert audio.window_loss_pct < 1
    assert 19 < video.window_loss_pct < 22
    frozen = one_step(Do.FREEZE)
    [leg] = [one.leg for one in of(frozen, 110)]
    assert frozen.flows(leg, 110)[0].received == frozen.flows(leg, 150)[0].received > 0
    assert frozen.flows(leg, 110)[0].rx_kbit == 0
    assert not leg.signalling, "the platform goes on saying that all is well"


def test_mute_rename_duplicate_and_delay() -> None:
    [muted] = of(one_step(Do.MUTE), 110)
    assert muted.server_muted
    [renamed] = of(one_step(Do.RENAME, value="Phòng họp"), 110)
    assert renamed.name == "Phòng họp"
    doubled = one_step(Do.DUPLICATE)
    assert [len(of(doubled, t)) for t in (99, 110, 161)] == [1, 2, 1]
    assert [one.quality for one in of(one_step(Do.DELAY), 159)] == [2]


def test_flap_leaves_and_comes_under_new_ids() -> None:
    world = one_step(Do.FLAP, value=10.0)
    refs = [tuple(one.ref for one in of(world, t)) for t in range(95, 165)]
    changes = Counter(before != after for before, after in pairwise(refs))
    assert changes[True] == 12
    assert len(set(refs) - {()}) == 7


def test_the_platform_slow_down_and_up() -> None:
    steps = [
        Step(t=10, do=Do.PLATFORM_SLOW, value=2.5),
        Step(t=20, do=Do.PLATFORM_DOWN, value=503),
        Step(t=30, do=Do.PLATFORM_UP),
        Step(t=40, do=Do.PLATFORM_DOWN, for_s=5),
    ]
    world = World(POINTS[:5], 1, steps)
    seen = [(w.hangs, w.status, w.delay_s) for w in map(world.weather, (9, 11, 21, 31, 41, 46))]
    calm = (False, 200, 0.0)
    assert seen == [calm, (False, 200, 2.5), (False, 503, 2.5), calm, (True, 200, 0.0), calm]
