"""What jicofo, the focus of a Jitsi Meet, says of a conference at /debug/conference/ROOM, in our words. Pure.

By its source: `chat_room.members` by nick and `participants` by endpoint, which are the same words. It says
"null" for what it does not have, and calls a microphone muted of which no presence ever spoke. It knows no
room by its name. Raises BadPayload only.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec

from adapters.errors import BadPayload
from adapters.transport.documents import read_json
from adapters.transport.fields import flag, table, text
from data.health.reading import Presence

_LEADS = ("OWNER", "ADMINISTRATOR", "MODERATOR")
_SESSIONS = {"PENDING": Presence.DIALING, "ENDED": Presence.SIGNALLING}


class Member(NamedTuple):
    """What it says of one occupant.

    `is_room` is False of recorders and transcribers; `unmuted` True where its microphone is surely on;
    `session` how far its call has come, where it is not under way.
    """

    is_room: bool = True
    role: str = ""
    unmuted: bool = False
    session: Presence | None = None


NOTHING_SAID = Member()


class _Conference(msgspec.Struct):
    """As much of the answer as is read: its lists of sources are the longest part of it."""

    name: Any = None
    chat_room: msgspec.Raw = msgspec.Raw()
    participants: msgspec.Raw = msgspec.Raw()


def members(payload: bytes, room: str) -> Mapping[str, Member]:
    """By nick. Nobody where jicofo has no such conference, which it says by an empty table."""
    whole = _decoded(payload)
    if not whole:
        return {}
    if text(whole.get("name")).casefold() != room.casefold():
        raise BadPayload("another conference, or none")
    legs = table(whole.get("participants"))
    found = table(table(whole.get("chat_room")).get("members"))
    return {nick: _member(table(one), legs.get(nick)) for nick, one in found.items()}


def _decoded(payload: bytes) -> dict[str, Any]:
    """The answer without what is not read; all of it where it cannot be read so."""
    try:
        quick = msgspec.json.decode(payload, type=_Conference)
        parts = {key: getattr(quick, key) for key in ("chat_room", "participants")}
        told = {key: msgspec.json.decode(raw) for key, raw in parts.items() if len(raw)}
        return {**told, "name": quick.name} if told or quick.name is not None else _whole(payload)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return _whole(payload)


def _whole(payload: bytes) -> dict[str, Any]:
    found = read_json(payload)
    if not isinstance(found, dict):
        raise BadPayload("no conference")
    return found


def _member(said: dict[str, Any], leg: object) -> Member:
    robot = (flag(said.get("is_jibri")), flag(said.get("is_transcriber")))
    return Member(
        is_room=True not in robot,
        role="chair" if text(said.get("role")) in _LEADS else "",
        unmuted=flag(said.get("is_audio_muted")) is False,
        session=_session(leg),
    )


def _session(leg: object) -> Presence | None:
    """None where its session is under way, or nothing is said of one; who is alone is not called."""
    session = leg.get("jingle_session") if isinstance(leg, dict) else None
    if session == "null" and isinstance(leg, dict):
        return Presence.DIALING if leg.get("invite_runnable") == "Running" else Presence.SIGNALLING
    return _SESSIONS.get(text(table(session).get("state")))
