"""LiveKit as its protocol files say: Twirp over POST, a JWT that names the room, all fields written out."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Sequence
from types import MappingProxyType
from typing import Any

from aiohttp import web
from kit.conformance import Leg
from kit.platform import SECRET, Answer
from kit.subject import Subject, said


class LiveKit(Subject):
    """The room `hoi-nghi`; `claims` are those of the last token."""

    kind = "livekit"
    secret = "api_secret"
    settings = MappingProxyType({"room": "hoi-nghi", "api_key": "key"})

    def __init__(self) -> None:
        self.claims: dict[str, Any] = {}

    def serve(self, legs: Callable[[], Sequence[Leg]]) -> Answer:
        async def answer(request: web.Request) -> web.StreamResponse:
            assert request.path == "/twirp/livekit.RoomService/ListParticipants"
            assert (request.method, request.content_type) == ("POST", "application/json")
            assert await request.json() == {"room": "hoi-nghi"}
            if not self._knows(request.headers["Authorization"].removeprefix("Bearer ")):
                return web.json_response({"code": "unauthenticated", "msg": "invalid token"}, status=401)
            return web.json_response({"participants": [_info(leg) for leg in legs()]})

        return answer

    def _knows(self, token: str) -> bool:
        signed, _, signature = token.rpartition(".")
        self.claims = json.loads(_plain(signed.partition(".")[2]))
        good = [hmac.digest(key.encode(), signed.encode(), hashlib.sha256) for key in ("", SECRET)]
        granted = self.claims["video"] == {"roomAdmin": True, "room": "hoi-nghi"}
        return granted and self.claims["iss"] == "key" and _plain(signature) in good

    def errors_in_200(self) -> Sequence[bytes]:
        return [b'{"code": "not_found", "msg": "no"}', b'{"participants": null}', b"<html></html>"]


def _plain(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def _info(leg: Leg) -> dict[str, Any]:
    state = None if leg.media is None else "ACTIVE"
    track = {"sid": "TR_1", "type": "AUDIO", "source": "MICROPHONE", **said(muted=leg.muted)}
    return said(sid=leg.ref, name=leg.name, state=state, tracks=[track] if leg.media else [])
