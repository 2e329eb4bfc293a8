"""Cisco codecs (CE, RoomOS) asked one by one over `getxml` (Basic auth, XML); settings as of `Endpoints`."""

from __future__ import annotations

from contextlib import suppress

from adapters.base import Capability
from adapters.codecs.cisco_payload import call, contact_name
from adapters.codecs.endpoints import Device, Endpoints
from adapters.errors import BadPayload
from data.health.reading import Participant

GETXML = "/getxml"
CHANNELS = {"location": "/Status/MediaChannels"}
CONTACT = {"location": "/Status/UserInterface/ContactInfo"}


class CiscoCodecAdapter(Endpoints):
    """See `adapters.base.Adapter`. One request a codec and poll, and one more for its name."""

    capabilities = frozenset(
        {
            *(Capability.MEDIA, Capability.STREAMS, Capability.LOSS),
            *(Capability.JITTER, Capability.BITRATE),
        }
    )
    accept = "text/xml"

    async def _call(self, device: Device) -> Participant | None:
        if not device.http.is_open:
            await device.http.open(self._username, self._settings.secret("password"))
        return call(await self._get(device, GETXML, CHANNELS), device.host)

    async def _name(self, device: Device) -> str:
        with suppress(BadPayload):
            return contact_name(await self._get(device, GETXML, CONTACT))
        return ""
