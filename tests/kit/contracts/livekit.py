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
from kit.contracts.conformance import Leg
from kit.contracts.subject import Subject, said
from kit.platforms.loopback import SECRET, Answer


class LiveKit(Subject):
    """The room `hoi-nghi`; `claims` are those of the last token.

    `muted` are the participants whose sound it stopped, `gone` those it put out. It opens no track again
    unless `opens`, as a server that was left as it came.
    """

    kind = "livekit"
    secret = "api_secret"
    settings = MappingProxyType({"room": "hoi-nghi", "api_key": "key"})

    def __init__(self) -> None:
        self.claims: dict[str, Any] = {}
        self.muted: set[str] = set()
        self.gone: set[str] = set()
        self.opens = False

    def serve(self, legs: Callable[[], Sequence[Leg]]) -> Answer:
        async def answer(request: web.Request) -> web.StreamResponse:
            verb = request.path.removeprefix("/twirp/livekit.RoomService/")
            assert (request.method, request.content_type) == ("POST", "application/json")
            asked = await request.json()
            assert asked.pop("room") == "hoi-nghi"
            if not self._knows(request.headers["Authorization"].removeprefix("Bearer ")):
                return web.json_response({"code": "unauthenticated", "msg": "invalid token"}, status=401)
            if verb != "ListParticipants":
                return self._obey(verb, asked, [leg.ref for leg in legs()])
            assert asked == {}
            here = [leg for leg in legs() if leg.ref not in self.gone]
            return web.json_response({"participants": [_info(leg, leg.ref in self.muted) for leg in here]})

        return answer

    def _obey(self, verb: str, asked: dict[str, Any], here: Sequence[str]) -> web.StreamResponse:
        ref = asked["identity"].removeprefix("id-")
        if ref not in here or ref in self.gone:
            return web.json_response({"code": "not_found", "msg": "participant not found"}, status=404)
        if verb == "RemoveParticipant":
            self.gone.add(ref)
            return web.json_response({})
        assert (verb, asked["track_sid"]) == ("MutePublishedTrack", f"TR_{ref}")
        if not asked["muted"] and not self.opens:
            no = {"code": "failed_precondition", "msg": "remote unmute not enabled"}
            return web.json_response(no, status=412)
        (self.muted.add if asked["muted"] else self.muted.discard)(ref)
        return web.json_response({"track": {"sid": asked["track_sid"], "muted": asked["muted"]}})

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


def _info(leg: Leg, muted: bool) -> dict[str, Any]:
    state = None if leg.media is None else "ACTIVE"
    track = {
        "sid": f"TR_{leg.ref}",
        "type": "AUDIO",
        "source": "MICROPHONE",
        **said(muted=muted or leg.muted),
    }
    identity = f"id-{leg.ref}"
    return said(
        sid=leg.ref, identity=identity, name=leg.name, state=state, tracks=[track] if leg.media else []
    )
