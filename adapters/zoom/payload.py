"""What Zoom's dashboard tells of a live meeting, in our words and units. Pure; raises BadPayload only.

Figures are texts with their unit in them ("23 kbps", "0.3%"). "Output" is what a room sends, and so what
the platform receives: `rx` here. Latency is not said to be a round trip, and is left out.
"""

from __future__ import annotations

from typing import Any

import msgspec

from adapters.errors import BadPayload
from adapters.transport.documents import read_json
from adapters.transport.fields import grade, ident, rows, table, text
from adapters.transport.paging import Page
from adapters.transport.tastypie import Listing
from adapters.transport.units import bps, count, milliseconds, percent, utc_ms
from data.health.reading import Participant, Presence, Stream

_WORDS = {"good": 1, "fair": 2, "poor": 3, "bad": 4}
_MEDIA = (("audio", "audio"), ("video", "video"), ("as", "content"))
_DIRECTIONS = (("output", "rx"), ("input", "tx"))
_KBIT = 1000


class Row(msgspec.Struct, frozen=True):
    """A line of the list; `gone` when the leg has ended."""

    leg: Participant
    gone: bool

    @property
    def ref(self) -> str:
        """The id of the leg."""
        return self.leg.ref


def page(payload: bytes) -> Page[Row]:
    """One page of participants, and the token of the next."""
    answer = table(read_json(payload))
    lines, total = answer.get("participants"), count(answer.get("total_records"))
    if not isinstance(lines, list) or total is None:
        raise BadPayload("no list of participants")
    found = [row for line in rows(lines) or () if (row := _row(line)).ref]
    return Listing(found, len(lines), total), text(answer.get("next_page_token"), 500)


def detailed(payload: bytes, one: Participant) -> Participant:
    """The leg `one` with the newest figures of `/qos`. There are none where nothing is being sent."""
    answer = table(read_json(payload))
    times = rows(answer.get("user_qos", ""))
    if times is None:
        raise BadPayload("no figures")
    newest = max(times, key=lambda row: utc_ms(row.get("date_time")) or 0, default={})
    streams = tuple(_streams(newest))
    flows = any(stream.bitrate_bps for stream in streams if stream.direction == "rx")
    quality = grade(streams)
    return msgspec.structs.replace(
        one,
        presence=Presence.MEDIA if flows else one.presence,
        quality=max(filter(None, (quality, one.quality)), default=None),
        streams=streams,
    )


def _row(line: dict[str, Any]) -> Row:
    waits = text(line.get("status")) == "in_waiting_room"
    leg = Participant(
        ref=ident(line.get("user_id")) or ident(line.get("id")),
        name=text(line.get("user_name")),
        alias=text(line.get("email"), 200),
        address=text(line.get("ip_address"), 200),
        presence=Presence.LOBBY if waits else Presence.LISTED,
        role=text(line.get("role"), 40),
        connected_at_ms=utc_ms(line.get("join_time")),
        quality=_quality(line),
    )
    return Row(leg, bool(line.get("leave_time")))


def _quality(line: dict[str, Any]) -> int | None:
    words = (text(line.get(f"{kind}_quality")).casefold() for kind in ("audio", "video"))
    return max((_WORDS[word] for word in words if word in _WORDS), default=None)


def _streams(newest: dict[str, Any]) -> list[Stream]:
    return [
        _stream(figures, kind, direction)
        for name, kind in _MEDIA
        for way, direction in _DIRECTIONS
        if (figures := table(newest.get(f"{name}_{way}")))
    ]


def _stream(figures: dict[str, Any], kind: str, direction: str) -> Stream:
    width, height = _size(text(figures.get("resolution")))
    return Stream(
        kind=kind,
        direction=direction,
        bitrate_bps=bps(figures.get("bitrate"), _KBIT),
        loss_pct=percent(figures.get("avg_loss"), 1),
        jitter_ms=milliseconds(figures.get("jitter"), 1),
        width=width,
        height=height,
    )


def _size(written: str) -> tuple[int | None, int | None]:
    """640*360, as Zoom writes it."""
    width, _, height = written.replace("x", "*").partition("*")
    return (count(width), count(height)) if height else (None, None)
