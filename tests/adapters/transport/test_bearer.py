"""Lent tokens: how long one is used, what becomes of one that was taken back; and pages by number."""

from __future__ import annotations

import json

import pytest
from aiohttp import web
from kit.clock import ManualClock
from kit.contracts.conformance import Leg, adapted, counted
from kit.contracts.trueconf import TrueConf
from kit.platforms.loopback import platform

from adapters.errors import BadPayload, Refused
from adapters.trueconf import parse_page
from data.health.reading import Presence

TWO = [Leg(ref="a", name="T1"), Leg(ref="b", name="T2")]
TOKEN = "/oauth2/v1/token"


@pytest.mark.parametrize(
    ("said", "good_s"), [(3600, 3540), (None, 3540), (5, 60), ("900", 840), (10**9, 86_400)]
)
async def test_a_token_is_used_until_a_minute_before_its_end(said: object, good_s: int) -> None:
    server, clock = TrueConf(), ManualClock()
    server.lender.expires_in = said
    async with platform(server.serve(lambda: TWO)) as url, adapted(server, url, clock) as adapter:
        assert (await adapter.poll()).requests == 2
        clock.advance(good_s - 1)
        assert (await adapter.poll()).requests == 1
        assert server.lender.lent == 1
        clock.advance(1)
        await adapter.poll()
    assert server.lender.lent == 2


async def test_a_token_that_was_taken_back_is_changed_once() -> None:
    server = TrueConf()
    async with platform(server.serve(lambda: TWO)) as url, adapted(server, url) as adapter:
        await adapter.poll()
        server.lender.good.clear()
        assert len((await adapter.poll()).participants) == 2
    assert server.lender.lent == 2


async def test_a_fresh_token_that_is_refused_is_a_refusal_and_no_storm() -> None:
    server = TrueConf()
    sound = server.serve(lambda: TWO)

    async def strict(request: web.Request) -> web.StreamResponse:
        return await sound(request) if request.path == TOKEN else web.Response(status=403)

    answer, asked = counted(strict)
    async with platform(answer) as url, adapted(server, url) as adapter:
        for _ in range(2):
            with pytest.raises(Refused):
                await adapter.poll()
    assert len(asked) <= 2 + 3


@pytest.mark.parametrize("body", [b"{}", b'{"access_token": ""}', b'{"access_token": 7}', b"[]", b"<html>"])
async def test_an_answer_without_a_token_is_a_bad_payload(body: bytes) -> None:
    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(body=body)

    async with platform(answer) as url, adapted(TrueConf(), url) as adapter:
        with pytest.raises(BadPayload):
            await adapter.poll()


async def test_a_list_that_never_holds_still_accuses_nobody_of_being_absent() -> None:
    asked = 0

    def legs() -> list[Leg]:
        nonlocal asked
        asked += 1
        return [Leg(ref=f"r{number}", name="x") for number in range(40 + asked)]

    async with platform(TrueConf().serve(legs)) as url, adapted(TrueConf(), url) as adapter:
        found = await adapter.poll()
    assert found.partial
    assert len(found.participants) == len({one.ref for one in found.participants}) >= 41
    assert found.requests == 1 + 3 * 2


async def test_a_roster_costs_as_many_requests_as_it_has_pages() -> None:
    legs = [Leg(ref=f"r{number}", name="x") for number in range(90)]
    async with platform(TrueConf().serve(lambda: legs)) as url, adapted(TrueConf(), url) as adapter:
        found = await adapter.poll()
    assert (found.requests, len(found.participants), found.partial) == (1 + 3, 90, False)


def test_times_are_read_and_who_left_is_told_by_the_row() -> None:
    here = {"id": 7, "display_name": "A", "join_time": "2024-06-16T07:00:00", "call_id": "a@s"}
    left = {"call_id": "b@s", "leave_time": "2024-06-16T07:05:00"}
    body = {"cnt": 3, "list": [here, left, {"display_name": "nobody"}]}
    found = parse_page(json.dumps(body).encode())
    assert [(row.ref, row.name, row.alias, row.gone) for row in found.rows] == [
        ("7", "A", "a@s", False),
        ("b@s", "b@s", "b@s", True),
    ]
    assert (found.rows[0].joined_ms, found.count, found.total) == (1_718_521_200_000, 3, 3)


async def test_it_says_nothing_of_media() -> None:
    async with platform(TrueConf().serve(lambda: TWO)) as url, adapted(TrueConf(), url) as adapter:
        found = await adapter.poll()
    assert {(one.presence, one.quality, one.mute_local) for one in found.participants} == {
        (Presence.LISTED, None, None)
    }
