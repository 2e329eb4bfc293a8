"""What a Cisco codec (CE, RoomOS) tells of its own call, in our words and units. Pure; raises BadPayload.

The codec's outgoing channels are what the platform receives from the room: `rx` here. Channel rates are
bit/s, jitter is milliseconds, losses are packets of the last interval of some five seconds.
"""

from __future__ import annotations

from typing import Any

from adapters.errors import BadPayload
from adapters.transport.documents import read_xml
from adapters.transport.fields import grade, ident, in_call, rows, share_lost, table, text
from adapters.transport.units import bps, count, figure, milliseconds
from data.health.reading import Participant, Stream

_DIRECTIONS = {"Outgoing": "rx", "Incoming": "tx"}
_KINDS = {"Audio": "audio", "Video": "video"}


def call(payload: bytes, host: str) -> Participant | None:
    """The codec in the call of `/Status/MediaChannels`, without a name; None when it is in none."""
    for found in _calls(payload):
        channels = rows(found.get("Channel", "")) or []
        streams = tuple(stream for one in channels if (stream := _stream(one)) is not None)
        if not streams:
            continue
        rates = [one.bitrate_bps for one in streams if one.direction == "rx"]
        told = [rate for rate in rates if rate is not None]
        return Participant(
            ref=f"{host}/{ident(found.get('item'))}",
            name="",
            presence=in_call(any(told) if told else None),
            quality=grade(streams),
            streams=streams,
        )
    return None


def contact_name(payload: bytes) -> str:
    """What the codec calls itself, by `/Status/UserInterface/ContactInfo`."""
    status = table(table(read_xml(payload)).get("Status"))
    return text(table(table(status.get("UserInterface")).get("ContactInfo")).get("Name"))


def _calls(payload: bytes) -> list[dict[str, Any]]:
    document = table(read_xml(payload))
    if "EmptyResult" in document:
        return []
    if "Status" not in document:
        raise BadPayload("no status of a codec")
    channels = table(document["Status"]).get("MediaChannels", "")
    return rows(table(channels).get("Call", "")) or []


def _stream(channel: dict[str, Any]) -> Stream | None:
    of = text(channel.get("Type"))
    kind, direction = _KINDS.get(of), _DIRECTIONS.get(text(channel.get("Direction")))
    if kind is None or direction is None:
        return None
    net = table(channel.get("Netstat") or channel.get("NetStat"))
    medium = table(channel.get(of))
    lost, received = figure(net.get("LastIntervalLost")), figure(net.get("LastIntervalReceived"))
    return Stream(
        kind="content" if medium.get("ChannelRole") == "Presentation" else kind,
        direction=direction,
        bitrate_bps=bps(net.get("ChannelRate"), 1),
        loss_pct=share_lost(lost, received),
        jitter_ms=milliseconds(net.get("Jitter"), 1),
        width=count(medium.get("ResolutionX")),
        height=count(medium.get("ResolutionY")),
        fps=figure(medium.get("FrameRate")),
        codec=text(medium.get("Protocol"), 20),
    )
