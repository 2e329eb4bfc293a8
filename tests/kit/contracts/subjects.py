"""Every kind of source that the program knows, with its platform, for the conformance suite."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from aiohttp import web
from kit.contracts.bbb import BigBlueButton
from kit.contracts.cms import Cms
from kit.contracts.conformance import AdapterUnderTest, Leg
from kit.contracts.galene import Galene
from kit.contracts.jitsi import JitsiBridge, JitsiFocus
from kit.contracts.livekit import LiveKit
from kit.contracts.poly import PolyDma
from kit.contracts.subject import Subject, said, xml
from kit.contracts.trueconf import TrueConf
from kit.contracts.webex import Webex
from kit.contracts.zoom import Zoom
from kit.platforms.loopback import Answer

from data.folder.model import Source


class Pexip(Subject):
    """A Management Node: Tastypie pages of at most `CAP` objects, whatever was asked for."""

    kind = "pexip"
    pages = True
    settings = MappingProxyType({"conference": "hoi-nghi", "username": "theo-doi"})

    def serve(self, legs: Callable[[], Sequence[Leg]]) -> Answer:
        async def answer(request: web.Request) -> web.StreamResponse:
            now = legs()
            if request.path.endswith("/media_stream/"):
                ref = request.path.split("/")[-3]
                objects = [_pexip_stream(leg) for leg in now if leg.ref == ref]
                return _listed(objects, len(objects), 0)
            offset = int(request.query["offset"])
            return _listed([_pexip_row(leg) for leg in now[offset : offset + CAP]], len(now), offset)

        return answer

    def errors_in_200(self) -> Sequence[bytes]:
        return [b'{"error": "Sorry, this request could not be processed. Please try again later."}']


def _listed(objects: Sequence[Any], total: int, offset: int) -> web.Response:
    meta = {"limit": CAP, "offset": offset, "total_count": total, "next": None, "previous": None}
    return web.json_response({"meta": meta, "objects": objects})


def _pexip_row(leg: Leg) -> dict[str, Any]:
    return said(id=leg.ref, display_name=leg.name, has_media=leg.media, is_muted=leg.muted)


def _pexip_stream(leg: Leg) -> dict[str, Any]:
    rx = {"bitrate": leg.bitrate, "windowed_packet_loss": leg.loss}
    rx |= {"packets_received": leg.received, "packets_lost": leg.lost}
    return {"type": "audio", "end_time": "", **said(**{f"rx_{name}": value for name, value in rx.items()})}


SDP = ""
"""What Janus repeats of each handle's negotiation, twice; some 2.4 kB in real life."""
CAP = 30
"""The most objects a page of Pexip's holds, whatever is asked for; by its documents it may be 1,000."""


class Janus(Subject):
    """The admin API of a server with room 7: one session a leg, with a handle that publishes."""

    kind = "janus"
    secret = "admin_secret"
    settings = MappingProxyType({"room": 7})

    def source(self, url: str, **fields: Any) -> Source:
        settings = {"admin_url": f"{url}/admin", **fields.pop("settings", {})}
        return super().source("", settings=settings, **fields)

    def serve(self, legs: Callable[[], Sequence[Leg]]) -> Answer:
        async def answer(request: web.Request) -> web.StreamResponse:
            now, asked = legs(), await request.json()
            assert request.method == "POST"
            place = request.path.removeprefix("/admin").strip("/").split("/")
            return web.json_response({"janus": "success", **_janus_says(asked["janus"], place[0], now)})

        return answer

    def errors_in_200(self) -> Sequence[bytes]:
        return [
            b'{"janus": "error", "error": {"code": 403, "reason": "Unauthorized"}}',
            b'{"janus": "success", "response": {"videoroom": "event", "error_code": 426}}',
            b"{}",
        ]


