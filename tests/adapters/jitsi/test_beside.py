"""Jicofo and the bridge beside a Jitsi room: what they add, and what they cannot spoil."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web
from kit.clock import ManualClock
from kit.contracts.conformance import Leg, counted
from kit.contracts.jitsi import ROOM, JitsiBridge, JitsiFocus, OpenRoom
from kit.platforms.loopback import Answer, platform

from adapters.base import Silent, silent_parts
from adapters.errors import BadPayload
from adapters.jitsi.adapter import JitsiAdapter
from adapters.jitsi.focus import Member, members
from data.folder.model import Source
from data.folder.problem import ProblemError
from data.health.reading import Participant, Presence

LEGS = [Leg(ref="aaaa1111", name="T1", muted=False), Leg(ref="bbbb2222", name="T2", muted=True)]


def said(*, members: object = None, participants: object = None, **fields: object) -> bytes:
    room = {"members": members or {}}
    return json.dumps(
        {"name": ROOM, "chat_room": room, "participants": participants or {}, **fields}
    ).encode()


def test_recorders_and_transcribers_are_no_rooms_and_a_telephone_is_one() -> None:
    kinds = {"a": {"is_jibri": True}, "b": {"is_transcriber": True}, "c": {"is_jigasi": True}, "d": {}}
    found = members(said(members=kinds), ROOM)
    assert {nick: one.is_room for nick, one in found.items()} == {
        "a": False,
        "b": False,
        "c": True,
        "d": True,
    }


@pytest.mark.parametrize(
    ("leg", "presence"),
    [
        ({"jingle_session": {"state": "ACTIVE"}}, None),
        ({"jingle_session": {"state": "PENDING"}}, Presence.DIALING),
        ({"jingle_session": {"state": "ENDED"}}, Presence.SIGNALLING),
        ({"jingle_session": "null", "invite_runnable": "Running"}, Presence.DIALING),
        ({"jingle_session": "null", "invite_runnable": "Not running"}, Presence.SIGNALLING),
        ({"jingle_session": {"state": "NEW WORD"}}, None),
        ("odd", None),
        (None, None),
    ],
)
def test_how_far_its_call_has_come(leg: object, presence: Presence | None) -> None:
    payload = said(members={"a": {"role": "OWNER"}}, participants={"a": leg} if leg else {})
    assert members(payload, ROOM) == {"a": Member(role="chair", session=presence)}


def test_its_word_that_a_microphone_is_off_may_be_for_want_of_one() -> None:
    muted = {"a": {"is_audio_muted": True}, "b": {"is_audio_muted": False}, "c": {"is_audio_muted": "null"}}
    found = members(said(members=muted), ROOM)
    assert [found[nick].unmuted for nick in "abc"] == [False, True, False]


def test_a_conference_that_it_does_not_have_is_an_empty_table_and_another_one_is_a_fault() -> None:
    assert members(b"{}", ROOM) == {}
    assert members(said(), ROOM.upper()) == {}
    assert members(said(chat_room="null"), ROOM) == {}
    with pytest.raises(BadPayload):
        members(said(name="other@conference.meet.example"), ROOM)


@asynccontextmanager
async def room(
    legs: list[Leg], clock: ManualClock | None = None, timeout_s: float = 5.0, **urls: str
) -> AsyncIterator[JitsiAdapter]:
    stream = type("Room", (OpenRoom,), {"legs": staticmethod(lambda: legs)})
    source = Source(
        name="j",
        kind="jitsi",
        url="xmpp://meet.example",
        settings={"room": ROOM, **urls},
        timeout_s=timeout_s,
    )
    adapter = JitsiAdapter(source, (clock or ManualClock()).real_ns, stream=stream)
    try:
        yield adapter
    finally:
        await adapter.aclose()


async def look(adapter: JitsiAdapter) -> dict[str, Participant]:
    return {one.name: one for one in (await adapter.poll(["aaaa1111", "bbbb2222"])).participants}


async def test_both_are_joined_to_the_room_by_the_nick() -> None:
    focus, bridge = JitsiFocus().serve(lambda: LEGS), JitsiBridge().serve(lambda: LEGS)
    async with (
        platform(focus) as jicofo,
        platform(bridge) as jvb,
        room(LEGS, jicofo_url=jicofo, jvb_url=jvb) as adapter,
    ):
        found = await look(adapter)
    assert {name: (one.presence, one.mute_local) for name, one in found.items()} == {
        "T1": (Presence.MEDIA, False),
        "T2": (Presence.LISTED, True),
    }
    assert found["T1"].streams[0].packets_received == 500


async def test_a_call_that_is_not_through_is_seen_where_the_bridge_knows_nothing_of_it() -> None:
    ringing = [Leg(ref="aaaa1111", name="T1", media=False), Leg(ref="bbbb2222", name="T2")]
    async with (
        platform(JitsiFocus().serve(lambda: ringing)) as jicofo,
        room(LEGS, jicofo_url=jicofo) as adapter,
    ):
        found = await look(adapter)
    assert [found[name].presence for name in ("T1", "T2")] == [Presence.DIALING, Presence.LISTED]


async def test_a_recorder_stays_no_room_when_jicofo_is_silent() -> None:
    clock, now = ManualClock(), [said(members={"bbbb2222": {"is_jibri": True}})]

    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(body=now[0]) if now else web.Response(status=502)

    async with platform(answer) as jicofo, room(LEGS, clock, jicofo_url=jicofo) as adapter:
        assert list(await look(adapter)) == ["T1"]
        now.clear()
        clock.advance(2)
        assert list(await look(adapter)) == ["T1"]
        assert silent_parts(adapter) == [Silent(f"jicofo {jicofo.removeprefix('http://')}", "unreachable")]


async def test_who_has_switched_both_off_sends_nothing_and_that_is_no_fault() -> None:
    off = [Leg(ref="aaaa1111", name="T1", muted=True), Leg(ref="bbbb2222", name="T2", muted=False)]
    still = [Leg(ref=one.ref, name=one.name, media=False) for one in off]
    async with platform(JitsiBridge().serve(lambda: still)) as jvb, room(off, jvb_url=jvb) as adapter:
        found = await look(adapter)
    directions = {name: [one.direction for one in leg.streams] for name, leg in found.items()}
    assert directions == {"T1": ["tx"], "T2": ["rx", "tx"]}
    assert {one.presence for one in found.values()} == {Presence.LISTED}


async def test_what_hangs_beside_the_room_is_given_up_in_time_and_told() -> None:
    async def hang(_: web.Request) -> web.StreamResponse:
        await asyncio.Event().wait()
        raise AssertionError

    async with (
        platform(hang) as slow,
        room(LEGS, timeout_s=0.4, jicofo_url=slow, jvb_url=slow) as adapter,
    ):
        assert list(await look(adapter)) == ["T1", "T2"]
        assert [one.code for one in silent_parts(adapter)] == ["timed_out", "timed_out"]


def status(code: int, **headers: str) -> Answer:
    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(status=code, headers=headers)

    return answer


async def asked_in(seconds: int, answer: Answer) -> int:
    """How often a port that answers so is asked in so many seconds of polls, one a second."""
    clock = ManualClock()
    heard, asked = counted(answer)
    async with platform(heard) as jicofo, room(LEGS, clock, jicofo_url=jicofo) as adapter:
        for _ in range(seconds):
            assert len(await look(adapter)) == 2
            clock.advance(1)
    return len(asked)


@pytest.mark.parametrize(
    ("answer", "times"),
    [
        (status(403), 1),
        (status(429, **{"Retry-After": "100"}), 2),
        (status(502), 5),
        (JitsiFocus().serve(lambda: LEGS), 60),
    ],
    ids=["refused", "rests as long as it is told", "silent, ever less", "every two seconds"],
)
async def test_no_port_is_stormed(answer: Answer, times: int) -> None:
    assert await asked_in(120, answer) == times


def test_the_settings_are_named_when_they_are_wrong() -> None:
    for wrong in ("jicofo_url", "jvb_url"):
        settings: dict[str, Any] = {"room": ROOM, wrong: "10.0.0.8:8888"}
        source = Source(name="j", kind="jitsi", url="xmpp://meet.example", settings=settings)
        with pytest.raises(ProblemError) as caught:
            JitsiAdapter(source, ManualClock().real_ns, stream=OpenRoom)
        assert caught.value.problems[0].params["setting"] == wrong
