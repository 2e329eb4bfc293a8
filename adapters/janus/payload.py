"""What a Janus VideoRoom answers over its admin API, in our words and units. Pure.

Errors come as HTTP 200. Raises Refused, BadPayload and Rejected only; an odd field is None, never zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import msgspec

from adapters.errors import BadPayload, Refused, Rejected
from adapters.transport.documents import read_json
from adapters.transport.units import count, milliseconds
from data.health.reading import Participant, Presence, Stream
from data.text import clean

UNAUTHORISED = 403
ROOM_SECRET_WRONG = 433
_KINDS = ("audio", "video")
_BITS = 8


class Member(msgspec.Struct, frozen=True):
    """A line of `listparticipants`. `wire` is the id as Janus writes it, a number or a text."""

    id: str
    name: str
    publisher: bool | None
    wire: int | str = ""


class Handle(msgspec.Struct, frozen=True):
    """What a `handle_info` says. `member` is the id of the publisher in `room`, "" on other handles.

    `flows`: whether there is a media connection; None when the answer did not say. `sounds` and
    `pictures` name its streams.
    """

    session: str
    room: str
    member: str
    flows: bool | None
    streams: tuple[Stream, ...]
    sounds: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    id: str = ""


def members(payload: bytes) -> list[Member]:
    """The roster, a member once, in the order given."""
    answer = _plugin(reply(payload))
    rows = answer.get("participants")
    if not isinstance(rows, list):
        raise BadPayload("no list of participants")
    found = {member.id: member for member in map(_member, rows) if member is not None}
    if rows and not found:
        raise BadPayload("no participant has an id")
    return list(found.values())


def numbers(payload: bytes, key: str) -> list[str]:
    """Ids of the sessions, or of the handles of one."""
    rows = reply(payload).get(key)
    if not isinstance(rows, list):
        raise BadPayload(f"no list of {key}")
    return [found for row in rows if (found := _id(row))]


def handle(payload: bytes) -> Handle:
    """One handle with its media."""
    answer = reply(payload)
    info = _dict(answer.get("info"))
    plugin = _dict(info.get("plugin_specific"))
    publishes = plugin.get("type") == "publisher"
    webrtc = info.get("webrtc")
    media = _dict(_dict(webrtc).get("media"))
    levels = _levels(plugin)
    return Handle(
        session=_id(answer.get("session_id")) or _id(info.get("session_id")),
        room=_id(plugin.get("room")),
        member=_id(plugin.get("id")) if publishes else "",
        flows=bool(media) if plugin else None,
        streams=tuple(
            _received(medium, levels.get(mid)) if publishes else _sent(medium)
            for mid, medium in media.items()
            if isinstance(medium, dict) and medium.get("type") in _KINDS
        ),
        sounds=_named(media, "audio"),
        pictures=_named(media, "video"),
        id=_id(answer.get("handle_id")),
    )


def ref_of(member: Member, session: str) -> str:
    """A room that comes again has the id it had, in another session: both make the ref."""
    return f"{member.id}.{session}" if session else member.id


def participant(
    member: Member,
    own: Handle | None,
    session: str,
    others: tuple[Stream, ...],
    *,
    muted: bool | None = None,
    silent: bool = False,
    fresh: bool = True,
) -> Participant:
    """A member with what its handles tell; `others` are streams of its `session` that go to the room.

    `silent`: the server has said that nothing comes from it any more. Unless `fresh`, its own handle was read
    at an earlier poll, and its figures are not said again.
    """
    return Participant(
        ref=ref_of(member, session),
        name=member.name,
        alias=member.id,
        presence=Presence.SIGNALLING if silent else _presence(member, own),
        mute_server=muted,
        streams=(own.streams + others) if own is not None and fresh else (),
    )


def reply(payload: bytes) -> dict[str, Any]:
    """The answer of the server itself. Raises Refused for a wrong secret, BadPayload for any other no."""
    answer = _dict(read_json(payload))
    if answer.get("janus") == "success":
        return answer
    code = _dict(answer.get("error")).get("code")
    if code == UNAUTHORISED:
        raise Refused("admin secret not accepted")
    raise BadPayload(f"janus error {code}" if isinstance(code, int) else "no answer of Janus")


def check_done(payload: bytes) -> None:
    """Nothing when the room did as it was told. Raises Refused for a wrong secret, Rejected for a no."""
    inner = _dict(reply(payload).get("response"))
    code = inner.get("error_code")
    if code == ROOM_SECRET_WRONG:
        raise Refused("room secret not accepted")
    if code is not None:
        raise Rejected(f"videoroom error {code}" if isinstance(code, int) else "videoroom error")
    if inner.get("videoroom") != "success":
        raise BadPayload("no answer of a room")


def _plugin(answer: dict[str, Any]) -> dict[str, Any]:
    inner = _dict(answer.get("response"))
    code = inner.get("error_code")
    if code is not None:
        raise BadPayload(f"videoroom error {code}" if isinstance(code, int) else "videoroom error")
    return inner


def _member(row: Any) -> Member | None:
    if not isinstance(row, dict):
        return None
    wire, name, publisher = row.get("id"), row.get("display"), row.get("publisher")
    if not isinstance(wire, int | str):
        return None
    shown = name if isinstance(name, str) else ""
    return _line(wire, shown, publisher if isinstance(publisher, bool) else None)


@lru_cache(maxsize=4096, typed=True)
def _line(wire: int | str, name: str, publisher: bool | None) -> Member | None:
    """The same line at every poll is the same object."""
    ref = _id(wire)
    return Member(ref, clean(name, 200).strip(), publisher, wire) if ref else None


def _presence(member: Member, own: Handle | None) -> Presence:
    """Media by the handle's word only: the roster goes on saying "publisher" of a dead room."""
    if member.publisher is False:
        return Presence.SIGNALLING
    if own is None or own.flows is None:
        return Presence.LISTED
    return Presence.MEDIA if own.flows else Presence.SIGNALLING


