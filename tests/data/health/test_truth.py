"""An hour with ten faults that are known beforehand, and an afternoon of the built-in story."""

from __future__ import annotations

import pytest
from kit.days.ground_truth import TEN, day
from kit.days.simulated import OPENING_S, SimulatedDay
from kit.days.stormy import CYCLE_S, storm
from kit.national import national

from adapters.simulator.story import LOST_PROVINCE, PROVINCE_FROM_S, beats
from data import events as ev
from data.health.reading import Health

OUTAGE = beats().outage


def test_every_fault_of_an_hour_is_found_and_nothing_else_is() -> None:
    truth = day(TEN, 1)
    assert truth.missed == []
    assert truth.false == []
    assert max(truth.polls_to_checking()) <= 2
    delays = truth.delays()
    assert max(delays["drop on air"]) <= 10
    assert max(delays["drop audience"]) <= 30
    assert max(delays["freeze on air"]) <= 14
    assert max(delays["platform_down"]) <= 12


def test_in_a_conference_of_three_hours_the_bell_is_rare() -> None:
    """The built-in story: three rooms in a hundred unwell, a province and the platform lost for a while."""
    speakers = ["TC00", "T31", "T48", "T79"] * 5
    story = SimulatedDay(national(767), (), speakers, 600, every_s=10)
    hours_s = 3 * 3600
    rings, opened, lost = [], [], 0
    for seen in story.polls(hours_s):
        rings += [seen.t] * seen.rings
        bodies = [event.body for event in seen.events]
        told = [body for body in bodies if isinstance(body, ev.IncidentOpened)]
        opened += [(seen.t, body) for body in told]
        lost += sum(isinstance(body, ev.SourceLost) for body in bodies)
    seeded = [(PROVINCE_FROM_S, PROVINCE_FROM_S + 400), (OUTAGE[0], OUTAGE[1] + 120)]
    outside = [t for t in rings if t > OPENING_S and not any(a <= t < b for a, b in seeded)]
    tens = hours_s / 600
    assert len(outside) / tens <= 1
    assert max((sum(t <= other < t + 600 for other in rings) for t in rings), default=0) <= 10
    assert lost == 1, "the outage of the platform, once"
    sources = [body for _, body in opened if body.scope == "source"]
    assert len(sources) == 1
    during = [body for t, body in opened if OUTAGE[0] + 10 <= t < OUTAGE[1] and body.scope == "point"]
    assert during == []
    provinces = [body for t, body in opened if body.scope == "province" and body.reason == "group"]
    assert [body.subject for body in provinces] == [LOST_PROVINCE]
    assert sum(body.severity == "P1" for _, body in opened) <= 0.1 * max(10, len(opened))


@pytest.mark.parametrize("pace", [1.0, 3.0, 10.0, 30.0, 100.0])
def test_the_story_of_a_demo_is_told_at_every_speed(pace: float) -> None:
    """A province lost, found to be down, one incident; the platform silent, one incident; both come back."""
    points, told = national(200), beats(pace)
    family = {point.code for point in points if LOST_PROVINCE in (point.code, point.parent)}
    demo = SimulatedDay(points, (), ["TC00"] * 30, 3600, pace=pace)
    seen = list(demo.polls((told.outage[1] + 60) / pace + 40))
    bodies = [(poll.t * pace, event) for poll in seen for event in poll.events]
    down = {
        event.point: t
        for t, event in bodies
        if isinstance(event.body, ev.HealthChanged) and event.body.now == Health.DOWN
        if told.province[0] <= t < told.outage[0] and event.point in family
    }
    assert len(down) >= 0.8 * len(family), "nobody was seen to fall"
    assert max(down.values()) < told.province[1], "the verdict came when it was over"
    opened = [(t, event.body) for t, event in bodies if isinstance(event.body, ev.IncidentOpened)]
    [(lost_t, lost)] = [(t, one) for t, one in opened if one.scope == "province" and one.reason == "group"]
    [(silent_t, _)] = [(t, one) for t, one in opened if one.scope == "source"]
    assert lost.subject == LOST_PROVINCE
    assert told.province[0] < lost_t < told.province[1] < told.outage[0] < silent_t <= told.outage[1]
    by_scope = {one.scope: one.id for _, one in opened}
    [recovered] = [t for t, event in bodies if isinstance(event.body, ev.SourceRecovered)]
    resolved = {event.body.id: t for t, event in bodies if isinstance(event.body, ev.IncidentResolved)}
    assert resolved[by_scope["province"]] < told.outage[0]
    assert resolved[by_scope["source"]] == recovered >= told.outage[1] - 2 * pace
    shown_s = (told.province[1] - lost_t) / pace, (told.outage[1] - silent_t) / pace
    assert min(shown_s) >= 5, f"too short to be looked at: {shown_s}"


def test_in_a_storm_each_move_is_written_once_and_nothing_piles_up() -> None:
    """Ten minutes in which every room comes and goes twice a minute."""
    seen = storm(120, 600, every_s=5)
    assert seen.moved > 120 * 600 / CYCLE_S, "it did move"
    assert seen.told == seen.moved
    assert seen.grown_bytes < 50_000
