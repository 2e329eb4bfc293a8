"""Many devices in one source: what is said of who is silent, idle or refuses, and how often each is asked."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from kit.clock import ManualClock
from kit.contracts.codecs import CiscoCodec
from kit.contracts.conformance import Leg, adapted
from kit.contracts.lines import proves
from kit.platforms.loopback import platform

from adapters.base import Adapter
from adapters.codecs.cisco import CiscoCodecAdapter
from adapters.errors import AdapterError, Emptied, Refused, TimedOut, Unreachable
from adapters.transport.request_budget import RequestBudget
from data.folder.problem import ProblemError
from data.health.reading import Presence, Snapshot

CODEC = CiscoCodec()


class Rooms:
    """Codecs `/r0`, `/r1` … behind one address. `way` is what a room does instead of answering."""

    def __init__(self, count: int) -> None:
        self.way: dict[str, int | str] = {}
        self.idle: set[str] = set()
        self.asked: list[str] = []
        self.names = [f"r{number}" for number in range(count)]

    async def answer(self, request: web.Request) -> web.StreamResponse:
        room = request.path.split("/")[1]
        self.asked.append(room)
        way = self.way.get(room)
        if way == "hang":
            await asyncio.Event().wait()
        if isinstance(way, int):
            return web.Response(status=way)
        legs = [] if room in self.idle else [Leg(ref="1", name=f"Phong {room}")]
        moved = request.clone(rel_url=str(request.rel_url).replace(f"/{room}", "", 1))
        return await CODEC.serve(lambda: legs)(moved)

    @asynccontextmanager
    async def source(
        self, clock: ManualClock | None = None, timeout_s: float = 5.0
    ) -> AsyncIterator[Adapter]:
        async with platform(self.answer) as url:
            hosts = ", ".join(f"{url}/{name} = {name.upper()}" for name in self.names)
            async with adapted(
                CODEC, "", clock, settings={"hosts": hosts}, timeout_s=timeout_s, interval_s=10.0
            ) as adapter:
                yield adapter


def told(found: Snapshot) -> dict[str, Presence]:
    return {one.name: one.presence for one in found.participants}


async def test_every_room_is_named_as_the_source_says_and_nobody_else_is_spoken_of() -> None:
    rooms = Rooms(12)
    async with rooms.source() as adapter:
        found = await adapter.poll()
    assert told(found) == {name.upper(): Presence.MEDIA for name in rooms.names}
    assert found.partial
    assert (found.requests, len(rooms.asked)) == (12, 12)


async def test_a_room_that_never_was_in_a_call_is_not_spoken_of_and_one_that_left_it_is_absent() -> None:
    rooms = Rooms(3)
    rooms.idle = {"r0"}
    async with rooms.source() as adapter:
        assert told(await adapter.poll()) == {"R1": Presence.MEDIA, "R2": Presence.MEDIA}
        rooms.idle = {"r0", "r1"}
        found = await adapter.poll()
    assert told(found) == {"R1": Presence.ABSENT, "R2": Presence.MEDIA}
    assert found.participants[0].streams == ()


async def test_a_room_that_is_silent_is_unknown_and_not_well() -> None:
    rooms = Rooms(2)
    async with rooms.source() as adapter:
        await adapter.poll()
        rooms.way["r1"] = 502
        found = await adapter.poll()
    assert told(found) == {"R0": Presence.MEDIA, "R1": Presence.LISTED}
    assert (found.participants[1].streams, found.participants[1].quality) == ((), None)


async def test_who_refuses_is_never_asked_again_and_costs_the_others_nothing() -> None:
    rooms, clock = Rooms(2), ManualClock()
    rooms.way["r1"] = 401
    async with rooms.source(clock) as adapter:
        for _ in range(4):
            assert told(await adapter.poll()) == {"R0": Presence.MEDIA}
            clock.advance(120)
        assert rooms.asked.count("r1") == 1
        rooms.way["r0"] = 403
        for _ in range(2):
            with pytest.raises(Refused):
                await adapter.poll()
    assert rooms.asked.count("r0") == 5


async def test_who_does_not_answer_is_asked_ever_less_down_to_once_a_minute() -> None:
    rooms, clock = Rooms(2), ManualClock()
    rooms.way["r1"] = 502
    async with rooms.source(clock) as adapter:
        for _ in range(60):
            await adapter.poll()
            clock.advance(10)
    assert rooms.asked.count("r0") == 60
    assert 10 <= rooms.asked.count("r1") <= 14
    assert rooms.asked[-20:].count("r1") <= 4


@proves("restart", kinds=("cisco_codec", "poly_codec"))
async def test_when_all_hang_up_between_two_polls_their_platform_is_blamed_for_a_minute() -> None:
    """One frame for both kinds of codecs: who was only silent may be in its call still."""
    rooms, clock = Rooms(7), ManualClock()
    async with rooms.source(clock) as adapter:
        await adapter.poll()
        rooms.way["r6"] = 502
        rooms.idle = {*rooms.names[:6]}
        clock.advance(10)
        assert list(told(await adapter.poll()).values()) == [Presence.ABSENT] * 6 + [Presence.LISTED]
        rooms.idle, rooms.way = set(), {}
        clock.advance(10)
        await adapter.poll()
        rooms.idle = {*rooms.names}
        for _ in range(5):
            clock.advance(10)
            with pytest.raises(Emptied):
                await adapter.poll()
        clock.advance(60)
        assert set(told(await adapter.poll()).values()) == {Presence.ABSENT}, "the conference is over"


async def test_when_nobody_answers_one_is_asked_and_all_as_soon_as_it_answers() -> None:
    rooms, clock = Rooms(30), ManualClock()
    rooms.way = dict.fromkeys(rooms.names, 502)
    async with rooms.source(clock) as adapter:
        for _ in range(8):
            with pytest.raises(Unreachable):
                await adapter.poll()
            clock.advance(2)
        rooms.asked.clear()
        with pytest.raises(AdapterError):
            await adapter.poll()
        assert len(rooms.asked) == 1
        rooms.way.clear()
        await adapter.poll()
        assert len(told(await adapter.poll())) == 30, "two polls after the line came back"


async def test_rooms_that_hang_hide_nobody_who_answers() -> None:
    rooms = Rooms(20)
    rooms.way = dict.fromkeys(rooms.names[:9], "hang")
    async with rooms.source(timeout_s=0.3) as adapter:
        seen: set[str] = set()
        for _ in range(4):
            try:
                seen |= set(told(await adapter.poll()))
            except TimedOut:
                continue
    assert seen == {name.upper() for name in rooms.names[9:]}


async def test_the_attended_are_asked_first() -> None:
    rooms = Rooms(20)
    async with rooms.source() as adapter:
        last = (await adapter.poll()).participants[-1]
        rooms.asked.clear()
        await adapter.poll([last.ref])
    assert rooms.asked[0] == "r19"


async def test_our_own_budget_says_nothing_of_who_is_not_asked_and_they_are_asked_first_next_time() -> None:
    rooms, clock = Rooms(15), ManualClock()
    async with rooms.source(clock) as adapter:
        assert isinstance(adapter, CiscoCodecAdapter)
        adapter._budget = RequestBudget(clock.real_ns, 60, burst=10)
        assert len(told(await adapter.poll())) == 10
        clock.advance(12)
        rooms.asked.clear()
        found = await adapter.poll()
        assert {"r10", "r11", "r12", "r13", "r14"} < set(rooms.asked)
        assert len(rooms.asked) == 10
        assert set(told(found).values()) == {Presence.MEDIA}
        heard = {one.name.lower() for one in found.participants if one.streams}
        assert heard == set(rooms.asked), "older figures are not passed off as new ones"


async def test_who_could_not_be_asked_for_five_minutes_is_unknown() -> None:
    rooms, clock = Rooms(2), ManualClock()
    async with rooms.source(clock) as adapter:
        assert isinstance(adapter, CiscoCodecAdapter)
        first = await adapter.poll()
        adapter._budget = RequestBudget(clock.real_ns, 60, burst=1)
        rooms.way["r1"] = "hang"
        for seconds, presence in ((299, Presence.MEDIA), (2, Presence.LISTED)):
            clock.advance(seconds)
            found = await adapter.poll([first.participants[0].ref])
            assert told(found) == {"R0": Presence.MEDIA, "R1": presence}


@pytest.mark.parametrize("hosts", ["", " , ", "ftp://x", "https://"])
def test_wrong_hosts_are_named(hosts: str) -> None:
    with pytest.raises(ProblemError) as caught:
        CODEC.make(CODEC.source("", settings={"hosts": hosts}), ManualClock().real_ns)
    assert caught.value.problems[0].params["setting"] == "hosts"
