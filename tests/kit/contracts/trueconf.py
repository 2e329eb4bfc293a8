"""A TrueConf Server as its API documents say: OAuth2, numbered pages, no word on media."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import MappingProxyType

from aiohttp import web
from kit.contracts.conformance import Leg
from kit.contracts.lender import Lender
from kit.contracts.subject import Subject, said
from kit.platforms.loopback import Answer

CAP = 30


class TrueConf(Subject):
    """The conference 4040, at most thirty participants a page."""

    kind = "trueconf"
    pages = True
    tells_media = False
    secret = "client_secret"
    settings = MappingProxyType({"conference": "4040", "client_id": "app"})

    def __init__(self) -> None:
        self.lender = Lender()

    def serve(self, legs: Callable[[], Sequence[Leg]]) -> Answer:
        async def answer(request: web.Request) -> web.StreamResponse:
            if request.path == "/oauth2/v1/token":
                form = await request.post()
                assert (form["grant_type"], form["client_id"]) == ("client_credentials", "app")
                return self.lender.lend()
            if not self.lender.knows(request):
                return web.json_response({"error": {"code": 401}}, status=401)
            assert request.path == "/api/v4/conferences/4040/participants"
            now, start = legs(), (int(request.query["page"]) - 1) * CAP
            lines = [said(id=leg.ref, display_name=leg.name) for leg in now[start : start + CAP]]
            return web.json_response({"list": lines, "cnt": len(now)})

        return answer

    def errors_in_200(self) -> Sequence[bytes]:
        return [b'{"error": {"code": 404}}', b'{"list": null, "cnt": 0}', b"<html></html>"]
