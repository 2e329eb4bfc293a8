"""Poly codecs (VideoOS) asked one by one over their REST API; settings as of `Endpoints`.

A codec allows few sessions, so each is logged in to once and the session is kept; it is worth an
`interval` of 15 or more.
"""

from __future__ import annotations

from contextlib import suppress
from urllib.parse import quote

from adapters.base import Capability
from adapters.codecs.endpoints import Device, Endpoints
from adapters.codecs.poly_payload import call, conference, session, system_name
from adapters.errors import BadPayload, Refused
from adapters.transport.http import Sealed, sealed
from data.health.reading import Participant, Presence

LOGIN = "/rest/current/session"
CONFERENCES = "/rest/conferences"
SYSTEM = "/rest/system"


class PolyCodecAdapter(Endpoints):
    """See `adapters.base.Adapter`. Two requests a codec in a call, one for an idle one, one for its name."""

    capabilities = frozenset(
        {
            *(Capability.MEDIA, Capability.STREAMS, Capability.LOSS),
            *(Capability.JITTER, Capability.BITRATE),
        }
    )

    async def _call(self, device: Device) -> Participant | None:
        """A session that has ended in the meantime is made anew, once."""
        if device.http.is_open:
            with suppress(Refused):
                return await self._read(device)
            await device.http.aclose()
        await self._log_in(device)
        return await self._read(device)

    async def _name(self, device: Device) -> str:
        with suppress(BadPayload):
            return system_name(await self._get(device, SYSTEM))
        return ""

    async def _read(self, device: Device) -> Participant | None:
        known = conference(await self._get(device, CONFERENCES))
        if not known:
            return None
        with suppress(BadPayload):  # 404: it has hung up since
            stats = await self._get(device, f"{CONFERENCES}/{quote(known, safe='')}/mediastats")
            return call(stats, f"{device.host}/{known}")
        return Participant(ref=f"{device.host}/{known}", name="", presence=Presence.LISTED)

    async def _log_in(self, device: Device) -> None:
        await device.http.open()
        try:
            self._pay()
            headers = {"Cookie": f"session_id={session(await device.http.post(LOGIN, self._credentials()))}"}
        finally:
            await device.http.aclose()
        await device.http.open(headers=headers)

    def _credentials(self) -> Sealed:
        return sealed(user=self._username, password=self._settings.secret("password"))
