"""What a poll adds to the record: only transitions, in bounded batches, from the lease's holder."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kit.conference import FoldingLog
from kit.profile import THOROUGH

from data import events as ev
from data.folder.model import Thresholds
from data.health.reading import Health, Presence, Reading, SourceStatus
from data.health.telemetry import (
    BATCH,
    Lease,
    fenced,
    point_facts,
    shown_health,
    source_facts,
    take_polling,
)
from data.rules import Refusal

LIMITS = Thresholds()


def reading(code: str = "T1", **fields: object) -> Reading:
    told: dict[str, object] = {"ref": "r1", "legs": 1, "health": Health.OK, "presence": Presence.MEDIA}
    return Reading(point=code, source="s1", observed_ns=1, **(told | fields))  # type: ignore[arg-type]


def gone(code: str = "T1", **fields: object) -> Reading:
    return Reading(point=code, source="s1", observed_ns=1, **fields)  # type: ignore[arg-type]


def told(log: FoldingLog, *readings: Reading) -> list[str]:
    """Record what the readings add; the kinds of it. It must leave nothing to say."""
    facts = point_facts(log.state, readings, LIMITS)
    log.record(*facts)
    assert point_facts(log.state, readings, LIMITS) == []
    return [type(fact.body).__name__ for fact in facts]


def test_a_room_comes_sickens_leaves_and_comes_back() -> None:
    log = FoldingLog()
    assert told(log, gone()) == []
    assert told(log, reading()) == ["PointJoined", "HealthChanged"]
    assert told(log, reading()) == []
    sick = reading(health=Health.DEGRADED, reason="loss", audio_loss_pct=6.0, quality=3)
    assert told(log, sick) == ["HealthChanged"]
    assert log.events[-1].body == ev.HealthChanged(
        was="ok",
        now="degraded",
        reason="loss",
        source="s1",
        values={"audio_loss_pct": 6.0, "quality": 3},
        thresholds={"loss_degraded_pct": 3.0, "loss_clear_pct": 2.0},
    )
    assert told(log, gone(health=Health.DEGRADED, reason="loss", checking=True)) == ["PointLeft"]
    assert told(log, gone(health=Health.DOWN, reason="absent")) == ["HealthChanged"]
    assert told(log, reading(ref="r2")) == ["PointJoined", "HealthChanged"]
    joins = [event.body for event in log.events if isinstance(event.body, ev.PointJoined)]
    assert [(join.ref, join.rejoin) for join in joins] == [("r1", False), ("r2", True)]


def test_a_new_leg_of_a_room_that_stayed_is_a_rejoin() -> None:
    log = FoldingLog()
    told(log, reading())
    assert told(log, reading(ref="r2")) == ["PointJoined"]


def test_a_reason_alone_is_news_and_a_doubt_is_none() -> None:
    log = FoldingLog()
    told(log, reading(health=Health.DOWN, reason="no_media"))
    assert told(log, reading(health=Health.DOWN, reason="no_media", checking=True, mute_local=True)) == []
    assert told(log, gone(health=Health.DOWN, reason="absent")) == ["PointLeft", "HealthChanged"]


def test_batches_are_bounded_and_go_on_where_they_stopped() -> None:
    log, rooms = FoldingLog(), [reading(f"T{n}") for n in range(767)]
    sizes = []
    while facts := point_facts(log.state, rooms, LIMITS):
        sizes.append(len(facts))
        log.record(*facts)
    assert max(sizes) == BATCH == 200
    assert sum(sizes) == 2 * 767
    assert all(log.state.point(room.point).joined for room in rooms)


readings = st.builds(
    lambda code, health, reason, legs, ref: Reading(
        point=code,
        source="s1",
        observed_ns=1,
        health=health,
        reason=reason,
        legs=legs,
        ref=ref if legs else "",
    ),
    st.sampled_from(["T1", "T2"]),
    st.sampled_from([Health.UNKNOWN, Health.OK, Health.DEGRADED, Health.DOWN]),
    st.sampled_from(["", "absent", "loss"]),
    st.integers(0, 2),
    st.sampled_from(["r1", "r2"]),
)


@THOROUGH
@given(st.lists(st.lists(readings, max_size=2, unique_by=lambda each: each.point), max_size=15))
def test_once_recorded_nothing_is_left_to_say(polls: list[list[Reading]]) -> None:
    log = FoldingLog()
    for poll in polls:
        told(log, *poll)
        for each in poll:
            known = log.state.point(each.point)
            assert (known.health, known.joined) == (each.health, each.legs > 0)


def test_polling_is_fenced_by_console_and_epoch() -> None:
    log = FoldingLog()
    facts = take_polling(log.state, "c1", 0)
    assert not isinstance(facts, Refusal)
    log.record(*facts, console="c1")
    assert fenced(log.state, Lease("c1", 1)) is None
    refused = Refusal("polling.elsewhere", {"console": "c1", "epoch": 1})
    assert fenced(log.state, Lease("c2", 1)) == refused
    assert fenced(log.state, Lease("c1", 0)) == refused
    assert take_polling(log.state, "c2", 0) == refused, "somebody was faster than what we saw"
    taken = take_polling(log.state, "c2", 1)
    assert not isinstance(taken, Refusal)
    log.record(*taken, console="c2")
    assert log.events[-1].body == ev.PollingTaken(epoch=2, previous="c1")
    assert fenced(log.state, Lease("c1", 1)) is not None, "the one that slept stops before it writes"


def status(state: str, **fields: str) -> dict[str, SourceStatus]:
    return {"s1": SourceStatus(name="s1", state=state, **fields)}  # type: ignore[arg-type]


def test_a_lost_source_is_one_event_and_so_is_its_return() -> None:
    log = FoldingLog()

    def said(statuses: dict[str, SourceStatus]) -> list[ev.Body]:
        facts = source_facts(log.state, statuses, 767, log.clock.now())
        log.record(*facts)
        assert source_facts(log.state, statuses, 767, log.clock.now()) == []
        return [fact.body for fact in facts]

    assert said(status("waiting")) == []
    assert said(status("ok")) == []
    lost = status("lost", error="timed_out", detail="5 s")
    assert said(lost) == [ev.SourceLost(source="s1", error="timed_out", detail="5 s", points=767)]
    log.clock.advance(42)
    assert said(status("refused")) == [], "lost another way is still lost"
    assert said(status("ok")) == [ev.SourceRecovered(source="s1", lost_ms=42_000)]


@pytest.mark.parametrize(
    ("known", "fresh", "old"),
    [
        (Health.UNKNOWN, Health.UNKNOWN, Health.UNKNOWN),
        (Health.OK, Health.OK, Health.STALE),
        (Health.DEGRADED, Health.DEGRADED, Health.STALE),
        (Health.DOWN, Health.DOWN, Health.STALE),
    ],
)
def test_what_nobody_confirms_is_stale(known: Health, fresh: Health, old: Health) -> None:
    assert shown_health(known, source_fresh=True) is fresh
    assert shown_health(known, source_fresh=False) is old
