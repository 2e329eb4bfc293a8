"""Cisco Meeting Server: its words and units, whom it is asked about first, and what that may cost."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from aiohttp import web
from kit.clock import ManualClock
from kit.contracts.cms import Cms
from kit.contracts.conformance import Leg, adapted, counted
from kit.platforms.loopback import Answer, platform

from adapters.base import ActionResult, can_act
from adapters.cms import payload as cms_payload
from adapters.errors import AdapterError, BadPayload, NotSent, Rejected, surely_undone
from data.actions.action import Action, ActionKind
from data.health.reading import Participant, Presence

ONE = Participant(ref="a", name="T1", presence=Presence.LISTED)
DETAIL = b"""<?xml version="1.0"?><callLeg id="a"><name>T1</name>
<configuration><rxAudioMute>true</rxAudioMute></configuration><status><state>connected</state><durationSeconds>9</durationSeconds>
<rxAudio><codec>opus</codec><packetLossPercentage>0.4</packetLossPercentage>
<jitter>9</jitter><bitRate>38539</bitRate></rxAudio>
<txAudio><codec>opus</codec><packetLossPercentage>3.5</packetLossPercentage>
<bitRate>64000</bitRate><roundTripTime>17</roundTripTime></txAudio>
<rxVideo role="main"><codec>h264</codec><bitRate>1975241</bitRate></rxVideo>
<rxVideo role="presentation"><codec>h264</codec><width>1280</width>
<height>720</height><frameRate>4.9</frameRate></rxVideo>
</status></callLeg>"""


def legs(count: int) -> list[Leg]:
    return [Leg(ref=f"r{number}", name=f"T{number:03}") for number in range(count)]


def details(asked: Sequence[str]) -> list[str]:
    return [path.rpartition("/")[2] for path in asked if path.count("/") == 4]


def test_each_direction_keeps_its_own_figures_and_what_is_not_told_is_none() -> None:
    found = cms_payload.detailed(DETAIL, ONE)
    told = [(one.kind, one.direction, one.bitrate_bps, one.loss_pct, one.rtt_ms) for one in found.streams]
    assert told == [
        ("audio", "rx", 38539, 0.4, None),
        ("video", "rx", 1975241, None, None),
        ("content", "rx", None, None, None),
        ("audio", "tx", 64000, 3.5, 17.0),
    ]
    assert (found.streams[0].jitter_ms, found.streams[2].width, found.streams[2].fps) == (9.0, 1280, 4.9)
    assert (found.presence, found.mute_server, found.quality) == (Presence.MEDIA, True, 3)


@pytest.mark.parametrize(
    ("state", "rate", "presence"),
    [
        ("connected", "<bitRate>0</bitRate>", Presence.SIGNALLING),
        ("connected", "", Presence.LISTED),
        ("ringing", "<bitRate>9</bitRate>", Presence.DIALING),
        ("onHold", "<bitRate>9</bitRate>", Presence.HOLD),
        ("somewhere", "<bitRate>9</bitRate>", Presence.LISTED),
    ],
)
def test_only_bits_that_came_make_media(state: str, rate: str, presence: Presence) -> None:
    audio = f"<rxAudio><jitter>1</jitter>{rate}</rxAudio>"
    body = f"<callLeg><status><state>{state}</state>{audio}</status></callLeg>"
    assert cms_payload.detailed(body.encode(), ONE).presence is presence


def test_what_names_no_total_is_no_list() -> None:
    for body in (b'<callLegs><callLeg id="a"/></callLegs>', b'<calls total="0"/>', b"<x/>"):
        with pytest.raises(BadPayload):
            cms_payload.legs(body)


async def test_attended_and_alarmed_legs_are_read_first_and_then_those_not_read_for_longest() -> None:
    answer, asked = counted(Cms(alarmed=["r9"]).serve(lambda: legs(10)))
    settings = {"legs_per_poll": 4}
    async with platform(answer) as url, adapted(Cms(), url, settings=settings) as adapter:
        first = await adapter.poll(["r7", "gone"])
        assert sorted(details(asked)) == ["r0", "r1", "r7", "r9"]
        assert first.requests == 2 + 4
        asked.clear()
        second = await adapter.poll(["r7"])
    assert sorted(details(asked)) == ["r2", "r3", "r7", "r9"]
    told = {one.ref: one.presence for one in second.participants}
    assert (told["r0"], told["r2"], told["r8"]) == (Presence.MEDIA, Presence.MEDIA, Presence.LISTED)


async def test_a_look_is_good_for_five_minutes() -> None:
    clock = ManualClock()
    answer, settings = Cms().serve(lambda: legs(2)), {"legs_per_poll": 1}
    async with platform(answer) as url, adapted(Cms(), url, clock, settings=settings) as adapter:
        assert (await adapter.poll(["r0"])).participants[0].presence is Presence.MEDIA
        clock.advance(299)
        assert (await adapter.poll(["r1"])).participants[0].presence is Presence.MEDIA
        clock.advance(2)
        found = (await adapter.poll(["r1"])).participants
    assert [one.presence for one in found] == [Presence.LISTED, Presence.MEDIA]
    assert found[0].quality is None


async def test_a_busy_server_keeps_its_roster_and_is_left_alone_as_long_as_it_wishes() -> None:
    sound, clock = Cms().serve(lambda: legs(9)), ManualClock()

    async def busy(request: web.Request) -> web.StreamResponse:
        if request.path.count("/") == 4:
            return web.Response(status=503, headers={"Retry-After": "30"})
        return await sound(request)

    answer, asked = counted(busy)
    async with platform(answer) as url, adapted(Cms(), url, clock) as adapter:
        assert len((await adapter.poll()).participants) == 9
        assert 1 <= len(details(asked)) <= 4, "one a reader, and then no more"
        asked.clear()
        clock.advance(29)
        assert (await adapter.poll()).participants[0].presence is Presence.LISTED
        assert details(asked) == []
        clock.advance(2)
        await adapter.poll()
    assert details(asked) != []


async def test_a_leg_that_left_between_two_requests_costs_itself() -> None:
    here: list[list[Leg]] = [legs(3)]

    def now() -> list[Leg]:
        return here[0]

    sound = Cms().serve(now)

    async def shrinking(request: web.Request) -> web.StreamResponse:
        found = await sound(request)
        if request.query.get("alarms"):
            here[0] = legs(3)[1:]
        return found

    async with platform(shrinking) as url, adapted(Cms(), url) as adapter:
        found = (await adapter.poll()).participants
    assert [one.presence for one in found] == [Presence.LISTED, Presence.MEDIA, Presence.MEDIA]


async def test_a_space_is_read_through_its_calls() -> None:
    answer, asked = counted(Cms().serve(lambda: legs(2)))
    settings = {"cospace": "space-1", "legs_per_poll": 0}
    async with platform(answer) as url, adapted(Cms(), url, settings=settings) as adapter:
        assert len((await adapter.poll()).participants) == 2
    assert asked == ["/api/v1/calls", "/api/v1/calls/call-7/callLegs"]


async def test_looks_that_hang_do_not_cost_the_roster() -> None:
    sound = Cms().serve(lambda: legs(3))

    async def hanging(request: web.Request) -> web.StreamResponse:
        if request.path.count("/") == 4:
            await asyncio.Event().wait()
        return await sound(request)

    answer: Answer = hanging
    async with platform(answer) as url, adapted(Cms(), url, timeout_s=0.3) as adapter:
        assert len((await adapter.poll()).participants) == 3


async def test_it_mutes_unmutes_and_drops_a_leg_and_the_next_poll_shows_it() -> None:
    server, clock = Cms(), ManualClock()
    answer, settings = server.serve(lambda: legs(60)), {"legs_per_poll": 5}
    async with platform(answer) as url, adapted(server, url, clock, settings=settings) as adapter:
        assert can_act(adapter)
        await adapter.poll()
        for kind, shown in ((ActionKind.MUTE, True), (ActionKind.UNMUTE, False)):
            assert await adapter.act(Action(kind=kind, ref="r59")) == ActionResult()
            found = await adapter.poll()
            assert {one.ref: one.mute_server for one in found.participants}["r59"] is shown
        await adapter.act(Action(kind=ActionKind.DROP, ref="r1"))
    assert server.orders == [
        ("PUT", "r59", "rxAudioMute=true"),
        ("PUT", "r59", "rxAudioMute=false"),
        ("DELETE", "r1", ""),
    ]


async def test_a_leg_that_is_gone_cannot_be_muted_and_busy_is_a_doubt() -> None:
    async with platform(Cms().serve(lambda: legs(1))) as url, adapted(Cms(), url) as adapter:
        assert can_act(adapter)
        with pytest.raises(Rejected):
            await adapter.act(Action(kind=ActionKind.MUTE, ref="gone"))

    async def busy(_: web.Request) -> web.StreamResponse:
        return web.Response(status=503)

    answer, asked = counted(busy)
    async with platform(answer) as url, adapted(Cms(), url) as adapter:
        assert can_act(adapter)
        with pytest.raises(AdapterError) as caught:
            await adapter.act(Action(kind=ActionKind.DROP, ref="r0"))
    assert not surely_undone(caught.value)
    assert len(asked) == 1
    async with adapted(Cms(), url) as adapter:
        assert can_act(adapter)
        with pytest.raises(NotSent):
            await adapter.act(Action(kind=ActionKind.DROP, ref="r0"))


async def test_forty_legs_are_read_at_every_poll_of_ten_seconds() -> None:
    clock = ManualClock()
    answer, asked = counted(Cms().serve(lambda: legs(100)))
    async with platform(answer) as url, adapted(Cms(), url, clock) as adapter:
        for _ in range(6):
            asked.clear()
            found = await adapter.poll()
            assert len(details(asked)) == 40
            clock.advance(10)
    assert [one.ref for one in found.participants if one.presence is not Presence.MEDIA] == []
