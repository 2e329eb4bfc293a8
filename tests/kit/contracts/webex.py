"""Webex as its documents say: the next page in a Link header, a token that is given or lent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import MappingProxyType

from aiohttp import web
from kit.contracts.conformance import Leg
from kit.contracts.lender import Lender
from kit.contracts.subject import Subject, said
from kit.platforms.loopback import SECRET, Answer

CAP = 30


class Webex(Subject):
    """The meeting m1. A cursor says after whom the next page begins."""

    kind = "webex"
    pages = True
    tells_media = False
    secret = "token"
    settings = MappingProxyType({"meeting": "m1"})

    def __init__(self) -> None:
        self.lender = Lender()

    def serve(self, legs: Callable[[], Sequence[Leg]]) -> Answer:
        async def answer(request: web.Request) -> web.StreamResponse:
            if request.path == "/v1/access_token":
                assert (await request.post())["grant_type"] == "refresh_token"
                return self.lender.lend()
            given = request.headers.get("Authorization", "Bearer ") in (
                "Bearer ",
                "Bearer",
                f"Bearer {SECRET}",
            )
            if not (given or self.lender.knows(request)):
                return web.json_response({"message": "no"}, status=401)
            assert (request.path, request.query["meetingId"]) == ("/v1/meetingParticipants", "m1")
            now, after = list(legs()), request.query.get("after")
            places = [place for place, leg in enumerate(now) if leg.ref == after]
            start = places[0] + 1 if places else 0
            shown = now[start : start + CAP]
            headers = {}
            if start + CAP < len(now):
                url = request.url.with_query({"meetingId": "m1", "after": shown[-1].ref})
                headers["Link"] = f'<{url}>; rel="next"'
            lines = [said(id=leg.ref, displayName=leg.name, muted=leg.muted, state="joined") for leg in shown]
            return web.json_response({"items": lines}, headers=headers)

        return answer

    def errors_in_200(self) -> Sequence[bytes]:
        return [b'{"message": "no", "errors": []}', b'{"items": null}', b"<html></html>"]
