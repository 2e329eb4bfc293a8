"""To every adapter that speaks HTTP: answers that drip, end too soon, never end, or are garbled."""

from __future__ import annotations

import asyncio
import random

import pytest
from aiohttp import web
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kit.clock import ManualClock
from kit.contracts.asked import by_name, every, failure, fixed, listing, several
from kit.contracts.conformance import (
    AdapterUnderTest,
    Leg,
    adapted,
    altered,
    faults_of,
    garbled,
)
from kit.contracts.lines import proves
from kit.platforms.loopback import dripping, platform

from adapters.errors import AdapterError, BadPayload, RateLimited, TimedOut
from adapters.transport.http import MAX_BODY
from data.health.reading import Presence

GARBLED = 100

"""Garbled answers an example: with 8 of those and fourteen kinds, over eleven thousand."""


@proves("slow")
@every
async def test_a_body_that_drips_times_out(subject: AdapterUnderTest) -> None:
    assert isinstance(await failure(subject, dripping, timeout_s=0.3), TimedOut)


@proves("cut off")
@every
async def test_a_body_cut_off_is_a_bad_payload(subject: AdapterUnderTest) -> None:
    sound = subject.serve(fixed(*several(3)))

    async def cut(request: web.Request) -> web.StreamResponse:
        whole = await sound(request)
        assert isinstance(whole, web.Response) and isinstance(whole.body, bytes)
        response = web.StreamResponse(headers={"Content-Length": str(len(whole.body))})
        await response.prepare(request)
        await response.write(whole.body[: len(whole.body) // 2])
        assert request.transport is not None
        request.transport.close()
        return response

    assert isinstance(await failure(subject, cut), BadPayload)
    shorter = altered(sound, lambda body: body[: len(body) // 2])
    assert isinstance(await failure(subject, shorter), BadPayload)


@proves("charset")
@listing
async def test_another_charset_costs_letters_and_not_the_roster(subject: AdapterUnderTest) -> None:
    legs = fixed(Leg(ref="a", name="Toa @@ A"), Leg(ref="b", name="T2"))
    answer = altered(subject.serve(legs), lambda body: body.replace(b"@@", "án".encode("cp1258")))
    async with platform(answer) as url, adapted(subject, url) as adapter:
        try:
            found = await adapter.poll()
        except BadPayload:
            return
    assert "T2" in by_name(found)
    assert [fault for one in found.participants for fault in faults_of(one)] == []


@proves("too big")
@every
async def test_a_body_over_the_limit_is_given_up(subject: AdapterUnderTest) -> None:
    answer = altered(subject.serve(fixed(*several(2))), lambda body: body + b" " * MAX_BODY)
    error = await failure(subject, answer)
    assert isinstance(error, BadPayload)
    assert str(MAX_BODY) in error.detail


@proves("garbled")
@every
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_malformed_answers_neither_break_it_nor_make_a_room_well(
    subject: AdapterUnderTest, seed: int
) -> None:
    """No leg has media: whatever is garbled, none may come out as if it had."""
    chance = random.Random(seed)
    legs = fixed(*(Leg(ref=f"r{number}", name=f"T{number}", media=False) for number in range(4)))

    async def run() -> None:
        answer = altered(subject.serve(legs), lambda body: garbled(body, chance))
        clock = ManualClock()
        async with platform(answer) as url, adapted(subject, url, clock) as adapter:
            for _ in range(GARBLED):
                clock.advance(60)  # so that its own budget silences no answer
                try:
                    found = await adapter.poll(["r1"])
                except RateLimited:
                    pytest.fail("it asked nobody")
                except AdapterError:
                    continue
                assert [fault for one in found.participants for fault in faults_of(one)] == []
                assert {one.presence for one in found.participants} <= set(Presence) - {Presence.MEDIA}

    asyncio.run(run())
