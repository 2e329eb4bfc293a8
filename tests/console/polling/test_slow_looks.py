"""What hangs beside a roster costs its own part: the poller, which gives no more time, gets the poll."""

from __future__ import annotations

import asyncio

import pytest
from aiohttp import web
from kit.clock import ManualClock
from kit.contracts.codecs import CiscoCodec
from kit.contracts.conformance import Leg
from kit.contracts.subjects import OVER_HTTP
from kit.platforms.loopback import Answer, platform

from console.polling.poller import Poller
from data.folder.model import Source
from data.health.reading import Snapshot

LEGS = [Leg(ref="a", name="T1"), Leg(ref="b", name="T2")]


def hanging(sound: Answer, where: str) -> Answer:
    async def answer(request: web.Request) -> web.StreamResponse:
        if where in request.path:
            await asyncio.Event().wait()
        return await sound(request)

    return answer


async def snapshots(source: Source, adapter: object) -> list[Snapshot]:
    """What two polls of a poller gave."""
    found: list[Snapshot] = []

    async def taken(snapshot: Snapshot) -> None:
        found.append(snapshot)

    async def told(_: object) -> None:
        return

    poller = Poller(
        source,
        adapter,  # type: ignore[arg-type]
        ManualClock(),
        focus=lambda: ["a", "b"],
        on_snapshot=taken,
        on_status=told,
    )
    for _ in range(2):
        assert await poller._once() is None
    return found


@pytest.mark.parametrize(
    ("kind", "where"), [("pexip", "media_stream"), ("cms", "callLegs/"), ("zoom", "/qos")]
)
async def test_closer_looks_that_hang_do_not_cost_the_roster(kind: str, where: str) -> None:
    subject = OVER_HTTP[kind]
    async with platform(hanging(subject.serve(lambda: LEGS), where)) as url:
        source = subject.source(url, timeout_s=0.8)
        adapter = subject.make(source, ManualClock().real_ns)
        try:
            assert [len(one.participants) for one in await snapshots(source, adapter)] == [2, 2]
        finally:
            await adapter.aclose()


async def test_devices_that_hang_do_not_cost_those_that_answer() -> None:
    codec = CiscoCodec()
    good = codec.serve(lambda: LEGS[:1])
    async with platform(good) as well, platform(hanging(good, "/")) as slow:
        hosts = ", ".join([f"{well} = GOOD", *(f"{slow} = SLOW{place}" for place in range(20))])
        source = codec.source("", settings={"hosts": hosts}, timeout_s=0.8)
        adapter = codec.make(source, ManualClock().real_ns)
        try:
            polls = await snapshots(source, adapter)
        finally:
            await adapter.aclose()
    assert [[one.name for one in poll.participants] for poll in polls] == [["GOOD"], ["GOOD"]]