def _janus_says(asked: str, session: str, legs: Sequence[Leg]) -> dict[str, Any]:
    by_session = {f"{900 + place}": leg for place, leg in enumerate(legs)}
    if asked == "message_plugin":
        rows = [said(id=leg.ref, display=leg.name, publisher=leg.media) for leg in legs]
        return {"response": {"videoroom": "participants", "room": 7, "participants": rows}}
    if asked == "list_sessions":
        return {"sessions": [int(session) for session in by_session]}
    if asked == "list_handles":
        return {"handles": [5]}
    leg = by_session[session]
    plugin = {"type": "publisher", "room": 7, "id": leg.ref} if leg.media is not None else {}
    incoming = said(packets=leg.received, bytes_lastsec=leg.bitrate)
    audio = {"type": "audio", "rtcp": {"main": said(lost=leg.lost)}, "stats": {"in": incoming}}
    media = {"webrtc": {"media": {"0": audio}}} if leg.media else {}
    told = {"sdps": {"local": SDP, "remote": SDP}} if SDP else {}
    return {"session_id": int(session), "info": {"plugin_specific": plugin, **told, **media}}


FIELDS = {
    **{"field_ref": "id", "field_name": "label", "field_media": "media", "field_mute_server": "muted"},
    **{"field_audio_bitrate": "audio.rate", "field_audio_loss": "audio.loss"},
    **{"field_audio_received": "audio.got", "field_audio_lost": "audio.lost", "unit_bitrate": "kbit"},
}


class GenericJson(Subject):
    """A list somewhere inside a JSON document, with a word on how it went."""

    kind = "http"
    secret = "token"
    settings = MappingProxyType({**FIELDS, "rows": "data.calls", "ok": "state == 'good'"})

    def serve(self, legs: Callable[[], Sequence[Leg]]) -> Answer:
        async def answer(_: web.Request) -> web.StreamResponse:
            return web.json_response(
                {"state": "good", "data": {"calls": [_plain_row(leg) for leg in legs()]}}
            )

        return answer

    def errors_in_200(self) -> Sequence[bytes]:
        return [b'{"state": "bad", "data": {"calls": []}}', b'{"state": "good"}', b'{"error": 403}']


class GenericXml(Subject):
    """The same in XML, where a list of one does not look like a list."""

    kind = "http"
    secret = "password"
    settings = MappingProxyType(
        {**FIELDS, "format": "xml", "rows": "reply.calls.call || `[]`", "ok": "reply.state == 'good'"}
    )

    def serve(self, legs: Callable[[], Sequence[Leg]]) -> Answer:
        async def answer(_: web.Request) -> web.StreamResponse:
            calls = "".join(f"<call>{xml(_plain_row(leg))}</call>" for leg in legs())
            body = f'<?xml version="1.0"?><reply state="good"><calls>{calls}</calls></reply>'
            return web.Response(body=body.encode("utf-8", "replace"), content_type="application/xml")

        return answer

    def errors_in_200(self) -> Sequence[bytes]:
        bomb = b'<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">]><reply state="good"><calls>&a;</calls></reply>'
        return [b'<reply state="bad"><calls/></reply>', b"<html></html>", bomb]


def _plain_row(leg: Leg) -> dict[str, Any]:
    audio = said(rate=leg.bitrate, loss=leg.loss, got=leg.received, lost=leg.lost)
    return said(id=leg.ref, label=leg.name, media=leg.media, muted=leg.muted, audio=audio or None)


OVER_HTTP: Mapping[str, AdapterUnderTest] = MappingProxyType(
    {
        "pexip": Pexip(),
        "generic json": GenericJson(),
        "generic xml": GenericXml(),
        "janus": Janus(),
        "cms": Cms(),
        "poly": PolyDma(),
        "trueconf": TrueConf(),
        "zoom": Zoom(),
        "bbb": BigBlueButton(),
        "livekit": LiveKit(),
        "webex": Webex(),
        "galene": Galene(),
        "jitsi focus": JitsiFocus(),
        "jitsi bridge": JitsiBridge(),
    }
)
