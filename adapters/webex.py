"""Webex, read from `/v1/meetingParticipants` (bearer token, JSON, next pages in a Link header).

Settings of the source: `meeting` (the meetingId of the running instance), `client_id`, `ca_file`, where a
webhook posts to: `events_port`, `events_host`; secrets: `token`, or `client_secret` and `refresh_token` of a
service app, and `webhook_secret`. Quality is left alone: the platform tells it ten minutes late, to one
request in five minutes. What a webhook posts is signed with the secret that it was made with: the
`X-Spark-Signature` is the HMAC-SHA1 of the body, in hexadecimal. Nothing in it says when it was sent, so an
old push cannot be told from a new one: it may call for a poll, and for nothing else.
https://developer.webex.com/docs/receive-and-verify-webhooks
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any
from urllib.parse import parse_qsl, urlencode

import msgspec

from adapters.base import Capability
from adapters.errors import BadPayload
from adapters.transport.bearer import LONGEST_S, BearerPlatform
from adapters.transport.documents import read_json
from adapters.transport.fields import flag, ident, rows, table, text
from adapters.transport.http import Sealed, sealed_form
from adapters.transport.http_platform import Roster, once_each
from adapters.transport.off_loop import off_loop
from adapters.transport.paging import Page, by_token
from adapters.transport.signed_push import hmac_hex, is_same, pushed
from adapters.transport.tastypie import Listing
from adapters.transport.units import utc_ms
from data.folder.model import Source
from data.health.reading import Participant, Presence

API = "https://webexapis.com"
LIST = "/v1/meetingParticipants"
TOKEN = "/v1/access_token"
PAGE = 100
OF_ROOMS = "meetingParticipants"
_PRESENCE = {"lobby": Presence.LOBBY, "joined": Presence.LISTED}


class WebexAdapter(BearerPlatform):
    """See `adapters.base.Adapter`. One request for every 100 participants.

    A mute is told, but not whose doing it is; a camera that is on says nothing of what arrives.
    """

    capabilities = frozenset({Capability.ROSTER, Capability.MUTE_LOCAL, Capability.CONNECTED_AT})
    per_minute = 120
    pushes = True
    signs = "webhook_secret"

    def __init__(self, source: Source, real_ns: Callable[[], int]) -> None:
        super().__init__(msgspec.structs.replace(source, url=source.url or API), real_ns)
        self._meeting = self._settings.text("meeting", required=True)
        self._client_id = self._settings.text("client_id")
        self._tokens = self._settings.client()

    async def _session(self) -> None:
        if "refresh_token" in self._source.secrets:
            return await super()._session()
        if not self._http.is_open:
            await self._carry(self._settings.secret("token"), LONGEST_S)
        self._lent = True

    async def _lend(self) -> bytes:
        return await self._ask_for_token(self._tokens, TOKEN, self._credentials())

    def _credentials(self) -> Sealed:
        return sealed_form(
            grant_type="refresh_token",
            client_id=self._client_id,
            client_secret=self._settings.secret("client_secret"),
            refresh_token=self._settings.secret("refresh_token"),
        )

    def _signed(self, headers: Mapping[str, str], body: bytes) -> bool:
        return signed(self._secret_of_pushes(), headers, body)

    def _tells(self, payload: bytes) -> bool:
        return tells_change(payload, self._meeting)

    async def _everybody(self) -> Roster:
        found, whole = await by_token(self._page, attrgetter("ref"))
        return Roster(once_each(found), whole)

    async def _page(self, token: str) -> Page[Participant]:
        """`token` is the query of the page, as the last one named it. There is no total to check by."""
        query: dict[str, str | int] = {"meetingId": self._meeting, "max": PAGE}
        self._pay()
        answer = await self._http.page(LIST, dict(parse_qsl(token)) or query)
        return await off_loop(parse_page, answer.body), urlencode(answer.next_query)


def parse_page(payload: bytes) -> Listing[Participant]:
    """Those of one page who are in the meeting, or wait for it. Raises BadPayload."""
    lines = table(read_json(payload)).get("items")
    if not isinstance(lines, list):
        raise BadPayload("no list of participants")
    known = [line for line in rows(lines) or () if ident(line.get("id"))]
    if lines and not known:
        raise BadPayload("no participant has an id")
    here = [_participant(line) for line in known if text(line.get("state")) != "end"]
    return Listing(here, len(lines), 0)


def signed(secret: str, headers: Mapping[str, str], body: bytes) -> bool:
    """Whether Webex signed this body. Nobody can without a secret. Never raises."""
    given = headers.get("X-Spark-Signature", "").strip().lower()
    return bool(secret) and is_same(given, hmac_hex(secret, body, "sha1"))


def tells_change(body: bytes, meeting: str) -> bool:
    """Whether it tells of somebody who came to `meeting` or left it. One that names none may be of ours."""
    event = pushed(body)
    named = table(event.get("data")).get("meetingId")
    return event.get("resource") == OF_ROOMS and named in (None, "", meeting)


def _participant(line: dict[str, Any]) -> Participant:
    email = text(line.get("email"), 200)
    return Participant(
        ref=ident(line.get("id")),
        name=text(line.get("displayName")) or email,
        alias=email,
        presence=_PRESENCE.get(text(line.get("state")), Presence.LISTED),
        role="host" if flag(line.get("host")) else "cohost" if flag(line.get("coHost")) else "",
        mute_local=flag(line.get("muted")),
        connected_at_ms=utc_ms(line.get("joinedTime")),
    )
