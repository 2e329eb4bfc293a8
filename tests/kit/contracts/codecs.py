"""Codecs as Cisco and Poly document them. A codec is in the call of the first leg, or in none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import MappingProxyType
from typing import Any

from aiohttp import web
from kit.contracts.conformance import Leg
from kit.contracts.subject import Subject, rate_of, said, xml
from kit.platforms.loopback import Answer


class CiscoCodec(Subject):
    """`getxml` of CE: without a call there are no media channels."""

    kind = "cisco_codec"
    settings = MappingProxyType({"username": "theo-doi"})

    def serve(self, legs: Callable[[], Sequence[Leg]]) -> Answer:
        async def answer(request: web.Request) -> web.StreamResponse:
            assert request.path == "/getxml"
            leg = next(iter(legs()), None)
            if request.query["location"] == "/Status/UserInterface/ContactInfo":
                name = {"UserInterface": {"ContactInfo": {"Name": leg.name if leg else ""}}}
                return _xml(f"<Status>{xml(name)}</Status>")
            return _xml(_channels(leg)) if leg else _xml("<EmptyResult/>")

        return answer

    def errors_in_200(self) -> Sequence[bytes]:
        return [b"<Command><ParameterError status='Error'/></Command>", b"<html></html>"]


class PolyCodec(Subject):
    """VideoOS: a login gives the session that every other request must carry; `sessions` are good."""

    kind = "poly_codec"
    settings = MappingProxyType({"username": "theo-doi"})

    def __init__(self) -> None:
        self.sessions: set[str] = set()
        self.logins = 0

    def serve(self, legs: Callable[[], Sequence[Leg]]) -> Answer:
        async def answer(request: web.Request) -> web.StreamResponse:
            if request.path == "/rest/current/session":
                assert (await request.json())["user"] == "theo-doi"
                self.logins += 1
                self.sessions.add(f"PSN{self.logins}+/=")
                return web.json_response({"success": True, "sessionId": f"PSN{self.logins}+/="})
            if request.headers.get("Cookie", "").partition("=")[2] not in self.sessions:
                return web.Response(status=401)
            leg = next(iter(legs()), None)
            if request.path == "/rest/system":
                return web.json_response({"systemName": leg.name if leg else "", "state": "ASLEEP"})
            if request.path == "/rest/conferences":
                return web.json_response([{"id": leg.ref, "startTime": 1}] if leg else [])
            if leg is None or request.path != f"/rest/conferences/{leg.ref}/mediastats":
                return web.Response(status=404)
            return web.json_response(_stats(leg))

        return answer

    def errors_in_200(self) -> Sequence[bytes]:
        return [b'{"success": false, "reason": "LoginFailed"}', b"<html></html>"]


def _xml(body: str) -> web.Response:
    text = f'<?xml version="1.0"?>{body}'
    return web.Response(body=text.encode("utf-8", "replace"), content_type="text/xml")


def _channels(leg: Leg) -> str:
    lost = leg.loss if leg.loss is not None else leg.lost
    net = said(ChannelRate=rate_of(leg, 64000, 0), LastIntervalReceived=leg.received, LastIntervalLost=lost)
    fields = {"Type": "Audio", "Direction": "Outgoing", "Audio": {"Protocol": "Opus"}, "Netstat": net}
    channel = f'<Channel item="3">{xml(fields)}</Channel>'
    return f'<Status><MediaChannels><Call item="{leg.ref}">{channel}</Call></MediaChannels></Status>'


def _stats(leg: Leg) -> list[dict[str, Any]]:
    figures = said(actualBitRate=rate_of(leg, 64, 0), percentPacketLoss=leg.loss, packetLoss=leg.lost)
    return [{"mediaDirection": "TX", "mediaType": "AUDIO", "mediaAlgorithm": "Siren22", **figures}]


DEVICES = MappingProxyType({"cisco codec": CiscoCodec(), "poly codec": PolyCodec()})
