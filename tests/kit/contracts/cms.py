"""A Call Bridge as Cisco documents it: pages smaller than asked for, details leg by leg, alarms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import MappingProxyType
from typing import Any
from xml.sax.saxutils import quoteattr

from aiohttp import web
from kit.contracts.conformance import Leg
from kit.contracts.subject import Subject, said, xml
from kit.platforms.loopback import Answer

CAP = 20


class Cms(Subject):
    """`alarmed` are the ids of legs that it has an alarm for, `orders` what it was told to do."""

    kind = "cms"
    pages = True
    settings = MappingProxyType({"username": "theo-doi"})

    def __init__(self, alarmed: Sequence[str] = ()) -> None:
        self.alarmed = alarmed
        self.orders: list[tuple[str, str, str]] = []
        self.muted: dict[str, bool] = {}

    def serve(self, legs: Callable[[], Sequence[Leg]]) -> Answer:
        async def answer(request: web.Request) -> web.StreamResponse:
            path = request.path.removeprefix("/api/v1")
            if request.method != "GET":
                return await self._told(request, path, legs())
            if path == "/calls":
                return _xml('<calls total="1"><call id="call-7"><name>Hoi nghi</name></call></calls>')
            if path in ("/callLegs", "/calls/call-7/callLegs"):
                alarmed = request.query.get("alarms") == "all"
                shown = [leg for leg in legs() if not alarmed or leg.ref in self.alarmed]
                return _page(shown, int(request.query["offset"]))
            found = [leg for leg in legs() if path == f"/callLegs/{leg.ref}"]
            if not found:
                return _xml("<failureDetails><callLegDoesNotExist/></failureDetails>", 400)
            return _xml(_detail(found[0], self.muted.get(found[0].ref, found[0].muted)))

        return answer

    async def _told(self, request: web.Request, path: str, legs: Sequence[Leg]) -> web.Response:
        """Obey, for a leg that is there."""
        ref = path.removeprefix("/callLegs/")
        if ref not in {leg.ref for leg in legs}:
            return _xml("<failureDetails><callLegDoesNotExist/></failureDetails>", 400)
        self.orders.append((request.method, ref, (await request.read()).decode()))
        if request.method == "PUT":
            self.muted[ref] = (await request.post())["rxAudioMute"] == "true"
        return web.Response()

    def errors_in_200(self) -> Sequence[bytes]:
        return [b"<failureDetails><databaseNotReady/></failureDetails>", b"<html></html>", b"<callLegs/>"]


def _xml(body: str, status: int = 200) -> web.Response:
    text = f'<?xml version="1.0"?>{body}'
    return web.Response(body=text.encode("utf-8", "replace"), status=status, content_type="text/xml")


def _page(legs: Sequence[Leg], offset: int) -> web.Response:
    lines = "".join(
        f"<callLeg id={quoteattr(leg.ref)}>{xml({'name': leg.name, 'call': 'call-7'})}</callLeg>"
        for leg in legs[offset : offset + CAP]
    )
    return _xml(f'<callLegs total="{len(legs)}">{lines}</callLegs>')


def _detail(leg: Leg, muted: bool | None) -> str:
    status: dict[str, Any] = {} if leg.media is None else {"state": "connected"}
    figures = said(codec="opus", packetLossPercentage=leg.loss, bitRate=_rate(leg))
    if leg.media is not None:
        status["rxAudio"] = figures
    elif figures:
        status["rxAudio"] = said(packetLossPercentage=leg.loss)
    settings = said(rxAudioMute=None if muted is None else str(muted).lower())
    body = xml({"name": leg.name, "configuration": settings, "status": status})
    return f"<callLeg id={quoteattr(leg.ref)}>{body}</callLeg>"


def _rate(leg: Leg) -> object:
    return leg.bitrate if leg.bitrate is not None else 38539 if leg.media else 0
