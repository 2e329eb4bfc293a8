"""Jicofo and the videobridge as their sources write their answers, beside a room that no server keeps.

The room itself (XMPP) is Prosody's in `tests/live`; here it is a list, joined by the same presences.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import MappingProxyType
from typing import Any
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from aiohttp import web
from kit.contracts.conformance import Leg
from kit.contracts.subject import Subject, rate_of, said
from kit.platforms.loopback import Answer

from adapters.base import Adapter
from adapters.jitsi.adapter import JitsiAdapter
from adapters.jitsi.presence import Occupants
from adapters.jitsi.stream import JitsiStream
from data.folder.model import Source
from data.health.reading import Snapshot

ROOM = "hop@conference.meet.example"
NICK = "{http://jabber.org/protocol/nick}nick"
US = "console"
Legs = Callable[[], Sequence[Leg]]


def _presence(**fields: str) -> Element:
    whole = Element("{jabber:client}presence")
    for name, text in fields.items():
        child = Element(NICK if name == "nick" else f"{{jabber:client}}{name}")
        child.text = text
        whole.append(child)
    return whole


class OpenRoom(JitsiStream):
    """A room whose occupants are `legs`, and who all answer."""

    legs: Legs = staticmethod(lambda: (Leg(ref="a"),))
    _now: Sequence[Leg] = ()

    @property
    def is_in(self) -> bool:
        return bool(self.occupants.ours)

    async def enter(self) -> None:
        self._password()
        now = tuple(self.legs())
        if self.is_in and now == self._now:
            return
        self._now, self.occupants = now, Occupants()
        for leg in now:
            sources = said(**{f"{leg.ref}-a0": None if leg.muted is None else {"muted": leg.muted}})
            more = {"SourceInfo": str(sources).replace("'", '"').lower()} if sources else {}
            self.occupants.take(leg.ref, "available", _presence(nick=leg.name, **more))
        self.occupants.take("focus", "available", _presence())
        self.occupants.ours = US

    async def ping(self, nick: str, within_s: float) -> bool:
        return True

    async def leave(self) -> None:
        self.occupants = Occupants()


class Strict:
    """What fails beside the room fails the poll, once it is sure that the roster stood: so it can be asked
    the same as a source that lives by HTTP.
    """

    def __init__(self, adapter: JitsiAdapter, room: type[OpenRoom]) -> None:
        self.capabilities = adapter.capabilities
        self._adapter, self._room = adapter, room

    async def poll(self, focus: Sequence[str] = ()) -> Snapshot:
        refs = list(dict.fromkeys(leg.ref for leg in self._room.legs()))
        found = await self._adapter.poll(focus or refs)
        assert {one.ref for one in found.participants} <= set(refs)
        beside = self._adapter._beside
        assert len(found.participants) == len(refs) - len(beside._robots)
        for door in beside._doors:
            assert [one.code for one in door.silent] == ([door.error.code] if door.error else [])
            if door.error is not None:
                raise door.error
        return found

    async def aclose(self) -> None:
        await self._adapter.aclose()


class _Jitsi(Subject):
    kind = "jitsi"
    setting = ""
    settings = MappingProxyType({"room": ROOM, "username": "console"})

    def __init__(self) -> None:
        self._room: type[OpenRoom] = OpenRoom

    def source(self, url: str, **fields: Any) -> Source:
        settings = {self.setting: url, **fields.pop("settings", {})}
        return super().source("xmpp://meet.example", settings=settings, **fields)

    def make(self, source: Source, real_ns: Callable[[], int]) -> Adapter:
        return Strict(JitsiAdapter(source, real_ns, stream=self._room), self._room)

    def serve(self, legs: Legs) -> Answer:
        self._room = type("Room", (OpenRoom,), {"legs": staticmethod(legs)})

        async def answer(request: web.Request) -> web.StreamResponse:
            return self._says(request, legs())

        return answer

    def _says(self, request: web.Request, legs: Sequence[Leg]) -> web.StreamResponse:
        raise NotImplementedError


class JitsiFocus(_Jitsi):
    """Jicofo's `/debug/conference/ROOM`: members of the room, and participants who are called to a bridge."""

    setting = "jicofo_url"
    tells_media = False

    def _says(self, request: web.Request, legs: Sequence[Leg]) -> web.StreamResponse:
        assert (request.method, unquote(request.path)) == ("GET", f"/debug/conference/{ROOM}")
        members = {leg.ref: _member(leg) for leg in legs}
        room = {
            "room_jid": ROOM,
            "my_occupant_jid": f"{ROOM}/focus",
            "members": members,
            "lobby_enabled": False,
        }
        called = {leg.ref: _participant(leg) for leg in legs if leg.media is not None}
        whole = {"name": ROOM, "meeting_id": "m-1", "config": {}, "chat_room": room, "participants": called}
        return web.json_response(
            {**whole, "started": True, "conference_sources": {"aaaa1111": "[audio=[1]]"}}
        )

    def errors_in_200(self) -> Sequence[bytes]:
        return [b"[]", b'{"error": "no"}', b'{"name": "another@conference.meet.example"}', b"<html></html>"]


def _member(leg: Leg) -> dict[str, Any]:
    """A microphone of which nothing was said is a muted one; what there is not is the word null."""
    words = {"region": "null", "occupant_jid": f"{ROOM}/{leg.ref}", "jid": "null", "stats_id": "null"}
    kinds = {"is_jibri": False, "is_jigasi": False, "is_transcriber": False}
    muted = {"is_audio_muted": leg.muted is not False, "is_video_muted": True}
    return {**words, **kinds, "role": "GUEST", "video_codecs": [], **muted, "features": ["AUDIO"]}


def _participant(leg: Leg) -> dict[str, Any]:
    session = {"sid": "s1", "remoteJid": f"{ROOM}/{leg.ref}", "state": "ACTIVE" if leg.media else "PENDING"}
    return {
        "id": leg.ref,
        "source_signaling": {},
        "invite_runnable": "Not running",
        "jingle_session": session,
    }


class JitsiBridge(_Jitsi):
    """The videobridge's `/debug`: its conferences, and one endpoint alone."""

    setting = "jvb_url"

    def _says(self, request: web.Request, legs: Sequence[Leg]) -> web.StreamResponse:
        path = unquote(request.path)
        here = {leg.ref: leg for leg in legs if leg.media is not None}
        if path == "/debug":
            one = {"name": ROOM, "endpoints": dict.fromkeys(here, "stats-id")}
            return web.json_response({"health": "OK", "conferences": {"c1": one}})
        place, _, nick = path.rpartition("/")
        assert place == "/debug/c1"
        states = {nick: _endpoint(here[nick])} if nick in here else {}
        return web.json_response({"conferences": {"c1": {"name": ROOM, "endpoints": states}}})

    def errors_in_200(self) -> Sequence[bytes]:
        return [b"[]", b'{"error": "no"}', b'{"conferences": []}', b"<html></html>"]


def _endpoint(leg: Leg) -> dict[str, Any]:
    got = leg.received if leg.received is not None or not leg.media else 500
    source = said(media_type="audio", num_received_packets=got or 0, cumulative_packets_lost=leg.lost or 0)
    receiver = {
        "incoming_stats": {"0": source},
        "packet_stream_stats": said(bitrate_bps=rate_of(leg, 38_000, 0)),
    }
    return {"transceiver": {"receiver": receiver, "endpoint_connection_stats": {"rtt": 0}}}
