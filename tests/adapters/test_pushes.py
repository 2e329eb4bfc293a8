"""What platforms push makes a poll due and no more: Pexip's event sinks, a Call Bridge's call records."""

from __future__ import annotations

import json
import socket
from typing import Any

import pytest
from aiohttp import ClientSession, encode_basic_auth
from kit.clock import ManualClock
from kit.contracts.conformance import AdapterUnderTest, adapted
from kit.contracts.subject import SECRET_NAME
from kit.contracts.subjects import OVER_HTTP
from kit.platforms.loopback import SECRET, platform

from adapters.base import Adapter, news_of
from adapters.cms.payload import tells_change as of_cms
from adapters.pexip.events import tells_change as of_pexip
from data.folder.problem import ProblemError

OURS = {"event": "participant_connected", "seq": 1, "node": "10.0.0.5", "data": {"conference": "hoi-nghi"}}
RECORDS = b"""<?xml version="1.0"?><records session="s" callBridge="b">
<record type="callLegEnd" recordIndex="4"><callLeg id="x">
<reason>remoteTeardown</reason></callLeg></record></records>"""
PUSHES = {"pexip": json.dumps(OURS).encode(), "cms": RECORDS}
pushing = pytest.mark.parametrize("kind", PUSHES)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


def event(**fields: Any) -> bytes:
    return json.dumps({**OURS, **fields}).encode()


@pytest.mark.parametrize(
    ("body", "worth"),
    [
        (event(), True),
        (event(event="participant_media_stream_window"), True),
        (event(event="participant_updated", data={}), True),
        (event(data={"conference": "another"}), False),
        (event(event="conference_started", data={"name": "hoi-nghi"}), True),
        (event(event="conference_started", data={"name": "another"}), False),
        (event(event="eventsink_started", data={}), False),
        (event(event="eventsink_bulk", data=[{"event": "eventsink_started"}, OURS]), True),
        (event(event="eventsink_bulk", data=[{"event": "x"}, 5, None]), False),
        (event(event="eventsink_bulk", data="x"), False),
        (event(event=7), False),
        (b"", False),
        (b"[1]", False),
        (b"\xff{", False),
        (b"[" * 100_000, False),
    ],
)
def test_an_event_of_our_conference_is_worth_a_poll(body: bytes, worth: bool) -> None:
    assert of_pexip(body, "hoi-nghi") is worth


@pytest.mark.parametrize(
    ("body", "worth"),
    [
        (RECORDS, True),
        (RECORDS.replace(b"callLegEnd", b"recordingStart"), False),
        (b"<records/>", False),
        (b"<records><record/></records>", False),
        (b"<html></html>", False),
        (b"", False),
        (b'<!DOCTYPE r [<!ENTITY a "b">]><records><record type="callEnd"/></records>', False),
    ],
)
def test_a_record_of_a_call_or_a_leg_is_worth_a_poll(body: bytes, worth: bool) -> None:
    assert of_cms(body) is worth


async def pushed(port: int, body: bytes, password: str = "") -> int:
    headers = {"Authorization": encode_basic_auth("sink", password)} if password else {}
    url = f"http://127.0.0.1:{port}/"
    async with ClientSession() as session, session.post(url, data=body, headers=headers) as answer:
        return answer.status


def news(adapter: Adapter) -> bool:
    found = news_of(adapter)
    assert found is not None
    return found.is_set()


@pushing
async def test_a_push_is_heard_from_the_first_poll_until_the_end(kind: str) -> None:
    subject, port = OVER_HTTP[kind], free_port()
    settings = {"events_port": port}
    async with platform(subject.serve(tuple)) as url, adapted(subject, url, settings=settings) as adapter:
        await adapter.poll()
        assert not news(adapter)
        assert await pushed(port, b"<nothing/>") == 200
        assert not news(adapter)
        assert await pushed(port, PUSHES[kind]) == 200
        assert news(adapter)
    with socket.socket() as again:
        again.bind(("127.0.0.1", port))


@pushing
async def test_who_does_not_know_the_password_says_nothing(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SECRET_NAME, SECRET)
    subject, port = OVER_HTTP[kind], free_port()
    fields: dict[str, Any] = {"settings": {"events_port": port}, "secrets": {"events_password": SECRET_NAME}}
    async with platform(subject.serve(tuple)) as url, adapted(subject, url, **fields) as adapter:
        await adapter.poll()
        assert [await pushed(port, PUSHES[kind], given) for given in ("", "guess")] == [401, 401]
        assert not news(adapter)
        assert await pushed(port, PUSHES[kind], SECRET) == 200
        assert news(adapter)


@pushing
async def test_a_port_that_is_taken_costs_the_pushes_and_not_the_polls(kind: str) -> None:
    subject: AdapterUnderTest = OVER_HTTP[kind]
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        settings = {"events_port": taken.getsockname()[1]}
        async with platform(subject.serve(tuple)) as url, adapted(subject, url, settings=settings) as adapter:
            assert (await adapter.poll()).participants == ()


@pushing
@pytest.mark.parametrize("port", [-1, 70_000, "80"])
def test_a_port_that_cannot_be_is_named(kind: str, port: object) -> None:
    subject = OVER_HTTP[kind]
    with pytest.raises(ProblemError) as caught:
        subject.make(subject.source("http://x", settings={"events_port": port}), ManualClock().real_ns)
    assert caught.value.problems[0].params["setting"] == "events_port"
