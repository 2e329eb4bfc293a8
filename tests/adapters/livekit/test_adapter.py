"""LiveKit: the token, whom it lists that is no room, and words that may be numbers."""

from __future__ import annotations

import json
from typing import Any

import pytest
from kit.clock import ManualClock
from kit.contracts.conformance import Leg, adapted
from kit.contracts.livekit import LiveKit
from kit.platforms.loopback import platform

from adapters.base import ActionResult
from adapters.errors import BadPayload, Rejected
from adapters.livekit.adapter import GOOD_S, LiveKitAdapter, members
from data.actions.action import Action, ActionKind
from data.health.reading import Participant, Presence

CAMERA = {"sid": "TR_1", "source": "CAMERA", "muted": False}


def read(**fields: Any) -> list[Participant]:
    line = {"sid": "PA_1", "identity": "tand-03", "state": "ACTIVE", "tracks": [], **fields}
    return [one.leg for one in members(json.dumps({"participants": [line]}).encode())]


@pytest.mark.parametrize(
    ("state", "tracks", "presence"),
    [
        ("ACTIVE", [CAMERA], Presence.MEDIA),
        (2, [CAMERA], Presence.MEDIA),
        ("ACTIVE", [], Presence.SIGNALLING),
        ("ACTIVE", None, Presence.LISTED),
        ("JOINED", [CAMERA], Presence.SIGNALLING),
        (0, [], Presence.DIALING),
        ("NEW_STATE", [CAMERA], Presence.LISTED),
        (True, [CAMERA], Presence.LISTED),
    ],
)
def test_only_who_is_active_and_publishes_has_media(
    state: object, tracks: object, presence: Presence
) -> None:
    assert read(state=state, tracks=tracks)[0].presence is presence


@pytest.mark.parametrize("fields", [{"kind": "EGRESS"}, {"kind": 4}, {"state": 3}, {"state": "DISCONNECTED"}])
def test_recorders_robots_and_who_has_gone_are_no_rooms(fields: dict[str, Any]) -> None:
    assert read(**fields) == []


def test_mutes_screens_and_times_are_read() -> None:
    voice = {"sid": "TR_2", "source": 2, "muted": True}
    [one] = read(tracks=[CAMERA, voice, {"sid": "TR_3", "source": "SCREEN_SHARE"}], joined_at="1718521200")
    assert (one.mute_local, one.presenting, one.connected_at_ms) == (True, True, 1_718_521_200_000)
    assert (one.name, one.alias) == ("tand-03", "tand-03")
    [silent] = read(tracks=None, joined_at="0", name="T1")
    assert (silent.mute_local, silent.presenting, silent.connected_at_ms) == (None, None, None)
    assert silent.name == "T1"


def test_a_list_of_nobody_is_none() -> None:
    for body in (b"{}", b'{"participants": [{"name": "x"}]}', b'{"code": "not_found"}'):
        with pytest.raises(BadPayload):
            members(body)


async def test_the_token_names_the_room_and_is_changed_every_hour() -> None:
    server, clock, wall = LiveKit(), ManualClock(), 1_718_521_200.0
    async with platform(server.serve(lambda: [Leg(ref="PA_1", name="T1")])) as url:
        adapter = LiveKitAdapter(server.source(url), clock.real_ns, wall_s=lambda: wall)
        try:
            await adapter.poll()
            first = server.claims
            assert first["nbf"] < wall < wall + GOOD_S < first["exp"]
            wall += GOOD_S - 1
            clock.advance(GOOD_S - 1)
            await adapter.poll()
            assert server.claims == first
            clock.advance(1)
            await adapter.poll()
        finally:
            await adapter.aclose()
    assert server.claims["exp"] == first["exp"] + GOOD_S - 1


async def test_a_poll_is_one_request() -> None:
    server = LiveKit()
    async with platform(server.serve(lambda: [])) as url, adapted(server, url) as adapter:
        assert (await adapter.poll()).requests == 1


async def test_a_track_is_muted_and_a_call_is_ended_as_the_next_poll_shows() -> None:
    server = LiveKit()
    legs = [Leg(ref="PA_1", name="T1", media=True, muted=False), Leg(ref="PA_2", name="T2", media=True)]
    async with platform(server.serve(lambda: legs)) as url, adapted(server, url) as adapter:
        assert isinstance(adapter, LiveKitAdapter)
        assert (await adapter.poll()).participants[0].mute_local is False
        assert await adapter.act(Action(kind=ActionKind.MUTE, ref="PA_1")) == ActionResult()
        assert (await adapter.poll()).participants[0].mute_local is True
        with pytest.raises(Rejected):
            await adapter.act(Action(kind=ActionKind.UNMUTE, ref="PA_1"))
        server.opens = True
        await adapter.act(Action(kind=ActionKind.UNMUTE, ref="PA_1"))
        assert (await adapter.poll()).participants[0].mute_local is False
        await adapter.act(Action(kind=ActionKind.DROP, ref="PA_2"))
        assert [one.ref for one in (await adapter.poll()).participants] == ["PA_1"]


async def test_who_left_meanwhile_or_sends_no_sound_is_a_no() -> None:
    server = LiveKit()
    legs = [Leg(ref="PA_1", name="T1", media=True), Leg(ref="PA_2", name="T2", media=False)]
    async with platform(server.serve(lambda: legs)) as url, adapted(server, url) as adapter:
        assert isinstance(adapter, LiveKitAdapter)
        await adapter.poll()
        for kind, ref in ((ActionKind.MUTE, "PA_2"), (ActionKind.DROP, "PA_9")):
            with pytest.raises(Rejected):
                await adapter.act(Action(kind=kind, ref=ref))
        server.gone.add("PA_1")
        with pytest.raises(Rejected):
            await adapter.act(Action(kind=ActionKind.DROP, ref="PA_1"))
