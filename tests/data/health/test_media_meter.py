"""Loss from counters that grow, begin anew or go round; media that stand still; a voice too low."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kit.platforms.legs import rx
from kit.profile import THOROUGH

from data.health.media_meter import Figures, Meter
from data.health.reading import Stream
from data.units import NS_PER_S


def counted(received: int, lost: int, **fields: object) -> Stream:
    told = {"kind": "audio", "direction": "rx", "packets_received": received, "packets_lost": lost}
    return Stream(**(told | fields))  # type: ignore[arg-type]


def run(meter: Meter, *polls: tuple[float, Stream]) -> Figures:
    figures = Figures()
    for at_s, stream in polls:
        figures = meter.read([stream], round(at_s * NS_PER_S))
    return figures


def test_loss_is_of_the_last_20_s_and_not_since_the_call_began() -> None:
    meter = Meter()
    run(meter, *((t, counted(500 + 50 * t, 500)) for t in range(0, 22, 2)))
    assert run(meter, (22, counted(500 + 50 * 22, 500))).audio_loss_pct == 0.0
    polls = [(t, counted(1600 + 45 * (t - 22), 500 + 5 * (t - 22))) for t in range(24, 60, 2)]
    assert run(meter, *polls).audio_loss_pct == pytest.approx(10.0)


def test_the_platform_s_own_word_counts_until_our_window_is_whole() -> None:
    meter = Meter()
    told = [
        meter.read([counted(50 * t, 0, loss_pct=7.0)], t * NS_PER_S).audio_loss_pct
        for t in (2, 4, 8, 12, 20, 24)
    ]
    assert told == [7.0, 7.0, 7.0, 7.0, 0.0, 0.0]


def test_without_its_word_four_seconds_must_do() -> None:
    meter = Meter()
    told = [meter.read([counted(90 * t, 10 * t)], t * NS_PER_S).audio_loss_pct for t in (2, 4, 6)]
    assert told == [None, None, pytest.approx(10.0)]


@pytest.mark.parametrize(
    ("before", "after"),
    [((5_000, 50), (20, 0)), ((2**32 - 10, 0), (2**31, 0))],
    ids=["a restart", "a jump back that is no wrap"],
)
def test_counters_that_begin_anew_are_no_loss(before: tuple[int, int], after: tuple[int, int]) -> None:
    meter = Meter()
    figures = run(meter, (0, counted(*before)), (2, counted(*after)))
    assert figures.audio_loss_pct is None
    assert not figures.ghost
    assert run(meter, (10, counted(after[0] + 100, after[1]))).audio_loss_pct == 0.0


def test_a_32_bit_counter_goes_round() -> None:
    meter, top = Meter(), 2**32
    polls = ((t, counted((top - 500 + 90 * t) % top, 10 * t)) for t in range(0, 22, 2))
    assert run(meter, *polls).audio_loss_pct == pytest.approx(10.0)


def test_packets_that_come_late_are_taken_back_and_never_make_loss_negative() -> None:
    figures = run(Meter(), (0, counted(0, 40)), (10, counted(500, 10)), (20, counted(1000, 10)))
    assert figures.audio_loss_pct == 0.0


def test_residual_loss_is_what_repair_left() -> None:
    polls = [(t, counted(90 * t, 10 * t, packets_recovered=9 * t)) for t in range(0, 22, 2)]
    figures = run(Meter(), *polls)
    assert figures.audio_loss_pct == pytest.approx(10.0)
    assert figures.residual_pct == pytest.approx(1.0)
    assert figures.audio_harm_pct == pytest.approx(1.0), "what is heard"


def test_sound_and_picture_are_never_averaged_and_directions_never_hide_each_other() -> None:
    streams = [
        rx(None, 0.0),
        rx(None, 12.0, kind="video"),
        Stream(kind="audio", direction="tx", loss_pct=4.0),
    ]
    figures = Meter().read(streams, NS_PER_S)
    assert (figures.audio_loss_pct, figures.video_loss_pct) == (4.0, 12.0)


def test_a_long_gap_is_no_window() -> None:
    meter = Meter()
    run(meter, (0, counted(0, 0)))
    assert run(meter, (600, counted(9_000, 1_000))).audio_loss_pct is None


def test_what_stands_still_is_named_and_all_of_it_is_a_ghost() -> None:
    meter = Meter()
    for t in (0, 2, 4):
        figures = meter.read([rx(100 * t), rx(7, kind="video")], t * NS_PER_S)
    assert (figures.silent, figures.ghost) == (("video",), False)
    for t in (6, 8, 10):
        figures = meter.read([rx(400), rx(7, kind="video")], t * NS_PER_S)
    assert (figures.silent, figures.ghost) == (("audio", "video"), True)


def test_without_a_rate_one_look_after_a_pause_is_enough_to_ask_again() -> None:
    meter = Meter()
    meter.read([rx(100, bitrate_bps=64_000)], NS_PER_S)
    assert meter.read([rx(900, bitrate_bps=0)], 400 * NS_PER_S).ghost
    assert not Meter().read([rx(900, bitrate_bps=0)], NS_PER_S).ghost, "a call that has only begun"


def test_no_rate_is_silence_only_where_nothing_is_counted() -> None:
    assert Meter().read([rx(None, bitrate_bps=0)], NS_PER_S).silent == ("audio",)
    assert Meter().read([rx(None, bitrate_bps=None)], NS_PER_S).silent == ()


@pytest.mark.parametrize("rates", [(0, 9000), (9000, 0)])
def test_a_kind_of_which_one_stream_flows_is_not_silent(rates: tuple[int, int]) -> None:
    streams = [rx(None, bitrate_bps=rate) for rate in rates]
    assert Meter().read(streams, NS_PER_S).silent == ()
    assert Meter().read([*streams, rx(None, bitrate_bps=None)], NS_PER_S).bitrate_bps == 9000


def test_a_level_is_the_loudest_of_20_s() -> None:
    meter = Meter()
    told = [
        meter.read([rx(t, level_dbov=level)], t * NS_PER_S).level_dbov
        for t, level in ((0, -30.0), (10, -60.0), (18, -70.0), (24, -65.0), (36, -64.0))
    ]
    assert told == [None, None, -30.0, None, -64.0]


@THOROUGH
@given(
    st.lists(st.tuples(st.integers(1, 5), st.integers(0, 300), st.integers(0, 60)), min_size=2, max_size=30),
    st.integers(0, 2**32 - 1),
)
def test_loss_is_always_a_share(steps: list[tuple[int, int, int]], start: int) -> None:
    meter, at_s, received, lost = Meter(), 0, start, 0
    for seconds, got, missed in steps:
        at_s, received, lost = at_s + seconds, (received + got) % 2**32, lost + missed
        loss = meter.read([counted(received, lost)], at_s * NS_PER_S).audio_loss_pct
        assert loss is None or 0 <= loss <= 100


def test_every_stream_stands_for_itself_beside_the_sums() -> None:
    meter = Meter()
    streams = (
        Stream(kind="audio", direction="rx", loss_pct=6.0, residual_loss_pct=0.5, jitter_ms=41.0),
        Stream(kind="audio", direction="tx", loss_pct=1.0),
        Stream(kind="video", direction="rx", bitrate_bps=900_000),
    )
    flows = {(flow.kind, flow.direction): flow for flow in meter.read(streams, 0).flows}
    assert (flows["audio", "rx"].loss_pct, flows["audio", "rx"].residual_pct) == (6.0, 0.5)
    assert (flows["audio", "tx"].loss_pct, flows["audio", "tx"].jitter_ms) == (1.0, None)
    assert (flows["video", "rx"].loss_pct, flows["video", "rx"].bitrate_bps) == (None, 900_000)
