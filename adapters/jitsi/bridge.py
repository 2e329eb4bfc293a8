"""What a Jitsi Videobridge says of its endpoints at /debug, in our words and units. Pure.

Not made for production, says its own documentation: it costs about 25 kB an endpoint, so few are asked for.
Raises BadPayload only; what is missing is None, never zero.
"""

from __future__ import annotations

from typing import Any

import msgspec

from adapters.errors import BadPayload
from adapters.transport.documents import read_json
from adapters.transport.units import bps, count, milliseconds
from data.health.reading import Stream

_KINDS = ("audio", "video")


def conference_id(payload: bytes, room: str) -> str:
    """The id of the conference of `room` (its JID); "" when this bridge has none of it."""
    found = _dict(read_json(payload)).get("conferences")
    if not isinstance(found, dict):
        raise BadPayload("no list of conferences")
    named = (key for key, one in found.items() if _text(_dict(one).get("name")).casefold() == room.casefold())
    return next(named, "")


def streams(payload: bytes, conference: str, endpoint: str) -> tuple[Stream, ...]:
    """What comes from `endpoint`, a stream a kind, and what goes to it; () when it is not on this bridge."""
    whole = _dict(read_json(payload))
    conferences = _dict(whole.get("conferences"))
    state = _dict(_dict(_dict(conferences.get(conference)).get("endpoints")).get(endpoint)) or whole
    transceiver = _dict(state.get("transceiver"))
    if not transceiver:
        return ()
    receiver = _dict(transceiver.get("receiver"))
    total = _dict(transceiver.get("endpoint_connection_stats")) or _dict(
        state.get("endpoint_connection_stats")
    )
    kinds = _received(_dict(receiver.get("incoming_stats")))
    rate = bps(_dict(receiver.get("packet_stream_stats")).get("bitrate_bps"), 1)
    if not kinds:
        kinds = [
            _counted("media", _dict(total.get("incoming_loss_stats")), "packets_received", "packets_lost")
        ]
    first, *others = kinds
    return (msgspec.structs.replace(first, bitrate_bps=None if others else rate), *others, _sent(total))


def _received(by_ssrc: dict[str, Any]) -> list[Stream]:
    """Sums over the senders of one kind; the jitter of the worst."""
    found = []
    for kind in _KINDS:
        rows = [row for row in map(_dict, by_ssrc.values()) if _text(row.get("media_type")).lower() == kind]
        if not rows:
            continue
        jitters = [ms for row in rows if (ms := milliseconds(row.get("jitter"), 1)) is not None]
        found.append(
            Stream(
                kind=kind,
                direction="rx",
                packets_received=_sum(rows, "num_received_packets"),
                packets_lost=_sum(rows, "cumulative_packets_lost"),
                jitter_ms=max(jitters, default=None),
            )
        )
    return found


def _counted(kind: str, stats: dict[str, Any], received: str, lost: str) -> Stream:
    return Stream(
        kind=kind,
        direction="rx",
        packets_received=count(stats.get(received)),
        packets_lost=count(stats.get(lost)),
    )


def _sent(total: dict[str, Any]) -> Stream:
    """The way to the endpoint. A round-trip time of 0 is one that was never measured."""
    stats = _dict(total.get("outgoing_loss_stats"))
    return Stream(
        kind="media",
        direction="tx",
        packets_received=count(stats.get("packets_received")),
        packets_lost=count(stats.get("packets_lost")),
        rtt_ms=milliseconds(total.get("rtt"), 1) or None,
    )


def _sum(rows: list[dict[str, Any]], name: str) -> int | None:
    known = [number for row in rows if (number := count(row.get(name))) is not None]
    return sum(known) if len(known) == len(rows) else None


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
