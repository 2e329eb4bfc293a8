"""TrueConf Server 5, read from its API v4 (OAuth2 client credentials, JSON).

Settings of the source: `conference` (its id), `client_id`, `ca_file`; secret: `client_secret`. The
application needs the scope `conferences.participants:read`. The server says who is in a conference and
since when, and nothing of media or mutes.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any
from urllib.parse import quote

import msgspec

from adapters.base import Capability
from adapters.errors import BadPayload
from adapters.transport.bearer import BearerPlatform
from adapters.transport.documents import read_json
from adapters.transport.fields import ident, rows, table, text
from adapters.transport.http import Sealed, sealed_form
from adapters.transport.http_platform import Roster, once_each
from adapters.transport.off_loop import off_loop
from adapters.transport.paging import Page, by_token
from adapters.transport.tastypie import Listing
from adapters.transport.units import count, utc_ms
from data.folder.model import Source
from data.health.reading import Participant, Presence

TOKEN = "/oauth2/v1/token"
PAGE = 200


class Row(msgspec.Struct, frozen=True):
    """A line of the list; `gone` when it is of a call that has ended."""

    ref: str
    name: str
    alias: str
    joined_ms: int | None
    gone: bool


class TrueConfAdapter(BearerPlatform):
    """See `adapters.base.Adapter`. One request for every 200 participants, and one for a token."""

    capabilities = frozenset({Capability.ROSTER, Capability.CONNECTED_AT})
    per_minute = 120

    def __init__(self, source: Source, real_ns: Callable[[], int]) -> None:
        super().__init__(source, real_ns)
        self._path = f"/api/v4/conferences/{quote(self._settings.text('conference', required=True), safe='')}"
        self._client_id = self._settings.text("client_id", required=True)
        self._tokens = self._settings.client()

    async def _lend(self) -> bytes:
        return await self._ask_for_token(self._tokens, TOKEN, self._credentials())

    def _credentials(self) -> Sealed:
        return sealed_form(
            grant_type="client_credentials",
            client_id=self._client_id,
            client_secret=self._settings.secret("client_secret"),
        )

    async def _everybody(self) -> Roster:
        found, whole = await by_token(self._page, attrgetter("ref"))
        return Roster(once_each([_participant(row) for row in found if not row.gone]), whole)

    async def _page(self, token: str) -> Page[Row]:
        """`token` is the number of a page, and how many rows there were before it."""
        number, before = map(int, (token or "1.0").split("."))
        query: dict[str, str | int] = {"is_in_conf": "true", "page": number, "page_size": PAGE}
        listing = await off_loop(parse_page, await self._get(f"{self._path}/participants", query))
        seen = before + listing.count
        return listing, f"{number + 1}.{seen}" if seen < listing.total or listing.count >= PAGE else ""


def parse_page(payload: bytes) -> Listing[Row]:
    """One page of participants. Raises BadPayload."""
    answer = table(read_json(payload))
    lines, total = answer.get("list"), count(answer.get("cnt"))
    if not isinstance(lines, list) or total is None:
        raise BadPayload("no list of participants")
    found = [row for line in rows(lines) or () if (row := _row(line)).ref]
    return Listing(found, len(lines), total)


def _row(line: dict[str, Any]) -> Row:
    known, call_id = ident(line.get("id")), ident(line.get("call_id"))
    return Row(
        ref=known or call_id,
        name=text(line.get("display_name")) or call_id,
        alias=call_id,
        joined_ms=utc_ms(line.get("join_time")),
        gone=bool(line.get("leave_time")),
    )


def _participant(row: Row) -> Participant:
    return Participant(
        ref=row.ref,
        name=row.name,
        alias=row.alias,
        presence=Presence.LISTED,
        connected_at_ms=row.joined_ms,
    )
