"""Janus: what its handles say against what its roster says, and what they cost."""

from __future__ import annotations

import json
from typing import Any

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st
from kit.clock import ManualClock
from kit.platforms.loopback import platform

from adapters.errors import BadPayload, Refused
from adapters.janus.payload import handle, members, numbers
from adapters.janus.sessions import LIST_ANEW
from adapters.registry import make
from data.folder.model import Source
from data.folder.problem import ProblemError
from data.health.reading import Presence, Snapshot


def medium(kind: str, *, send: bool, **figures: Any) -> dict[str, Any]:
    rtcp = {"base": 48000, "rtt": 0, "lost": 0, "jitter-local": 0, "jitter-remote": 0}
    flow = {"packets": 100, "bytes": 1000, "bytes_lastsec": 50}
    flow |= {
        key: value for key, value in figures.items() if key in ("packets", "bytes_lastsec", "retransmissions")
    }
    rtcp |= {
        key.replace("_", "-"): value
        for key, value in figures.items()
        if key in ("rtt", "lost", "jitter_local")
    }
    silent = {"packets": 0, "bytes": 0, "bytes_lastsec": 0}
    stats = {"in": silent, "out": flow} if send else {"in": flow, "out": silent}
    return {"type": kind, "codecs": {"codec": "opus"}, "rtcp": {"main": rtcp}, "stats": stats}


def info(session: int, plugin: dict[str, Any], *media: dict[str, Any]) -> bytes:
    webrtc = {"webrtc": {"media": {str(mid): one for mid, one in enumerate(media)}}} if media else {}
    return json.dumps(
        {"janus": "success", "session_id": session, "info": {"plugin_specific": plugin, **webrtc}}
    ).encode()


PUBLISHER = {"type": "publisher", "room": 7, "id": 102, "streams": [{"mid": "0", "audio-level-dBov": 15}]}


class Server:
    """Room 7 with member 102, who publishes on one handle and listens on another."""

    def __init__(self) -> None:
        self.handles: dict[str, bytes] = {
            "1": info(50, PUBLISHER, medium("audio", send=False, packets=1152, lost=52, jitter_local=10)),
            "2": info(50, {"type": "subscriber", "room": 7}, medium("audio", send=True, rtt=68)),
        }
        self.asked: list[str] = []

    async def answer(self, request: web.Request) -> web.StreamResponse:
        asked = await request.json()
        assert asked["admin_secret"] == ""
        self.asked.append(asked["janus"])
        if asked["janus"] == "handle_info":
            body = self.handles.get(request.path.rpartition("/")[2])
            return web.Response(body=body or b'{"janus": "error", "error": {"code": 459}}')
        member = {"id": 102, "display": "TAND Đà Nẵng", "publisher": True, "talking": True}
        said = {
            "message_plugin": {"response": {"videoroom": "participants", "participants": [member]}},
            "list_sessions": {"sessions": [50]},
            "list_handles": {"handles": [int(one) for one in self.handles]},
        }
        return web.json_response({"janus": "success", **said[asked["janus"]]})


async def polled(server: Server, times: int = 1) -> Snapshot:
    async with platform(server.answer) as url:
        source = Source(name="s", kind="janus", settings={"admin_url": f"{url}/admin", "room": 7})
        adapter = make(source, ManualClock().real_ns)
        try:
            for _ in range(times):
                found = await adapter.poll()
        finally:
            await adapter.aclose()
    return found


async def test_both_handles_of_a_room_are_one_room() -> None:
    [one] = (await polled(Server())).participants
    assert (one.ref, one.name, one.alias, one.presence) == ("102.50", "TAND Đà Nẵng", "102", Presence.MEDIA)
    rx, tx = one.streams
    assert (rx.direction, rx.packets_received, rx.packets_lost, rx.jitter_ms) == ("rx", 1152, 52, 10.0)
    assert (rx.bitrate_bps, rx.rtt_ms, rx.level_dbov, rx.loss_pct) == (400, None, -15.0, None)
    assert (tx.direction, tx.rtt_ms) == ("tx", 68.0)
    assert one.mute_server is None


async def test_a_kicked_room_has_no_media_though_the_roster_says_it_publishes() -> None:
    server = Server()
    server.handles = {"1": info(50, {**PUBLISHER, "streams": []})}
    [one] = (await polled(server)).participants
    assert one.presence is Presence.SIGNALLING


async def test_a_handle_that_cannot_be_read_leaves_the_room_listed() -> None:
    server = Server()
    server.handles = {"1": b"{}"}
    [one] = (await polled(server)).participants
    assert (one.presence, one.streams) == (Presence.LISTED, ())


async def test_handles_are_listed_now_and_then_only() -> None:
    server = Server()
    await polled(server, LIST_ANEW * 2)
    assert server.asked.count("list_handles") == 3
    assert server.asked.count("handle_info") == LIST_ANEW * 2 * 2


def test_repairs_are_not_packets_of_their_own() -> None:
    wire = info(1, PUBLISHER, medium("video", send=False, packets=1349, lost=90, retransmissions=92))
    [rx] = handle(wire).streams
    assert (rx.packets_received, rx.packets_lost, rx.packets_recovered) == (1257, 90, 92)


@pytest.mark.parametrize(
    ("payload", "error"),
    [
        (b'{"janus": "error", "error": {"code": 403}}', Refused),
        (b'{"janus": "error", "error": {"code": 458}}', BadPayload),
        (b'{"janus": "success", "response": {"error_code": 426}}', BadPayload),
        (b'{"janus": "success", "response": {"participants": [{}]}}', BadPayload),
        (b'{"janus": "success"}', BadPayload),
        (b"[]", BadPayload),
        (b"", BadPayload),
    ],
)
def test_a_no_inside_http_200_is_told(payload: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        members(payload)


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "type",
                    "room",
                    "id",
                    "media",
                    "webrtc",
                    "0",
                    "rtcp",
                    "main",
                    "stats",
                    "in",
                    "packets",
                    "mid",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(_json, _json)
def test_nothing_but_a_bad_payload_comes_out(first: Any, second: Any) -> None:
    info_ = {"plugin_specific": first, "webrtc": second}
    payload = json.dumps({"janus": "success", "info": info_, "response": first, "sessions": second}).encode()
    for read in (members, handle, lambda body: numbers(body, "sessions")):
        try:
            read(payload)
        except BadPayload as error:
            assert error.__cause__ is None


@pytest.mark.parametrize(
    ("settings", "setting"),
    [
        ({"room": 7}, "admin_url"),
        ({"admin_url": "http://x"}, "room"),
        ({"admin_url": "http://x", "room": "a"}, "room"),
    ],
)
def test_a_wrong_setting_is_named(settings: dict[str, str | int], setting: str) -> None:
    with pytest.raises(ProblemError) as caught:
        make(Source(name="s", kind="janus", settings=settings), ManualClock().real_ns)
    assert caught.value.problems[0].params["setting"] == setting
