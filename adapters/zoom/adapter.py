"""Zoom, read from its dashboard API (server-to-server OAuth, JSON). Needs a Business plan or higher.

Settings of the source: `meeting` (its id), `account_id`, `client_id`, `legs_per_poll` (10), `per_day`
(60000: what the account allows all its applications together), `oauth_url`, `ca_file`, where events of the
application are posted to: `events_port`, `events_host`; secrets: `client_secret`, `webhook_secret`. The
application needs the scope `dashboard_meetings:read:admin`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from operator import attrgetter
from urllib.parse import quote

import msgspec

from adapters.base import Capability
from adapters.transport.bearer import BearerPlatform
from adapters.transport.http import Sealed, sealed_form
from adapters.transport.http_platform import Roster, once_each
from adapters.transport.off_loop import off_loop
from adapters.transport.paging import Page, by_token
from adapters.transport.request_budget import RequestBudget
from adapters.zoom import payload as zoom_payload
from adapters.zoom import webhook
from adapters.zoom.payload import Row
from data.folder.model import Source
from data.health.reading import Participant

API = "https://api.zoom.us"
OAUTH = "https://zoom.us"
TOKEN = "/oauth/token"
PAGE = 300
PER_DAY = 60_000
HOURS = 10
KEPT = 8
"""Requests that closer looks leave for the roster."""


class ZoomAdapter(BearerPlatform):
    """See `adapters.base.Adapter`. The minute's share of the budget is what ten hours can stand.

    A meeting that is not live is a BadPayload (404). It cannot tell who muted whom.
    """

    capabilities = frozenset(
        {
            *(Capability.ROSTER, Capability.MEDIA, Capability.QUALITY, Capability.STREAMS, Capability.LOSS),
            *(Capability.JITTER, Capability.BITRATE, Capability.CONNECTED_AT),
        }
    )
    per_minute = PER_DAY // (HOURS * 60)
    closely = 10
    pushes = True
    signs = "webhook_secret"

    def __init__(
        self, source: Source, real_ns: Callable[[], int], *, wall_s: Callable[[], float] = time.time
    ) -> None:
        super().__init__(msgspec.structs.replace(source, url=source.url or API), real_ns)
        settings = self._settings
        self._wall_s = wall_s
        self._id = settings.text("meeting", required=True)
        self._meeting = f"/v2/metrics/meetings/{quote(self._id, safe='')}"
        self._account = settings.text("account_id", required=True)
        self._client_id = settings.text("client_id", required=True)
        oauth_url = settings.text("oauth_url", OAUTH)
        self._tokens = settings.client_of(oauth_url, "oauth_url", source.timeout_s)

    def _limits(self) -> RequestBudget:
        per_day = self._settings.number("per_day", PER_DAY, least=6000)
        self.per_minute = per_day // (HOURS * 60)
        return RequestBudget(self._real_ns, self.per_minute, burst=self.per_minute // 2, per_day=per_day)

    async def _lend(self) -> bytes:
        user = self._client_id
        return await self._ask_for_token(self._tokens, TOKEN, self._grant(), user, "client_secret")

    def _grant(self) -> Sealed:
        return sealed_form(grant_type="account_credentials", account_id=self._account)

    async def _everybody(self) -> Roster:
        found, whole = await by_token(self._page, attrgetter("ref"))
        return Roster(once_each([row.leg for row in found if not row.gone]), whole)

    async def _page(self, token: str) -> Page[Row]:
        query: dict[str, str | int] = {"type": "live", "page_size": PAGE}
        query |= {"next_page_token": token} if token else {}
        return await off_loop(zoom_payload.page, await self._get(f"{self._meeting}/participants", query))

    def _signed(self, headers: Mapping[str, str], body: bytes) -> bool:
        return webhook.signed(self._secret_of_pushes(), headers, body, int(self._wall_s() * 1000))

    def _challenge(self, body: bytes) -> bytes | None:
        return webhook.challenge_answer(self._secret_of_pushes(), body)

    def _tells(self, payload: bytes) -> bool:
        return webhook.tells_change(payload, self._id)

    async def _closely(self, one: Participant) -> Participant:
        path = f"{self._meeting}/participants/{quote(one.ref, safe='')}/qos"
        return zoom_payload.detailed(await self._get(path, {"type": "live"}, keep=KEPT), one)
