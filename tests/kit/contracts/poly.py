"""A Poly DMA as its REST documents say: conferences whose ids change, participants in namespaces."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import MappingProxyType

from aiohttp import web
from kit.contracts.conformance import Leg
from kit.contracts.subject import Subject, said, xml
from kit.platforms.loopback import Answer

SPACE = "urn:com:polycom:api:rest:plcm-participant"


class PolyDma(Subject):
    """The room 6969, whose conference has the id `running`; "" when none runs."""

    kind = "poly"
    tells_media = False
    settings = MappingProxyType({"conference": "6969", "username": "theo-doi"})

    def __init__(self) -> None:
        self.running = "conf-1"

    def serve(self, legs: Callable[[], Sequence[Leg]]) -> Answer:
        async def answer(request: web.Request) -> web.StreamResponse:
            assert "plcm-participant-list+xml" in request.headers["Accept"]
            if request.path == "/api/rest/conferences":
                return _conferences(self.running)
            if request.path != f"/api/rest/conferences/{self.running}/participants":
                return _answer("<plcm-error><status-code>404</status-code></plcm-error>", 404)
            lines = "".join(f"<p:plcm-participant>{_fields(leg)}</p:plcm-participant>" for leg in legs())
            return _answer(f'<p:plcm-participant-list xmlns:p="{SPACE}">{lines}</p:plcm-participant-list>')

        return answer

    def errors_in_200(self) -> Sequence[bytes]:
        return [b"<plcm-error><description>no</description></plcm-error>", b"<html></html>"]


def _conferences(running: str) -> web.Response:
    other = {"conference-identifier": "conf-0", "conference-room-identifier": "1234"}
    ours = {"conference-identifier": running, "conference-room-identifier": "6969"}
    both = [other, ours] if running else [other]
    lines = "".join(f"<plcm-conference>{xml(dict(one))}</plcm-conference>" for one in both)
    return _answer(f"<plcm-conference-list>{lines}</plcm-conference-list>")


def _fields(leg: Leg) -> str:
    muted = None if leg.muted is None else str(leg.muted).lower()
    fields = said(**{"participant-identifier": leg.ref, "display-name": leg.name, "audio-mute": muted})
    return xml(fields).replace("<", "<p:").replace("<p:/", "</p:")


def _answer(body: str, status: int = 200) -> web.Response:
    kind = "application/vnd.plcm.plcm-participant-list+xml"
    return web.Response(body=body.encode("utf-8", "replace"), status=status, content_type=kind)
