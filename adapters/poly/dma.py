"""Poly RealPresence DMA and Resource Manager (Clariti), read from `/api/rest` (Basic auth, XML).

Settings of the source: `conference` (the number or name of the room), `username`, `ca_file`; secret:
`password`. The id of a conference is new each time it starts, and is looked up by its room.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from adapters.base import Capability
from adapters.errors import BadPayload
from adapters.poly.dma_payload import conference_id, participants
from adapters.transport.http_platform import HttpPlatform, Roster, once_each
from adapters.transport.off_loop import off_loop
from data.folder.model import Source

CONFERENCES = "/api/rest/conferences"
KIND = "application/vnd.plcm.plcm-{}-list+xml"


class PolyDmaAdapter(HttpPlatform):
    """See `adapters.base.Adapter`. A conference that does not run is an empty roster.

    The platform tells nothing of media: a source of endpoints, or a probe, must say how a room fares.
    """

    capabilities = frozenset({Capability.ROSTER, Capability.MUTE_SERVER})
    accept = ", ".join(KIND.format(one) for one in ("participant", "conference"))
    per_minute = 120

    def __init__(self, source: Source, real_ns: Callable[[], int]) -> None:
        super().__init__(source, real_ns)
        self._conference = self._settings.text("conference", required=True)
        self._running = ""

    async def _roster(self) -> Roster:
        if self._running:
            try:
                return await self._who()
            except BadPayload:
                self._running = ""  # it ended, and may have begun again under another id
        self._running = conference_id(await self._get(CONFERENCES), self._conference)
        return await self._who() if self._running else Roster(())

    async def _who(self) -> Roster:
        body = await self._get(f"{CONFERENCES}/{quote(self._running, safe='')}/participants")
        return Roster(once_each(await off_loop(participants, body)))
