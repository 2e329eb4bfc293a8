"""What a Poly RealPresence DMA or Resource Manager answers, in our words. Pure; raises BadPayload only.

It tells who is in a conference and who is muted, and nothing of media.
"""

from __future__ import annotations

from typing import Any

from adapters.errors import BadPayload
from adapters.transport.documents import read_xml
from adapters.transport.fields import flag, ident, rows, table, text
from data.health.reading import Participant, Presence

_STATES = {"connecting": Presence.DIALING}
_GONE = ("disconnect", "declined", "error")


def conference_id(payload: bytes, wanted: str) -> str:
    """The id of the running conference whose room, name or id is `wanted`; "" when none is running."""
    for line in _list(payload, "plcm-conference-list", "plcm-conference"):
        known = ident(line.get("conference-identifier"))
        names = (line.get("conference-room-identifier"), line.get("conference-name"))
        if known and wanted in (known, *map(ident, names)):
            return known
    return ""


def participants(payload: bytes) -> list[Participant]:
    """Everybody who is in, or is being called."""
    lines = _list(payload, "plcm-participant-list", "plcm-participant")
    found = [_participant(line) for line in lines if not _state(line).startswith(_GONE)]
    if lines and not any(ident(line.get("participant-identifier")) for line in lines):
        raise BadPayload("no participant has an id")
    return [one for one in found if one.ref]


def _list(payload: bytes, outer: str, inner: str) -> list[dict[str, Any]]:
    document = table(read_xml(payload))
    lines = rows(table(document.get(outer)).get(inner, ""))
    if outer not in document or lines is None:
        raise BadPayload(f"no {outer}")
    return lines


def _participant(line: dict[str, Any]) -> Participant:
    dialled, endpoint = text(line.get("dial-string"), 200), text(line.get("endpoint-name"), 200)
    return Participant(
        ref=ident(line.get("participant-identifier")),
        name=text(line.get("display-name")) or endpoint or dialled,
        alias=dialled or endpoint,
        presence=_STATES.get(_state(line), Presence.LISTED),
        role="chair" if flag(line.get("chairperson")) else "",
        mute_server=flag(line.get("audio-mute")),
    )


def _state(line: dict[str, Any]) -> str:
    return text(line.get("connection-status")).casefold()
