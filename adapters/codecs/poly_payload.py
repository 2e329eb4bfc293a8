"""What a Poly codec (VideoOS: G7500, X series) tells of its own call, in our words and units. Pure.

What it sends (TX) is what the platform receives from the room: `rx` here. Rates are kbit/s, jitter is
milliseconds. Raises BadPayload, and Refused for a login that is not accepted.
"""

from __future__ import annotations

import re
from typing import Any

from adapters.errors import BadPayload, Refused
from adapters.transport.documents import read_json
from adapters.transport.fields import grade, ident, in_call, rows, table, text
from adapters.transport.units import bps, figure, milliseconds, percent
from data.health.reading import Participant, Stream

_DIRECTIONS = {"TX": "rx", "RX": "tx"}
_KINDS = {"AUDIO": "audio", "VIDEO": "video", "CONTENT": "content"}
_KBIT = 1000
_session = re.compile(r"[!-:<-~]{1,200}").fullmatch


def session(payload: bytes) -> str:
    """The session of a login. Raises Refused when it was not accepted."""
    answer = table(read_json(payload))
    found = answer.get("sessionId")
    if answer.get("success") is not True:
        raise Refused("login not accepted")
    if not isinstance(found, str) or not _session(found):
        raise BadPayload("no session")
    return found


def conference(payload: bytes) -> str:
    """The id of the call it is in; "" when it is in none."""
    lines = _list(payload)
    found = [known for line in lines if (known := ident(line.get("id")))]
    if lines and not found:
        raise BadPayload("a call without an id")
    return found[0] if found else ""


def call(payload: bytes, ref: str) -> Participant:
    """The codec with the `mediastats` of its call, without a name."""
    streams = tuple(stream for line in _list(payload) if (stream := _stream(line)) is not None)
    rates = [one.bitrate_bps for one in streams if one.direction == "rx" and one.bitrate_bps is not None]
    return Participant(
        ref=ref,
        name="",
        presence=in_call(any(rates) if rates else None),
        quality=grade(streams),
        streams=streams,
    )


def system_name(payload: bytes) -> str:
    """What the codec calls itself, by `rest/system`."""
    return text(table(read_json(payload)).get("systemName"))


def _list(payload: bytes) -> list[dict[str, Any]]:
    found = read_json(payload)
    if not isinstance(found, list):
        raise BadPayload("no list")
    return rows(found) or []


def _stream(line: dict[str, Any]) -> Stream | None:
    direction = _DIRECTIONS.get(text(line.get("mediaDirection")))
    kind = _KINDS.get(text(line.get("mediaType")))
    if direction is None or kind is None:
        return None
    return Stream(
        kind=kind,
        direction=direction,
        bitrate_bps=bps(line.get("actualBitRate"), _KBIT),
        loss_pct=percent(line.get("percentPacketLoss"), 1),
        jitter_ms=milliseconds(line.get("jitter"), 1),
        fps=figure(line.get("actualFrameRate")),
        codec=text(line.get("mediaAlgorithm"), 20),
    )
