"""What a Cisco Meeting Server answers, in our words and units. Pure; raises BadPayload only.

Rates are bit/s, jitter and round-trip time milliseconds. `rx` is what the server receives from the
room; the round-trip time is told of what it sends only.
"""

from __future__ import annotations

from typing import Any

import msgspec

from adapters.errors import BadPayload
from adapters.transport.documents import read_xml
from adapters.transport.fields import flag, grade, ident, in_call, rows, table, text
from adapters.transport.tastypie import Listing
from adapters.transport.units import bps, count, figure, milliseconds, percent
from data.health.reading import Participant, Presence, Stream

_STATES = {"initial": Presence.DIALING, "ringing": Presence.DIALING, "onHold": Presence.HOLD}
_MEDIA = (("Audio", "audio"), ("Video", "video"))


class Leg(msgspec.Struct, frozen=True):
    """A line of a list of call legs, or of calls."""

    id: str
    name: str
    party: str


def legs(payload: bytes) -> Listing[Leg]:
    """One page of `/callLegs`."""
    return _listed(payload, "callLegs", "callLeg")


def calls(payload: bytes) -> Listing[Leg]:
    """One page of `/calls`."""
    return _listed(payload, "calls", "call")


def listed(leg: Leg) -> Participant:
    """A leg of which no more is known than that it is there."""
    return Participant(ref=leg.id, name=leg.name, alias=leg.party, presence=Presence.LISTED)


def detailed(payload: bytes, one: Participant) -> Participant:
    """The leg `one` with all that `/callLegs/ID` tells. Media are there only when bits came."""
    leg = table(read_xml(payload)).get("callLeg")
    if not isinstance(leg, dict):
        raise BadPayload("no call leg")
    status, settings = table(leg.get("status")), table(leg.get("configuration"))
    streams = tuple(_streams(status))
    return msgspec.structs.replace(
        one,
        presence=_presence(text(status.get("state")), streams),
        mute_server=flag(settings.get("rxAudioMute")),
        quality=grade(streams),
        streams=streams,
    )


def tells_change(payload: bytes) -> bool:
    """Whether call detail records, as the server pushes them, are of a call or a leg. Never raises."""
    try:
        records = rows(table(table(read_xml(payload)).get("records")).get("record", ""))
    except BadPayload:
        return False
    return any(text(record.get("type")).startswith("call") for record in records or ())


def _listed(payload: bytes, outer: str, inner: str) -> Listing[Leg]:
    document = table(read_xml(payload)).get(outer)
    held = table(document)
    total, lines = count(held.get("total")), rows(held.get(inner, ""))
    if document is None or total is None or lines is None:
        raise BadPayload(f"no list of {outer}")
    found = [leg for line in lines if (leg := _leg(line)).id]
    return Listing(found, len(lines), total)


def _leg(line: dict[str, Any]) -> Leg:
    party = text(line.get("remoteParty"), 200)
    return Leg(ident(line.get("id")), text(line.get("name")) or party, party)


def _presence(state: str, streams: tuple[Stream, ...]) -> Presence:
    if state != "connected":
        return _STATES.get(state, Presence.LISTED)
    rates = [one.bitrate_bps for one in streams if one.direction == "rx" and one.bitrate_bps is not None]
    return in_call(any(rates) if rates or not streams else None)


def _streams(status: dict[str, Any]) -> list[Stream]:
    return [
        _stream(medium, kind, direction)
        for direction in ("rx", "tx")
        for name, kind in _MEDIA
        for medium in rows(status.get(direction + name, "")) or ()
    ]


def _stream(medium: dict[str, Any], kind: str, direction: str) -> Stream:
    return Stream(
        kind="content" if medium.get("role") == "presentation" else kind,
        direction=direction,
        bitrate_bps=bps(medium.get("bitRate"), 1),
        loss_pct=percent(medium.get("packetLossPercentage"), 1),
        jitter_ms=milliseconds(medium.get("jitter"), 1),
        rtt_ms=milliseconds(medium.get("roundTripTime"), 1),
        width=count(medium.get("width")),
        height=count(medium.get("height")),
        fps=figure(medium.get("frameRate")),
        codec=text(medium.get("codec"), 20),
    )
