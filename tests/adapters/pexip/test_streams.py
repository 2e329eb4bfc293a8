"""Streams of attended legs: which, how many, and what happens when they cannot be had."""

from __future__ import annotations

import asyncio
import json

from aiohttp import web
from kit.clock import ManualClock
from kit.platforms.loopback import platform, polled, roster, row

from adapters.transport.request_budget import RequestBudget

STREAM = {"type": "audio", "rx_windowed_packet_loss": 4.0}


class Platform:
    """Fifty legs; remembers whose streams were asked for."""

    def __init__(self, *, status: int = 200, slow_s: float = 0.0) -> None:
        self.status = status
        self.slow_s = slow_s
        self.asked: list[str] = []

    async def answer(self, request: web.Request) -> web.StreamResponse:
        if not request.path.endswith("/media_stream/"):
            return web.Response(body=roster([row(number) for number in range(50)]))
        self.asked.append(request.path.split("/")[-3])
        await asyncio.sleep(self.slow_s)
        body = json.dumps({"meta": {"total_count": 1}, "objects": [STREAM]}).encode()
        return web.Response(body=body, status=self.status, headers={"Retry-After": "30"})


async def test_the_first_of_the_focus_are_read_and_the_absent_cost_nothing() -> None:
    wire = Platform()
    focus = ["left-long-ago", "leg-3", "leg-3", *(f"leg-{number}" for number in range(10, 40))]
    async with platform(wire.answer) as url, polled(url) as adapter:
        snapshot = await adapter.poll(focus)
    with_streams = {one.ref for one in snapshot.participants if one.streams}
    assert with_streams == {"leg-3", *(f"leg-{number}" for number in range(10, 17))}
    assert sorted(wire.asked) == sorted(with_streams)
    assert snapshot.requests == 9
    assert snapshot.participants[3].streams[0].loss_pct == 4.0


async def test_no_focus_no_requests() -> None:
    wire = Platform()
    async with platform(wire.answer) as url, polled(url) as adapter:
        assert (await adapter.poll()).requests == 1
    assert wire.asked == []


async def test_streams_that_fail_do_not_cost_the_roster() -> None:
    for wire in (Platform(status=404), Platform(status=500), Platform(slow_s=9.0)):
        async with platform(wire.answer) as url, polled(url, timeout_s=0.5) as adapter:
            snapshot = await adapter.poll(["leg-1"])
        assert len(snapshot.participants) == 50
        assert not any(one.streams for one in snapshot.participants)


async def test_after_a_429_no_streams_until_its_end() -> None:
    clock = ManualClock()
    wire = Platform(status=429)
    async with platform(wire.answer) as url, polled(url, clock) as adapter:
        await adapter.poll(["leg-1"])
        clock.advance(29)
        await adapter.poll(["leg-1"])
        assert wire.asked == ["leg-1"]
        clock.advance(2)
        await adapter.poll(["leg-1"])
        assert wire.asked == ["leg-1", "leg-1"]


async def test_ten_polls_a_second_stay_under_the_platform_s_limit() -> None:
    clock = ManualClock()
    wire = Platform()
    requests = []
    async with platform(wire.answer) as url, polled(url, clock, streams_per_poll=40) as adapter:
        for _ in range(60):
            snapshot = await adapter.poll([f"leg-{number}" for number in range(50)])
            requests.append(snapshot.requests)
            assert len(snapshot.participants) == 50
            clock.advance(0.5)
    assert sum(requests) <= 1000 / 2 + 100
    assert min(requests) > 1


def test_the_budget_holds_in_any_minute_and_keeps_what_it_was_told_to() -> None:
    clock = ManualClock()
    budget = RequestBudget(clock.real_ns)
    taken: list[float] = []
    for step in range(2000):
        while budget.take() == 0:
            taken.append(step / 10)
        clock.advance(0.1)
    for start in range(140):
        assert sum(start <= at < start + 60 for at in taken) <= 1000
    clock.advance(60)
    assert sum(budget.take(keep=50) == 0 for _ in range(200)) == 50
    assert sum(budget.take() == 0 for _ in range(200)) == 50
    assert budget.take() > 0
