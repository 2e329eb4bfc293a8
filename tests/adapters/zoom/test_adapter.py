"""Zoom: figures as texts, whose direction they are, who has left, and a day's requests."""

from __future__ import annotations

import json
from typing import Any

import pytest
from kit.clock import ManualClock
from kit.contracts.conformance import Leg, adapted, counted
from kit.contracts.zoom import Zoom
from kit.platforms.loopback import platform

from adapters.errors import BadPayload, RateLimited
from adapters.transport.request_budget import RequestBudget
from adapters.zoom.payload import detailed, page
from data.folder.problem import ProblemError
from data.health.reading import Participant, Presence

ONE = Participant(ref="1", name="T1", presence=Presence.LISTED, quality=2)


def qos(*times: dict[str, Any]) -> bytes:
    return json.dumps({"user_qos": times}).encode()


def test_figures_are_read_with_their_units_and_output_is_what_the_platform_receives() -> None:
    heard = {"bitrate": "23 kbps", "jitter": "6 ms", "avg_loss": "0.3%", "latency": "126 ms"}
    shown = {"bitrate": "1.5 mbps", "avg_loss": "3.4%", "resolution": "640*360"}
    found = detailed(qos({"audio_input": heard, "video_output": shown, "as_input": {}}), ONE)
    told = [(one.kind, one.direction, one.bitrate_bps, one.loss_pct, one.jitter_ms) for one in found.streams]
    assert told == [("audio", "tx", 23_000, 0.3, 6.0), ("video", "rx", 1_500_000, 3.4, None)]
    assert (found.streams[1].width, found.streams[1].height, found.streams[0].rtt_ms) == (640, 360, None)
    assert (found.presence, found.quality) == (Presence.MEDIA, 3)


def test_the_newest_minute_speaks_and_none_says_nothing() -> None:
    old = {"date_time": "2021-06-24T20:01:00Z", "audio_output": {"bitrate": "9 kbps"}}
    new = {"date_time": "2021-06-24T20:02:00Z", "audio_output": {"bitrate": "0 kbps"}}
    assert detailed(qos(new, old), ONE).presence is Presence.LISTED
    silent = detailed(qos(), ONE)
    assert (silent.presence, silent.quality, silent.streams) == (Presence.LISTED, 2, ())


@pytest.mark.parametrize(
    ("fields", "quality"),
    [
        ({"audio_quality": "good", "video_quality": "Poor"}, 3),
        ({"audio_quality": "bad"}, 4),
        ({"audio_quality": "splendid"}, None),
        ({}, None),
    ],
)
def test_the_worse_word_counts(fields: dict[str, str], quality: int | None) -> None:
    line = {"user_id": 16778240, "user_name": "T1", **fields}
    listing, token = page(json.dumps({"participants": [line], "total_records": 1}).encode())
    assert (listing.rows[0].leg.quality, listing.rows[0].ref, token) == (quality, "16778240", "")


async def test_who_left_is_not_there_and_who_waits_is_in_the_lobby() -> None:
    zoom = Zoom()
    zoom.left = [
        {"user_id": "9", "user_name": "T9", "leave_time": "2024-06-16T07:00:00Z"},
        {"user_id": "8", "user_name": "T8", "status": "in_waiting_room"},
    ]
    async with platform(zoom.serve(lambda: [Leg(ref="1", name="T1")])) as url, adapted(zoom, url) as adapter:
        found = await adapter.poll()
    assert {one.name: one.presence for one in found.participants} == {
        "T1": Presence.MEDIA,
        "T8": Presence.LOBBY,
    }
    assert not found.partial


async def test_a_sweep_costs_its_pages_and_the_looks_that_were_allowed() -> None:
    legs = [Leg(ref=f"r{number}", name="x") for number in range(60)]
    answer, asked = counted(Zoom().serve(lambda: legs))
    async with platform(answer) as url, adapted(Zoom(), url) as adapter:
        found = await adapter.poll(["r59"])
    assert found.requests == len(asked) - 1 + 1 == 1 + 2 + 10
    assert "/v2/metrics/meetings/83/participants/r59/qos" in asked


async def test_ten_hours_of_the_fastest_polling_stay_within_a_day_and_the_day_ends_it() -> None:
    clock, zoom = ManualClock(), Zoom()
    answer, asked = counted(zoom.serve(lambda: []))
    settings = {"per_day": 6000}
    async with platform(answer) as url, adapted(zoom, url, clock, settings=settings) as adapter:
        for _ in range(40):
            try:
                await adapter.poll()
            except RateLimited as error:
                assert error.retry_after_s
            clock.advance(1)
    assert len(asked) <= 10
    with pytest.raises(ProblemError):
        zoom.make(zoom.source("http://x", settings={"per_day": 5}), clock.real_ns)


def test_a_day_that_is_spent_is_waited_for() -> None:
    clock = ManualClock()
    budget = RequestBudget(clock.real_ns, 1000, per_day=50)
    taken = 0
    for _ in range(60):
        taken += budget.take() == 0
        clock.advance(1)
    assert taken == 50
    assert budget.take() == pytest.approx(86_400 - 60)
    clock.advance(86_400 - 60)
    assert budget.take() == 0


def test_what_names_no_total_is_no_list() -> None:
    for body in (b'{"participants": []}', b'{"total_records": 0}', b'{"code": 3001}', b"[]"):
        with pytest.raises(BadPayload):
            page(body)
