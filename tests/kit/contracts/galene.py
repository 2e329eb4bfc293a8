"""Galène's statistics as its source writes them: groups, clients without names, tracks up and down."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import MappingProxyType
from typing import Any

from aiohttp import web
from kit.contracts.conformance import Leg
from kit.contracts.subject import Subject, rate_of, said
from kit.platforms.loopback import Answer


class Galene(Subject):
    """The group `hop`, beside another. A client's id is all the name it has."""

    kind = "galene"
    settings = MappingProxyType({"group": "hop", "username": "admin"})

    def serve(self, legs: Callable[[], Sequence[Leg]]) -> Answer:
        async def answer(request: web.Request) -> web.StreamResponse:
            assert request.path == "/galene-api/v0/.stats"
            other = {"name": "khac", "clients": None}
            return web.json_response([other, {"name": "hop", "clients": [_client(leg) for leg in legs()]}])

        return answer

    def errors_in_200(self) -> Sequence[bytes]:
        return [b'{"error": "no"}', b'[{"clients": []}]', b'[{"name": "hop"}]', b"<html></html>"]


def _client(leg: Leg) -> dict[str, Any]:
    track = said(bitrate=rate_of(leg, 38_000, 0), loss=leg.loss)
    up = [{"id": "u1", "tracks": [track]}] if track else None
    return said(id=leg.name, up=up)
