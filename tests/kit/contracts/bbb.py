"""BigBlueButton as its documents say: a checksum over the query, and a no inside HTTP 200."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from aiohttp import web
from kit.contracts.conformance import Leg
from kit.contracts.subject import Subject, said, xml
from kit.platforms.loopback import SECRET, Answer


class BigBlueButton(Subject):
    """The meeting `Hội nghị & 1`; `running` is whether it has begun."""

    kind = "bbb"
    secret = "shared_secret"
    settings: Mapping[str, str | int | float | bool] = MappingProxyType({"meeting": "Hội nghị & 1"})

    def __init__(self, hash_: str = "sha256", secret: str = "") -> None:
        self.hash, self.shared = hash_, secret
        self.running = True

    def serve(self, legs: Callable[[], Sequence[Leg]]) -> Answer:
        async def answer(request: web.Request) -> web.StreamResponse:
            query, _, sent = request.rel_url.raw_query_string.rpartition("&checksum=")
            assert (request.path, request.query["meetingID"]) == ("/getMeetingInfo", "Hội nghị & 1")
            good = [
                hashlib.new(self.hash, f"getMeetingInfo{query}{secret}".encode()).hexdigest()
                for secret in ({self.shared} if self.shared else {"", SECRET})
            ]
            if sent not in good:
                return _failed("checksumError")
            if not self.running:
                return _failed("notFound")
            lines = "".join(f"<attendee>{xml(_fields(leg))}</attendee>" for leg in legs())
            return _answer(f"<returncode>SUCCESS</returncode><attendees>{lines}</attendees>")

        return answer

    def errors_in_200(self) -> Sequence[bytes]:
        failed = (xml({"returncode": "FAILED", "messageKey": key}) for key in ("checksumError", "no"))
        nothing = xml({"returncode": "SUCCESS"})
        return [b"<html/>", *(f"<response>{one}</response>".encode() for one in (*failed, nothing))]


def _fields(leg: Leg) -> dict[str, object]:
    media = None if leg.media is None else str(leg.media).lower()
    return said(userID=leg.ref, fullName=leg.name, role="VIEWER", hasVideo=media, hasJoinedVoice=media)


def _failed(key: str) -> web.Response:
    return _answer(f"<returncode>FAILED</returncode><messageKey>{key}</messageKey>")


def _answer(body: str) -> web.Response:
    text = f"<response>{body}</response>"
    return web.Response(body=text.encode("utf-8", "replace"), content_type="text/xml")
