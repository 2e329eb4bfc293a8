"""BigBlueButton, read from its REST API (a checksum over every call, XML).

Settings of the source: `url` (as in https://host/bigbluebutton/api), `meeting` (its meetingID), `hash`
(sha256, sha1, sha384 or sha512, as the server is set), `ca_file`; secret: `shared_secret`. Errors come
inside HTTP 200. Who has joined by voice or camera is told, but no figure and no mute.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from yarl import URL

from adapters.base import Capability
from adapters.errors import BadPayload, Refused
from adapters.transport.documents import read_xml
from adapters.transport.fields import flag, ident, in_call, rows, table, text
from adapters.transport.http_platform import HttpPlatform, Roster, once_each
from adapters.transport.off_loop import off_loop
from data.folder.model import Source
from data.health.reading import Participant

CALL = "getMeetingInfo"
HASHES = ("sha256", "sha1", "sha384", "sha512")


class BigBlueButtonAdapter(HttpPlatform):
    """See `adapters.base.Adapter`. One request a poll; a meeting that does not run is an empty roster."""

    capabilities = frozenset({Capability.ROSTER, Capability.MEDIA})
    accept = "text/xml"

    def __init__(self, source: Source, real_ns: Callable[[], int]) -> None:
        super().__init__(source, real_ns)
        self._meeting = self._settings.text("meeting", required=True)
        self._hash = self._settings.choice("hash", *HASHES)

    async def _session(self) -> None:
        await self._http.open()

    async def _roster(self) -> Roster:
        query: dict[str, str | int] = {"meetingID": self._meeting}
        query["checksum"] = self._checksum(URL().with_query(query).raw_query_string)
        return Roster(once_each(await off_loop(participants, await self._get(f"/{CALL}", query))))

    def _checksum(self, query: str) -> str:
        secret = self._settings.secret("shared_secret").encode("utf-8", "surrogateescape")
        return hashlib.new(self._hash, f"{CALL}{query}".encode() + secret).hexdigest()


def participants(payload: bytes) -> list[Participant]:
    """The attendees of a meeting. Raises Refused for a wrong checksum, BadPayload for any other no."""
    answer = table(table(read_xml(payload)).get("response"))
    if answer.get("returncode") != "SUCCESS":
        key = text(answer.get("messageKey"), 60)
        if key == "notFound":
            return []
        raise Refused("checksum not accepted") if key == "checksumError" else BadPayload(f"failed: {key}")
    held = answer.get("attendees")
    lines = rows(table(held).get("attendee", ""))
    if held is None or lines is None:
        raise BadPayload("no list of attendees")
    found = [one for line in lines if (one := _attendee(line)).ref]
    if lines and not found:
        raise BadPayload("no attendee has an id")
    return found


def _attendee(line: dict[str, Any]) -> Participant:
    joined = [flag(line.get(name)) for name in ("hasVideo", "hasJoinedVoice")]
    media = True if True in joined else None if None in joined else False
    return Participant(
        ref=ident(line.get("userID")),
        name=text(line.get("fullName")),
        presence=in_call(media),
        role=text(line.get("role"), 40).lower(),
    )