def _named(media: dict[str, Any], kind: str) -> tuple[str, ...]:
    return tuple(mid for mid, medium in media.items() if _dict(medium).get("type") == kind)


def _levels(plugin: dict[str, Any]) -> Mapping[str, float]:
    rows = plugin.get("streams")
    found = {}
    for row in map(_dict, rows if isinstance(rows, list) else ()):
        level, mid = row.get("audio-level-dBov"), row.get("mid")
        if isinstance(mid, str) and isinstance(level, int | float) and 0 <= level <= 127:
            found[mid] = -float(level)
    return found


def _received(medium: dict[str, Any], level: float | None) -> Stream:
    """What the room sends. Packets count their repairs, losses are counted before repair."""
    rtcp, stats = _dict(_dict(medium.get("rtcp")).get("main")), _dict(_dict(medium.get("stats")).get("in"))
    packets, repaired = count(stats.get("packets")), count(stats.get("retransmissions"))
    rate = count(stats.get("bytes_lastsec"))
    first = packets - repaired if packets is not None and repaired and packets >= repaired else packets
    return Stream(
        kind=medium["type"],
        direction="rx",
        bitrate_bps=rate * _BITS if rate is not None else None,
        jitter_ms=milliseconds(rtcp.get("jitter-local"), 1),
        packets_received=first,
        packets_lost=count(rtcp.get("lost")),
        packets_recovered=repaired,
        codec=_codec(medium),
        level_dbov=level,
    )


def _sent(medium: dict[str, Any]) -> Stream:
    """What goes to the room. A round-trip time of 0 is one that was never measured."""
    rtcp, stats = _dict(_dict(medium.get("rtcp")).get("main")), _dict(_dict(medium.get("stats")).get("out"))
    rate = count(stats.get("bytes_lastsec"))
    return Stream(
        kind=medium["type"],
        direction="tx",
        bitrate_bps=rate * _BITS if rate is not None else None,
        jitter_ms=milliseconds(rtcp.get("jitter-remote"), 1),
        rtt_ms=milliseconds(rtcp.get("rtt"), 1) or None,
        codec=_codec(medium),
    )


def _codec(medium: dict[str, Any]) -> str:
    codec = _dict(medium.get("codecs")).get("codec")
    return clean(codec, 20) if isinstance(codec, str) else ""


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _id(value: Any) -> str:
    """An id as text: Janus writes numbers, or texts where it is told to."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**64:
        return str(value)
    return clean(value, 64).strip() if isinstance(value, str) else ""
