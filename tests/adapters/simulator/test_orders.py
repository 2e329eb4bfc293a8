"""The simulated platform does what the production adapter tells it, over a real socket, and shows it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import NamedTuple

import aiohttp
import pytest
from kit.clock import ManualClock
from kit.conference import roster
from kit.platforms.loopback import polled

from adapters.base import THE_CALL
from adapters.errors import Rejected, TimedOut
from adapters.pexip.adapter import PexipAdapter
from adapters.simulator.orders import RING_S, Ordered
from adapters.simulator.pexip_orders import obey
from adapters.simulator.scenario import Do, Step
from adapters.simulator.server import RunningServer, serve
from adapters.simulator.world import World
from data.actions.action import Action, ActionKind
from data.health.reading import Participant, Snapshot
from data.matching.binder import Binder

POINTS = roster()
CALM = (Step(t=1000, do=Do.DROP, points=("T3",)),)


class Call(NamedTuple):
    adapter: PexipAdapter
    clock: ManualClock
    server: RunningServer

    async def seen(self, *focus: str) -> Snapshot:
        self.clock.advance(2)
        return await self.adapter.poll(focus)

    async def legs(self, code: str) -> list[Participant]:
        return Binder(POINTS).bind_all(await self.seen()).by_point.get(code, [])

    async def do(self, kind: ActionKind, ref: str = "", address: str = "") -> str:
        return (await self.adapter.act(Action(kind=kind, ref=ref, address=address, name="T1 - gọi lại"))).ref


@asynccontextmanager
async def call(scenario: tuple[Step, ...] = CALM, at_s: float = 60) -> AsyncIterator[Call]:
    clock = ManualClock()
    world = World(POINTS, 1, scenario)
    server = await serve(world, clock=clock, opened_ms=clock.now().utc_ms - int(at_s * 1000))
    async with polled(server.url, clock, timeout_s=2.0) as adapter:
        yield Call(adapter, clock, server)
    await server.aclose()


async def test_a_muted_room_is_muted_in_the_next_roster_and_unmuted_again() -> None:
    async with call() as on:
        [leg] = await on.legs("T1")
        assert leg.mute_server is False
        await on.do(ActionKind.MUTE, leg.ref)
        assert [one.mute_server for one in await on.legs("T1")] == [True]
        assert [one.mute_server for one in await on.legs("T2")] == [False]
        await on.do(ActionKind.UNMUTE, leg.ref)
        assert [one.mute_server for one in await on.legs("T1")] == [False]


async def test_a_dropped_room_is_gone_and_comes_back_when_it_is_rung() -> None:
    async with call() as on:
        [leg] = await on.legs("T1")
        await on.do(ActionKind.DROP, leg.ref)
        assert await on.legs("T1") == []
        made = await on.do(ActionKind.DIAL, address=leg.alias)
        on.clock.advance(RING_S)
        [again] = await on.legs("T1")
        assert (again.ref, again.name) == (made, "T1 - gọi lại")
        assert made != leg.ref


async def test_nobody_answers_at_an_address_that_is_no_room_s_nor_at_a_dead_line() -> None:
    gone = (Step(t=1, do=Do.DROP, points=("T1",)),)
    async with call(gone) as on:
        before = len((await on.seen()).participants)
        alias = next(leg.alias for leg in World(POINTS, 1, ()).present(60) if leg.point == "T1")
        for address in ("nobody@phong-hop.example", alias):
            assert await on.do(ActionKind.DIAL, address=address)
            on.clock.advance(60)
            assert len((await on.seen()).participants) == before


async def test_a_locked_call_says_so() -> None:
    async with call() as on:
        assert (await on.seen(THE_CALL)).locked is False
        await on.do(ActionKind.LOCK)
        assert (await on.seen(THE_CALL)).locked is True
        await on.do(ActionKind.UNLOCK)
        assert (await on.seen(THE_CALL)).locked is False


async def test_a_spotlight_is_accepted_and_shown_nowhere() -> None:
    async with call() as on:
        [leg] = await on.legs("T1")
        await on.do(ActionKind.SPOTLIGHT, leg.ref)
        assert [one.spotlight for one in await on.legs("T1")] == [None]


@pytest.mark.parametrize("kind", [ActionKind.MUTE, ActionKind.DROP, ActionKind.SPOTLIGHT])
async def test_what_is_not_in_the_call_is_refused(kind: ActionKind) -> None:
    async with call() as on:
        with pytest.raises(Rejected):
            await on.do(kind, "no-such-leg")


async def test_a_platform_that_hangs_obeys_nothing_later() -> None:
    hung = (Step(t=1, do=Do.PLATFORM_DOWN, for_s=60),)
    async with call(hung, at_s=50) as on:
        leg = World(POINTS, 1, hung).present(50)[0]
        with pytest.raises(TimedOut):
            await on.do(ActionKind.DROP, leg.ref)
        on.clock.advance(30)
        assert leg.ref in {one.ref for one in (await on.seen()).participants}


async def test_a_command_needs_the_password_too() -> None:
    server = await serve(World(POINTS, 1, CALM), clock=ManualClock(), opened_ms=0, password="x")
    url = f"{server.url}/api/admin/command/v1/participant/mute/"
    async with aiohttp.ClientSession() as session, session.post(url, json={"participant_id": "a"}) as answer:
        assert answer.status == 401
    await server.aclose()


@pytest.mark.parametrize(
    ("command", "body", "status"),
    [
        ("participant/mute", b"{", 400),
        ("participant/mute", b"[1]", 400),
        ("participant/mute", b'{"participant_id": 7}', 400),
        ("participant/explode", b"{}", 404),
        ("conference/explode", b"{}", 404),
        ("conference/lock", b'{"conference_id": "other"}', 400),
        ("participant/dial", b'{"conference_alias": "other", "destination": "a"}', 400),
        ("participant/dial", b'{"conference_alias": "hn"}', 400),
    ],
)
def test_an_odd_command_is_answered_and_changes_nothing(command: str, body: bytes, status: int) -> None:
    ordered = Ordered(World(POINTS, 1, CALM))
    before = ordered.present(60)
    found, answer = obey(ordered, command, body, 60, "hn")
    assert found == status
    assert not answer or json.loads(answer)["status"] == "failure"
    assert (ordered.present(60), ordered.locked) == (before, False)
