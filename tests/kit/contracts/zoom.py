"""Zoom's dashboard as its documents say: tokens, pages with a token, figures as texts, a live meeting."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import MappingProxyType
from typing import Any

from aiohttp import BasicAuth, web
from kit.contracts.conformance import Leg
from kit.contracts.lender import Lender
from kit.contracts.subject import Subject, rate_of, said
from kit.platforms.loopback import Answer

from data.folder.model import Source

CAP = 30


class Zoom(Subject):
    """The meeting 83; `left` are lines of legs that have ended, which the dashboard lists too."""

    kind = "zoom"
    pages = True
    secret = "client_secret"
    settings = MappingProxyType({"meeting": "83", "account_id": "acc", "client_id": "app"})

    def __init__(self) -> None:
        self.lender = Lender()
        self.left: list[dict[str, Any]] = []

    def source(self, url: str, **fields: Any) -> Source:
        return super().source(url, settings={"oauth_url": url, **fields.pop("settings", {})}, **fields)

    def serve(self, legs: Callable[[], Sequence[Leg]]) -> Answer:
        async def answer(request: web.Request) -> web.StreamResponse:
            if request.path == "/oauth/token":
                form = await request.post()
                assert (form["grant_type"], form["account_id"]) == ("account_credentials", "acc")
                assert BasicAuth.decode(request.headers["Authorization"]).login == "app"
                return self.lender.lend()
            if not self.lender.knows(request):
                return web.json_response({"code": 124, "message": "Invalid access token."}, status=401)
            assert request.query["type"] == "live"
            path = request.path.removeprefix("/v2/metrics/meetings/83/participants")
            if not path:
                return self._page(legs(), request.query.get("next_page_token", ""))
            found = [leg for leg in legs() if path == f"/{leg.ref}/qos"]
            if not found:
                return web.json_response({"code": 3001, "message": "not in the meeting"}, status=404)
            return web.json_response({"user_name": found[0].name, "user_qos": _qos(found[0])})

        return answer

    def _page(self, legs: Sequence[Leg], token: str) -> web.Response:
        lines = [said(user_id=leg.ref, user_name=leg.name) for leg in legs] + self.left
        start = int(token or 0)
        following = str(start + CAP) if start + CAP < len(lines) else ""
        answer = {"total_records": len(lines), "page_size": CAP, "next_page_token": following}
        return web.json_response({**answer, "participants": lines[start : start + CAP]})

    def errors_in_200(self) -> Sequence[bytes]:
        return [b'{"code": 3001, "message": "Meeting does not exist"}', b'{"participants": []}', b"<html>"]


def _qos(leg: Leg) -> list[dict[str, Any]]:
    figures = said(bitrate=rate_of(leg, "23 kbps", "0 kbps"), avg_loss=leg.loss)
    return [{"date_time": "2024-06-16T07:00:00Z", "audio_output": figures}] if figures else []
