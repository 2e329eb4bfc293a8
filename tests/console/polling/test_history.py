"""Five minutes of figures: what was measured stands in its place, what was not is a gap."""

from __future__ import annotations

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kit.conference import stamped
from kit.profile import THOROUGH

from console.polling.history import CHANGES, SLOTS, STEP_NS, Change, History, Trace
from data.clock import Moment
from data.events import Event, Fact, HealthChanged, NoteAdded
from data.health.reading import Health, Reading
from data.units import NS_PER_S

POINTS = ("T1", "T2", "T3")


def measured(code: str, at_ns: int, loss: float | None, **fields: float) -> dict[str, Reading]:
    reading = Reading(
        point=code,
        source="s1",
        observed_ns=at_ns,
        health=Health.OK,
        audio_loss_pct=loss,
        streams_ns=at_ns,
        **fields,  # type: ignore[arg-type]
    )
    return {code: reading}


@THOROUGH
@given(st.lists(st.none() | st.floats(0, 100, width=32), min_size=1, max_size=3 * SLOTS))
def test_the_newest_samples_stand_in_order_and_gaps_are_not_zero(losses: list[float | None]) -> None:
    history, now = History(POINTS), 0
    for loss in losses:
        now += STEP_NS
        readings = measured("T2", now, loss) if loss is not None else {}
        history.add({**readings, **measured("T1", now, 1.0)}, now)
    trace = history.of("T2")
    kept = losses[-SLOTS:]
    if all(loss is None for loss in kept):
        assert trace == Trace()
    else:
        assert trace.audio_loss_pct[-len(kept) :] == tuple(kept)
        assert set(trace.audio_loss_pct[: -len(kept)]) <= {None}
        assert len(trace.audio_loss_pct) == SLOTS
        assert set(trace.video_loss_pct) == {None}


def test_every_figure_is_kept_under_its_own_name() -> None:
    history = History(POINTS)
    history.add(measured("T3", 1, 2.0, video_loss_pct=0.5, jitter_ms=12.0, bitrate_bps=1_200_000), 1)
    trace = history.of("T3")
    newest = (trace.audio_loss_pct, trace.video_loss_pct, trace.jitter_ms, trace.bitrate_bps)
    assert [values[-1] for values in newest] == [2.0, 0.5, 12.0, 1_200_000]


def test_polls_closer_than_five_seconds_are_one_sample() -> None:
    history = History(POINTS)
    for second in range(11):
        at = second * NS_PER_S
        history.add(measured("T1", at, float(second)), at)
    assert [value for value in history.of("T1").audio_loss_pct if value is not None] == [0.0, 5.0, 10.0]


def test_a_figure_that_no_poll_measured_anew_is_not_there_again() -> None:
    history = History(POINTS)
    old = measured("T1", 0, 9.0)
    history.add(old, 0)
    history.add({**old, **measured("T2", STEP_NS, 1.0)}, STEP_NS)
    assert history.of("T1").audio_loss_pct[-2:] == (9.0, None)


def test_time_in_which_nobody_asked_is_a_gap_and_after_five_minutes_nothing_is_left() -> None:
    history = History(POINTS)
    history.add(measured("T1", 0, 9.0), 0)
    history.add(measured("T2", 4 * STEP_NS, 1.0), 4 * STEP_NS)
    assert history.of("T1").audio_loss_pct[-5:] == (9.0, None, None, None, None)
    late = 10 * SLOTS * STEP_NS
    history.add(measured("T2", late, 1.0), late)
    assert history.of("T1") == Trace()
    assert [value for value in history.of("T2").audio_loss_pct if value is not None] == [1.0]


def test_strangers_and_points_never_measured_have_no_trace() -> None:
    history = History(POINTS)
    history.add(measured("X9", 1, 1.0), 1)
    assert history.of("X9") == history.of("T1") == Trace()


def test_the_last_changes_of_health_newest_first() -> None:
    history = History(POINTS)
    bodies = [HealthChanged(was="", now=f"h{at}", reason="loss", source="s1") for at in range(CHANGES + 2)]
    facts = [Fact(body, point="T1") for body in bodies] + [Fact(NoteAdded(text="x"))]
    history.note(stamped(fact, seq, Moment(seq, 0, "b")) for seq, fact in enumerate(facts, 1))
    newest = CHANGES + 2
    assert history.of("T1").changes[0] == Change(newest, f"h{newest - 1}", "loss")
    assert len(history.of("T1").changes) == CHANGES
    assert history.of("T2").changes == ()


@pytest.mark.parametrize("points", [10_000])
def test_memory_is_bounded(points: int) -> None:
    codes = [f"H{number}" for number in range(points)]
    readings = [measured(code, 0, 1.0)[code] for code in codes]
    tracemalloc.start()
    try:
        history = History(codes)
        for sample in range(SLOTS + 5):
            at = sample * STEP_NS
            fresh = readings if sample % 30 == 0 else readings[:50]
            history.add({reading.point: reading for reading in fresh}, at)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 25_000_000


def test_what_was_before_stands_behind_what_is_new() -> None:
    history = History(POINTS)

    def changed(seq: int) -> Event:
        body = HealthChanged(was="", now=f"h{seq}", reason="loss", source="s1")
        return stamped(Fact(body, point="T1"), seq, Moment(seq, seq, "b"))

    history.note([changed(8)])
    history.recall([changed(seq) for seq in range(1, 8)])
    assert [change.health for change in history.of("T1").changes] == [f"h{seq}" for seq in range(8, 0, -1)]
    history.recall([changed(seq) for seq in range(20)])
    assert len(history.of("T1").changes) == CHANGES
