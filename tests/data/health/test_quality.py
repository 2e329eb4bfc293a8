"""Minutes of figures: least, mean and most of what was measured; time seen, sick, down."""

from __future__ import annotations

import pytest
from kit.clock import ManualClock

from data.health.quality import FIGURES, Minutes, QualityRow
from data.health.reading import Health, Reading
from data.units import MS_PER_MINUTE, NS_PER_S

FRESH = {"s1"}


def reading(
    clock: ManualClock, health: Health = Health.OK, code: str = "T1", **figures: float
) -> dict[str, Reading]:
    streams_ns = clock.real_ns() if figures else None
    one = Reading(
        point=code,
        source="s1",
        observed_ns=clock.real_ns(),
        health=health,
        streams_ns=streams_ns,
        **figures,  # type: ignore[arg-type]
    )
    return {code: one}


class Watch:
    """Looks every second, as a console does."""

    def __init__(self) -> None:
        self.clock = ManualClock()
        self.minutes = Minutes()
        self.rows: list[QualityRow] = []
        self.look({})

    def look(self, readings: dict[str, Reading], fresh: set[str] = FRESH) -> None:
        now, real_ns = self.clock.now(), self.clock.real_ns()
        self.rows += self.minutes.take(readings, fresh, now, real_ns)

    def second(self, health: Health = Health.OK, fresh: set[str] = FRESH, **figures: float) -> None:
        self.clock.advance(1)
        self.look(reading(self.clock, health, **figures), fresh)


def test_a_minute_by_hand() -> None:
    watch = Watch()
    for loss in (1.0, 4.0, 1.0):
        watch.second(Health.DEGRADED, audio_loss_pct=loss, rtt_ms=40.0)
    for _ in range(20):
        watch.second(Health.DOWN)
    for _ in range(37):
        watch.second()
    assert [(row.point, row.seen_s, row.degraded_s, row.down_s) for row in watch.rows] == [("T1", 60, 3, 20)]
    (row,) = watch.rows
    assert row.minute == ManualClock().utc_ms // MS_PER_MINUTE
    found = dict(zip(FIGURES, row.spreads, strict=True))
    audio, rtt = found["audio_loss_pct"], found["rtt_ms"]
    assert audio is not None and (audio.least, audio.mean, audio.most, audio.count) == (1.0, 2.0, 4.0, 3)
    assert rtt is not None and (rtt.least, rtt.mean, rtt.most, rtt.count) == (40.0, 40.0, 40.0, 3)
    assert found["video_loss_pct"] is None and found["bitrate_bps"] is None


def test_time_in_which_the_source_was_silent_is_counted_nowhere() -> None:
    watch = Watch()
    for _ in range(10):
        watch.second(Health.DOWN)
    for _ in range(50):
        watch.second(Health.DOWN, fresh=set())
    assert [(row.seen_s, row.down_s) for row in watch.rows] == [(10, 10)]


def test_a_point_of_a_silent_source_has_no_row_at_all() -> None:
    watch = Watch()
    for _ in range(60):
        watch.second(fresh=set())
    assert watch.rows == []


def test_who_did_not_look_says_nothing_of_what_was_in_between() -> None:
    watch = Watch()
    watch.second()
    watch.clock.advance(30)
    watch.look(reading(watch.clock, Health.DOWN))
    for _ in range(29):
        watch.second(Health.DOWN)
    assert [(row.seen_s, row.down_s) for row in watch.rows] == [(30, 29)]


def test_what_no_poll_measured_anew_is_measured_once() -> None:
    watch = Watch()
    watch.clock.advance(1)
    same = reading(watch.clock, audio_loss_pct=8.0)
    for _ in range(60):
        watch.look(same)
        watch.clock.advance(1)
    watch.look({})
    audio = watch.rows[0].spreads[0]
    assert audio is not None and audio.count == 1


def test_a_look_across_the_turn_of_a_minute_is_shared_out() -> None:
    watch = Watch()
    watch.clock.advance(58)
    watch.look({})  # too long ago: nothing is said of it
    watch.clock.advance(4)
    watch.look(reading(watch.clock, Health.DOWN))
    rows = [*watch.rows, *watch.minutes.close()]
    assert [row.down_s for row in rows] == [2, 2]
    assert rows[1].minute == rows[0].minute + 1


def test_another_boot_begins_anew() -> None:
    watch = Watch()
    watch.second()
    watch.clock.reboot("boot-2", down_s=2)
    watch.look(reading(watch.clock))
    assert [row.seen_s for row in watch.minutes.close()] == [1]


@pytest.mark.parametrize("speed", [1, 60])
def test_minutes_are_the_conferences_own(speed: int) -> None:
    watch = Watch()
    for _ in range(3):
        watch.clock.utc_ms += speed * 1000
        watch.clock.mono_ns += speed * NS_PER_S
        real_ns = watch.clock.real_ns() // speed
        watch.rows += watch.minutes.take(reading(watch.clock), FRESH, watch.clock.now(), real_ns)
    rows = [*watch.rows, *watch.minutes.close()]
    assert sum(row.seen_s for row in rows) == (3 if speed == 1 else 2 * speed)
