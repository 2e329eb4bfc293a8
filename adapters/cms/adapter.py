"""Cisco Meeting Server, read from one Call Bridge's API (`/api/v1`, Basic auth, XML).

Settings of the source: `username`, `cospace` (the id of a space; every leg of the bridge when left
out), `legs_per_poll` (40), `events_port` (where the bridge's CDR receiver points to), `ca_file`;
secrets: `password`, `events_password`. In a cluster each Call Bridge is a source of its own, for details
are told by the bridge alone that has the leg. The list of legs says nothing of media, so legs are read
one by one: those with an alarm of the server first.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from operator import attrgetter
from urllib.parse import quote

from adapters.base import Capability
from adapters.cms import payload as cms_payload
from adapters.cms.payload import Leg
from adapters.errors import AdapterError
from adapters.transport.http import sealed_form
from adapters.transport.http_platform import HttpPlatform, Roster, once_each
from adapters.transport.off_loop import off_loop
from adapters.transport.paging import by_offset
from adapters.transport.tastypie import Listing
from data.actions.action import Action, ActionKind
from data.folder.model import Source
from data.health.reading import Participant

API = "/api/v1"
PAGE = 1000
KEPT = 10
"""Requests that closer looks leave for the next roster."""


class CmsAdapter(HttpPlatform):
    """See `adapters.base.ActingAdapter`. A mute is seen only where the server itself set it.

    The server's alarms adapt themselves to what is usual and are no verdict: they only decide
    which legs are looked at first. 503 is its word for "busy", and is heard as a wish to rest.
    """

    capabilities = frozenset(
        {
            *(Capability.ROSTER, Capability.MEDIA, Capability.STREAMS, Capability.LOSS, Capability.JITTER),
            *(Capability.RTT, Capability.BITRATE, Capability.MUTE_SERVER, Capability.HOLD),
        }
    )
    actions = frozenset({ActionKind.MUTE, ActionKind.UNMUTE, ActionKind.DROP})
    accept = "text/xml"
    closely = 40
    pushes = True

    def __init__(self, source: Source, real_ns: Callable[[], int]) -> None:
        super().__init__(source, real_ns)
        self._space = self._settings.text("cospace")

    async def _roster(self) -> Roster:
        legs: list[Leg] = []
        for path in await self._lists():
            legs += await by_offset(self._pages(path), attrgetter("id"))
        return Roster(once_each([cms_payload.listed(leg) for leg in legs]))

    async def _closely(self, one: Participant) -> Participant:
        path = f"{API}/callLegs/{quote(one.ref, safe='')}"
        return cms_payload.detailed(await self._get(path, keep=KEPT), one)

    async def _order(self, action: Action) -> None:
        path = f"{API}/callLegs/{quote(action.ref, safe='')}"
        if action.kind is ActionKind.DROP:
            await self._http.order(path, sealed_form(), "DELETE")
        else:
            mute = "true" if action.kind is ActionKind.MUTE else "false"
            await self._http.order(path, sealed_form(rxAudioMute=mute), "PUT")

    async def _wanted(self, found: Sequence[Participant], focus: Sequence[str]) -> list[Participant]:
        alarmed = await self._with_alarms() if found else ()
        return await super()._wanted(found, list(dict.fromkeys((*focus, *alarmed))))

    def _tells(self, payload: bytes) -> bool:
        return cms_payload.tells_change(payload)

    async def _lists(self) -> list[str]:
        """Where the legs are listed: of the bridge, or of each call of the space."""
        if not self._space:
            return [f"{API}/callLegs"]
        query = {"coSpaceFilter": self._space}
        calls = cms_payload.calls(await self._get(f"{API}/calls", query))
        return [f"{API}/calls/{quote(call.id, safe='')}/callLegs" for call in calls.rows]

    def _pages(self, path: str, **query: str) -> Callable[[int], Awaitable[Listing[Leg]]]:
        async def ask(offset: int) -> Listing[Leg]:
            body = await self._get(path, {**query, "limit": PAGE, "offset": offset})
            return await off_loop(cms_payload.legs, body)

        return ask

    async def _with_alarms(self) -> Sequence[str]:
        """Whom the server itself would look at; nobody when it cannot say."""
        try:
            found = await by_offset(self._pages(f"{API}/callLegs", alarms="all"), attrgetter("id"))
        except AdapterError:
            return ()
        return [leg.id for leg in found]
