"""Raw evidence, then patience. Seconds in the tables; polls every 2 s unless told."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kit.platforms.legs import leg, rx
from kit.profile import THOROUGH

from data.folder.model import Thresholds
from data.health.reading import Health, Participant, Presence, Reading
from data.health.verdict import Track, judge, observe
from data.units import NS_PER_S

LIMITS = Thresholds()
OK, DEGRADED, DOWN, UNKNOWN = Health.OK, Health.DEGRADED, Health.DOWN, Health.UNKNOWN
GOOD, BAD, GONE = [leg("T1")], [leg("T1", quality=3)], []


class Room:
    """One point polled again and again."""

    def __init__(self, *, attended: bool = False, expected: bool = True) -> None:
        self.track, self.at_s, self.last = Track(), 1000.0, None
        self.attended, self.expected = attended, expected
        self.last: Reading | None = None

    def poll(self, legs: Sequence[Participant], every_s: float = 2) -> Reading:
        self.at_s += every_s
        self.last = observe(
            self.track,
            "T1",
            "s1",
            legs,
            round(self.at_s * NS_PER_S),
            expected=self.expected,
            attended=self.attended,
            limits=LIMITS,
            before=self.last,
        )
        return self.last

    def healths(self, *polls: Sequence[Participant]) -> list[Health]:
        return [self.poll(legs).health for legs in polls]


ROSTER = [
    ({"presence": Presence.MEDIA, "quality": 1}, OK, ""),
    ({"presence": Presence.MEDIA, "quality": 2}, OK, ""),
    ({"presence": Presence.MEDIA, "quality": 3}, DEGRADED, "quality"),
    ({"presence": Presence.MEDIA, "quality": 4}, DEGRADED, "quality"),
    ({"presence": Presence.HOLD, "quality": 1}, DEGRADED, "held"),
    ({"presence": Presence.SIGNALLING, "quality": 1}, DOWN, "no_media"),
    ({"presence": Presence.LOBBY}, DOWN, "no_media"),
    ({"presence": Presence.DIALING}, DOWN, "no_media"),
    ({"presence": Presence.ABSENT}, DOWN, "no_media"),
]


@pytest.mark.parametrize(("fields", "health", "reason"), ROSTER)
def test_what_a_roster_line_says(fields: dict[str, object], health: Health, reason: str) -> None:
    evidence = judge(Track(), [leg("T1", **fields)], NS_PER_S, expected=True, limits=LIMITS)
    assert (evidence.health, evidence.reason) == (health, reason)


STREAMS = [
    # quality, (audio loss, video loss, jitter) → health, reason
    (1, (0.0, 0.0, 5.0), OK, ""),
    (1, (2.9, 0.0, 39.0), OK, ""),
    (1, (3.0, 0.0, 5.0), DEGRADED, "loss"),
    (1, (0.0, 12.0, 5.0), DEGRADED, "loss"),
    (1, (0.0, 0.0, 40.0), DEGRADED, "jitter"),
    (1, (None, None, 40.0), DEGRADED, "jitter"),
    (1, (None, None, None), OK, ""),
    (3, (0.0, 0.0, 5.0), DEGRADED, "quality"),  # the platform's own bad word is not washed white
    (3, (6.0, 0.0, 5.0), DEGRADED, "loss"),
]


@pytest.mark.parametrize(("quality", "figures", "health", "reason"), STREAMS)
def test_what_streams_say(
    quality: int, figures: tuple[float | None, float | None, float | None], health: Health, reason: str
) -> None:
    audio, video, jitter = figures
    streams = (rx(loss=audio, jitter_ms=jitter), rx(loss=video, kind="video"))
    evidence = judge(
        Track(), [leg("T1", quality=quality, streams=streams)], NS_PER_S, expected=True, limits=LIMITS
    )
    assert (evidence.health, evidence.reason) == (health, reason)
    assert (
        evidence.figures.audio_loss_pct,
        evidence.figures.video_loss_pct,
        evidence.figures.jitter_ms,
    ) == figures


@pytest.mark.parametrize("presence", sorted(set(Presence) - {Presence.MEDIA, Presence.LISTED}))
def test_good_streams_never_hide_a_leg_that_is_held_or_not_in_media(presence: Presence) -> None:
    streams = (rx(100), rx(100, kind="video"))
    evidence = judge(
        Track(), [leg("T1", presence=presence, streams=streams)], NS_PER_S, expected=True, limits=LIMITS
    )
    assert evidence.health is (DEGRADED if presence is Presence.HOLD else DOWN)


def test_without_any_figure_a_leg_is_unknown_after_30_s_and_never_good_again() -> None:
    room, mute = Room(), [leg("T1", quality=None)]
    healths = [room.poll(mute, 5).health for _ in range(10)]
    assert healths == [OK] * 6 + [UNKNOWN] * 4
    assert room.last is not None and room.last.reason == "no_figures"
    assert room.poll([leg("T1", "again", quality=None)]).health is OK, "a new leg has its own first 30 s"


def test_empty_streams_count_as_no_figure() -> None:
    room = Room()
    blank = [leg("T1", quality=0, streams=(rx(None, None),))]
    assert [room.poll(blank, 20).health for _ in range(4)] == [OK, OK, UNKNOWN, UNKNOWN]


def test_measured_loss_makes_an_unknown_leg_known() -> None:
    room = Room()
    for _ in range(4):
        room.poll([leg("T1", quality=None)], 20)
    assert room.poll([leg("T1", quality=None, streams=(rx(1, 0.5),))]).health is OK


@pytest.mark.parametrize(("attended", "polls_until_down"), [(True, 4), (False, 14)])
def test_a_lost_room_is_down_after_its_hold_off(attended: bool, polls_until_down: int) -> None:
    """6 s on air, 25 s elsewhere, from the first poll that missed it."""
    room = Room(attended=attended)
    room.poll(GOOD)
    told = [room.poll(GONE) for _ in range(polls_until_down)]
    assert [reading.health for reading in told] == [OK] * (polls_until_down - 1) + [DOWN]
    assert [reading.checking for reading in told] == [True] * (polls_until_down - 1) + [False]
    assert told[-1].reason == "absent"


def test_the_hold_off_counts_from_the_loss_and_not_from_an_earlier_sickness() -> None:
    room = Room(attended=True)
    for _ in range(30):
        room.poll(BAD)
    told = [room.poll(GONE).health for _ in range(4)]
    assert told == [DEGRADED, DEGRADED, DEGRADED, DOWN]


def test_a_blink_starts_the_hold_off_again() -> None:
    room = Room(attended=True)
    assert room.healths(GOOD, GONE, GONE, GOOD, GONE, GONE, GONE, GONE) == [OK] * 7 + [DOWN]


PATIENCE = [
    ([GOOD, BAD, GOOD, GOOD], [OK, OK, OK, OK]),
    ([GOOD, BAD, BAD], [OK, OK, DEGRADED]),
    ([GOOD, BAD, GOOD, BAD], [OK, OK, OK, DEGRADED]),
    ([GOOD, BAD, GOOD, GOOD, BAD], [OK] * 5),
    ([GOOD, BAD, BAD, GOOD, GOOD], [OK, OK, DEGRADED, DEGRADED, OK]),
    ([GOOD, BAD, BAD, GOOD, BAD, GOOD, GOOD], [OK, OK, *[DEGRADED] * 4, OK]),
]


@pytest.mark.parametrize(("polls", "healths"), PATIENCE)
def test_degraded_after_2_of_3_and_well_after_2_good(
    polls: list[list[Participant]], healths: list[Health]
) -> None:
    assert Room().healths(*polls) == healths


def test_a_lost_room_needs_two_good_polls_to_be_well() -> None:
    room = Room(attended=True)
    for legs in [GOOD, *[GONE] * 5]:
        room.poll(legs)
    assert room.healths(GOOD, GONE, GOOD, GOOD) == [DOWN, DOWN, DOWN, OK]


def test_a_room_that_never_came_is_unknown_until_it_is_expected() -> None:
    room = Room(expected=False)
    assert room.healths(*[GONE] * 20) == [UNKNOWN] * 20
    room.expected = True
    assert room.healths(*[GONE] * 14) == [UNKNOWN] * 13 + [DOWN]


def test_a_room_that_was_there_is_missed_even_before_it_was_expected() -> None:
    room = Room(expected=False)
    assert room.healths(GOOD, *[GONE] * 14)[-1] is DOWN


def packets(*counts: int, ref: str = "") -> list[list[Participant]]:
    return [[leg("T1", ref, streams=(rx(count),))] for count in counts]


def raw(track: Track, at_s: float, legs: Sequence[Participant]) -> Health:
    return judge(track, legs, round(at_s * NS_PER_S), expected=True, limits=LIMITS).health


def test_no_packet_for_3_s_is_a_ghost_though_it_is_listed() -> None:
    track, polls = Track(), packets(100, 250, 250, 250, 250, 300)
    told = [raw(track, at, legs) for at, legs in zip([0, 1, 2, 3, 4, 5], polls, strict=True)]
    assert told == [OK, OK, OK, OK, DOWN, OK]


def test_a_counter_that_restarts_is_no_ghost_and_a_new_leg_counts_anew() -> None:
    track = Track()
    assert [raw(track, n * 3, legs) for n, legs in enumerate(packets(900, 40, 80))] == [OK] * 3
    (again,) = packets(80, ref="other")
    assert raw(track, 12, again) is OK
    assert raw(track, 15, again) is DOWN, "silence counts from the new leg's first figures"


def test_two_silent_legs_are_two_ghosts() -> None:
    track = Track()
    both = [leg("T1", "r1", streams=(rx(5),)), leg("T1", "r2", streams=(rx(7),))]
    assert [raw(track, at, both) for at in (0, 2, 4)] == [OK, OK, DOWN]


def test_the_best_leg_speaks_for_the_room() -> None:
    room = Room()
    reading = room.poll([leg("T1", "dead", presence=Presence.LOBBY), leg("T1", "live")])
    assert (reading.health, reading.ref, reading.legs) == (OK, "live", 2)
    reading = room.poll([leg("T1", "a"), leg("T1", "live")])
    assert reading.ref == "live", "of two good legs, the one that spoke before"


def test_figures_are_carried_with_their_age_as_long_as_the_leg_is_the_same() -> None:
    room = Room()
    measured = room.poll([leg("T1", streams=(rx(1, 1.5, jitter_ms=7.0, bitrate_bps=64_000),))])
    later = room.poll([leg("T1", bandwidth_bps=9)])
    assert (later.audio_loss_pct, later.jitter_ms, later.bitrate_bps) == (1.5, 7.0, 64_000)
    assert later.streams_ns == measured.observed_ns
    rejoined = room.poll([leg("T1", "again")])
    assert (rejoined.audio_loss_pct, rejoined.streams_ns) == (None, None)


def test_a_roster_figure_is_never_carried_over_a_newer_one() -> None:
    room = Room()
    room.poll([leg("T1", bandwidth_bps=100)])
    assert room.poll([leg("T1", bandwidth_bps=200)]).bitrate_bps == 200


legs = st.lists(
    st.builds(
        leg,
        st.just("T1"),
        st.sampled_from(["r1", "r2"]),
        presence=st.sampled_from(Presence),
        quality=st.sampled_from([None, 0, 1, 2, 3, 4]),
        streams=st.sampled_from([(), (rx(1),), (rx(2, 9.0),), (rx(None, None),), (rx(1, jitter_ms=90.0),)]),
    ),
    max_size=2,
    unique_by=lambda each: each.ref,
)


SHOWS_MEDIA = (Presence.MEDIA, Presence.LISTED)
"""By itself, or by the figures without which a listed leg is unknown."""


@THOROUGH
@given(st.lists(legs, min_size=1, max_size=30))
def test_ok_is_only_shown_while_or_shortly_after_media_was_seen(polls: list[list[Participant]]) -> None:
    """Never good from nothing: an OK with no leg, or with no leg in media, is one being checked."""
    room = Room(attended=True)
    for poll in polls:
        reading = room.poll(poll)
        assert reading.health is not Health.STALE
        if reading.health is OK and not any(each.presence in SHOWS_MEDIA for each in poll):
            assert reading.checking
        if reading.health is DOWN:
            assert not reading.checking
