"""Webex: tokens given and lent, pages by link, and who has left."""

from __future__ import annotations

import json

import pytest
from aiohttp import web
from kit.contracts.conformance import Leg, adapted, counted
from kit.contracts.subject import SECRET_NAME
from kit.contracts.webex import Webex
from kit.platforms.loopback import SECRET, platform

from adapters.errors import BadPayload, Refused
from adapters.webex import parse_page
from data.health.reading import Presence

ONE = [Leg(ref="p1", name="T1", muted=True)]


async def test_a_refresh_token_lends_what_the_list_is_asked_with(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SECRET_NAME, SECRET)
    server = Webex()
    secrets = {"client_secret": SECRET_NAME, "refresh_token": SECRET_NAME}
    async with platform(server.serve(lambda: ONE)) as url, adapted(server, url, secrets=secrets) as adapter:
        [one] = (await adapter.poll()).participants
        assert (one.mute_local, one.mute_server, one.presence) == (True, None, Presence.LISTED)
        server.lender.good.clear()
        await adapter.poll()
    assert server.lender.lent == 2


async def test_a_given_token_that_is_refused_is_not_tried_again() -> None:
    async def strict(_: web.Request) -> web.StreamResponse:
        return web.Response(status=401)

    answer, asked = counted(strict)
    async with platform(answer) as url, adapted(Webex(), url) as adapter:
        for _ in range(2):
            with pytest.raises(Refused):
                await adapter.poll()
    assert len(asked) == 2


async def test_a_link_to_another_host_is_not_followed() -> None:
    asked: list[str] = []

    async def answer(request: web.Request) -> web.StreamResponse:
        asked.append(str(request.rel_url))
        headers = {"Link": '<http://elsewhere.invalid/v1/meetingParticipants?x=1>; rel="next"'}
        return web.json_response({"items": [{"id": "p1"}]}, headers=headers)

    async with platform(answer) as url, adapted(Webex(), url) as adapter:
        assert len((await adapter.poll()).participants) == 1
    assert len(asked) == 1


def test_states_are_told_apart_and_who_left_is_not_there() -> None:
    states = ("lobby", "joined", "end", "somewhere")
    lines = [{"id": state, "displayName": "x", "state": state, "host": state == "joined"} for state in states]
    found = parse_page(json.dumps({"items": lines}).encode())
    assert [(one.ref, one.presence, one.role) for one in found.rows] == [
        ("lobby", Presence.LOBBY, ""),
        ("joined", Presence.LISTED, "host"),
        ("somewhere", Presence.LISTED, ""),
    ]
    for body in (b'{"items": [{}]}', b"{}", b"[]"):
        with pytest.raises(BadPayload):
            parse_page(body)
