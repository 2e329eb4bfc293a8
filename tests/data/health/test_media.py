"""What media make of a room's health: bands that hold, silence, mutes on air, flapping, odd names."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from kit.conference import point
from kit.platforms.legs import leg, rx, snapshot

from data.folder.model import Thresholds
from data.health.observation import Observation
from data.health.reading import Health, Participant, Presence, Reading
from data.health.verdict import Track, judge, observe
from data.state import EMPTY
from data.units import NS_PER_S

LIMITS = Thresholds()
OK, DEGRADED, DOWN, UNKNOWN = Health.OK, Health.DEGRADED, Health.DOWN, Health.UNKNOWN


def raw(track: Track, at_s: float, *legs: Participant, on_air: bool = False) -> tuple[Health, str]:
    evidence = judge(track, legs, round(at_s * NS_PER_S), expected=True, limits=LIMITS, on_air=on_air)
    return evidence.health, evidence.reason


@pytest.mark.parametrize(
    ("field", "values", "reason"),
    [
        ("loss_pct", [2.9, 3.0, 2.5, 2.1, 2.0, 2.9], "loss"),
        ("jitter_ms", [39.0, 40.0, 35.0, 31.0, 30.0, 39.0], "jitter"),
        ("rtt_ms", [499.0, 500.0, 450.0, 401.0, 400.0, 499.0], "rtt"),
    ],
)
def test_a_figure_is_bad_from_one_bound_on_until_the_other(
    field: str, values: list[float], reason: str
) -> None:
    track = Track()
    told = []
    for number, value in enumerate(values):
        stream = rx(number, **({"loss": value} if field == "loss_pct" else {field: value}))
        told.append(raw(track, 2 * number, leg("T1", streams=(stream,)))[1])
    assert told == ["", reason, reason, reason, "", ""]


def test_bounds_the_wrong_way_round_are_one_bound() -> None:
    track, limits = Track(), Thresholds(loss_degraded_pct=1.0, loss_clear_pct=2.0)
    told = [
        judge(track, [leg("T1", streams=(rx(n, loss),))], n * NS_PER_S, expected=True, limits=limits).reason
        for n, loss in enumerate([0.9, 1.0, 1.5, 0.9])
    ]
    assert told == ["", "loss", "loss", ""]


def test_a_new_leg_has_its_own_bands() -> None:
    track = Track()
    assert raw(track, 0, leg("T1", "a", streams=(rx(1, 5.0),))) == (DEGRADED, "loss")
    assert raw(track, 2, leg("T1", "b", streams=(rx(1, 2.5),))) == (OK, "")


def test_bad_figures_hold_for_a_minute_when_nobody_looks_again() -> None:
    track = Track()
    raw(track, 0, leg("T1", streams=(rx(1, 5.0),)))
    told = [raw(track, at, leg("T1"))[0] for at in (2, 30, 59, 60, 62)]
    assert told == [DEGRADED, DEGRADED, DEGRADED, OK, OK]


def turns(track: Track, *seconds: float, **fields: object) -> list[tuple[Health, str]]:
    """Looked at with nothing lost at 40 s, and then not again."""
    told = [raw(track, t, leg("T1", quality=None, streams=(rx(50 * t, 0.0),))) for t in (0, 20, 40)]
    assert told[-1] == (OK, "")
    return [raw(track, at, leg("T1", **{"quality": None, **fields})) for at in seconds]


def test_good_figures_hold_for_a_minute_too_while_media_are_said_to_flow() -> None:
    assert turns(Track(), 42, 70, 99, 100, 102) == [(OK, "")] * 3 + [(UNKNOWN, "no_figures")] * 2


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"presence": Presence.LISTED}, (UNKNOWN, "no_figures")),
        ({"presence": Presence.LOBBY}, (DOWN, "no_media")),
        ({"presence": Presence.HOLD}, (DEGRADED, "held")),
        ({"quality": 4}, (DEGRADED, "quality")),
    ],
)
def test_good_figures_wash_nothing_white(fields: dict[str, object], told: tuple[Health, str]) -> None:
    assert turns(Track(), 42, **fields) == [told]


def test_what_was_measured_and_the_platforms_own_word_are_not_told_in_turn() -> None:
    """Media are looked at in every second poll, the roster says "bad" in each."""
    track, told = Track(), []
    for t in range(0, 120, 2):
        looked = (rx(50 * t, 9.0),) if t % 4 == 0 else ()
        told.append(raw(track, t, leg("T1", quality=3, streams=looked)))
    assert set(told) == {(DEGRADED, "loss")}
    assert raw(track, 180, leg("T1", quality=3)) == (DEGRADED, "quality"), "a minute after it was measured"


def test_good_figures_are_of_their_leg_alone_and_worse_ones_take_their_place() -> None:
    track = Track()
    turns(track)
    other = leg("T1", "again", quality=None)
    assert [raw(track, t, other)[0] for t in (42, 73)] == [OK, UNKNOWN], "a new leg's first half minute"
    track = Track()
    turns(track)
    assert raw(track, 44, leg("T1", quality=None, streams=(rx(2200, 7.0),)))[0] is DEGRADED
    assert raw(track, 90, leg("T1", quality=None)) == (DEGRADED, "loss")
    track, blank = Track(), (rx(None, None),)
    turns(track)
    assert raw(track, 44, leg("T1", quality=None, streams=blank))[0] is UNKNOWN, "looked at, and nothing seen"


def test_a_room_that_is_looked_at_every_48_s_is_never_unknown_and_its_loss_is_measured() -> None:
    track, told = Track(), []
    for t in range(0, 300, 2):
        looked = (rx(50 * t, None, packets_lost=t),) if t % 48 == 0 else ()
        told.append(raw(track, t, leg("T1", quality=None, streams=looked)))
    assert set(told[24:]) == {(OK, "")}, "1 packet of 51 a second is lost"


def test_residual_loss_decides_where_it_is_known() -> None:
    repaired = rx(1, 9.0, residual_loss_pct=0.5)
    assert raw(Track(), 0, leg("T1", streams=(repaired,))) == (OK, "")
    assert raw(Track(), 0, leg("T1", streams=(rx(1, 9.0, residual_loss_pct=4.0),))) == (DEGRADED, "loss")


def frozen_video(track: Track, **fields: object) -> list[tuple[Health, str]]:
    return [raw(track, t, leg("T1", streams=(rx(100 * t), rx(7, kind="video")), **fields)) for t in (0, 2, 4)]


def test_a_picture_that_stands_still_is_no_picture() -> None:
    assert frozen_video(Track()) == [(OK, ""), (OK, ""), (DEGRADED, "no_video")]


@pytest.mark.parametrize(("muted", "reason"), [(False, "no_audio"), (True, "")])
def test_no_sound_is_a_fault_unless_somebody_muted_it(muted: bool, reason: str) -> None:
    track = Track()
    for t in (0, 2, 4):
        legs = leg("T1", streams=(rx(7), rx(100 * t, kind="video")), mute_local=muted)
        told = raw(track, t, legs)
    assert told[1] == reason


def test_a_mute_by_the_platform_is_a_fault_on_air_and_a_remark_elsewhere() -> None:
    muted = leg("T1", mute_server=True)
    assert raw(Track(), 0, muted, on_air=True) == (DEGRADED, "muted_server")
    assert raw(Track(), 0, muted) == (OK, "")
    reading = look([muted])
    assert (reading.health, reading.remarks) == (OK, ("muted_server",))


def look(legs: Sequence[Participant], **fields: bool) -> Reading:
    return observe(
        Track(), "T1", "s1", legs, NS_PER_S, expected=True, attended=False, limits=LIMITS, **fields
    )


def test_two_devices_and_a_name_that_says_nothing_are_remarks() -> None:
    assert look([leg("T1", "a"), leg("T1", "b")]).remarks == ("duplicate",)
    assert look([leg("T1")], misnamed=True).remarks == ("wrong_name",)
    assert look([leg("T1")]).remarks == ()


@pytest.mark.parametrize(
    ("level", "muted", "low"), [(-60.0, False, True), (-60.0, True, False), (-20.0, False, False)]
)
def test_a_voice_that_is_too_low_for_20_s_is_a_remark(level: float, muted: bool, low: bool) -> None:
    track = Track()
    for t in range(0, 24, 2):
        legs = [leg("T1", streams=(rx(100 * t, level_dbov=level),), mute_local=muted)]
        reading = observe(track, "T1", "s1", legs, t * NS_PER_S, expected=True, attended=False, limits=LIMITS)
    assert ("low_level" in reading.remarks) is low
    assert reading.level_dbov == level
    assert reading.health is OK


def test_a_room_that_comes_and_goes_is_flapping_until_it_was_quiet_for_minutes() -> None:
    track, before, told = Track(), None, []
    for t in range(0, 700, 2):
        here = t > 240 or t // 10 % 2 == 0
        before = observe(
            track,
            "T1",
            "s1",
            [leg("T1", f"r{t // 20}")] if here else [],
            t * NS_PER_S,
            expected=True,
            attended=False,
            limits=LIMITS,
            before=before,
        )
        told.append((t, before.health, before.reason))
    flapping = [t for t, health, reason in told if (health, reason) == (DEGRADED, "flapping")]
    assert 70 <= flapping[0] <= 120
    assert 400 <= flapping[-1] <= 500
    assert {health for _, health, _ in told} == {OK, DEGRADED}, "never down: each absence was too short"
    assert told[-1][1:] == (OK, "")


def test_one_drop_is_no_flapping() -> None:
    track, reasons = Track(), set()
    for t in range(0, 400, 2):
        legs = [] if 100 <= t < 140 else [leg("T1")]
        reading = observe(track, "T1", "s1", legs, t * NS_PER_S, expected=True, attended=True, limits=LIMITS)
        reasons.add(reading.reason)
    assert reasons == {"", "absent"}


def watch() -> Observation:
    return Observation("s1", [point("T1"), point("T2"), point("T3")], LIMITS, EMPTY)


def test_an_answer_from_before_the_last_one_says_nothing() -> None:
    seen = watch()
    seen.take(snapshot(10, leg("T1")), expected=True, attended=())
    assert seen.take(snapshot(8), expected=True, attended=()) == {}
    assert seen.readings["T1"].legs == 1
    assert seen.take(snapshot(12), expected=True, attended=())["T1"].legs == 0


def test_a_room_that_takes_another_name_in_the_call_is_still_that_room() -> None:
    seen = watch()
    seen.take(snapshot(1, leg("T1", "r1")), expected=True, attended=())
    told = seen.take(snapshot(3, leg("T1", "r1", name="iPad")), expected=True, attended=())
    assert told["T1"].legs == 1
    assert "wrong_name" in told["T1"].remarks
    assert seen.unmatched == ()
    seen.take(snapshot(5, leg("T1", "r2", name="iPad")), expected=True, attended=())
    assert [each.ref for each in seen.unmatched] == ["r2"], "a new call under that name is nobody's"


def test_the_round_takes_those_first_whose_media_were_not_looked_at_for_longest() -> None:
    seen = watch()
    seen.take(snapshot(1, leg("T1"), leg("T2", streams=(rx(1),))), expected=False, attended=())
    assert seen.patrol(5) == ["T1", "T2"], "T3 is not in the call"
    seen.take(snapshot(3, leg("T1", streams=(rx(1),)), leg("T2")), expected=False, attended=())
    assert seen.patrol(1) == ["T2"]
    assert seen.patrol(1, ["T1", "no such"]) == ["T1"], "of those who are asked for"
