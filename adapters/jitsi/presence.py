"""What the occupants of a Jitsi room say of themselves in their presence (XEP-0045 and Jitsi's own). Pure.

Each change is a whole new presence. Of media nothing is said: an occupant is in the room, and that is all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Protocol

import msgspec

from adapters.errors import BadPayload
from adapters.jitsi.focus import NOTHING_SAID, Member
from adapters.transport.documents import read_json
from adapters.transport.fields import flag, table
from adapters.transport.units import count
from data.health.reading import Participant, Presence
from data.text import clean

FOCUS = "focus"
"""The nick of jicofo, which is no room."""
SELF = "110"
_NAME_CELLS, _REF_CHARS = 200, 128


class Element(Protocol):
    """As much of an XML element as is read here."""

    tag: str
    text: str | None
    attrib: dict[str, str]

    def __iter__(self) -> Iterator[Element]:
        """Its children."""
        ...


class Occupant(msgspec.Struct, frozen=True, kw_only=True):
    """One in the room. `ref` is its nick there, which is also the endpoint's id on the bridge."""

    ref: str
    name: str = ""
    audio_muted: bool | None = None
    video_muted: bool | None = None
    hand_ms: int | None = None
    status: frozenset[str] = frozenset()


class Occupants:
    """The room as of the last presence. `ours` is the nick we came under."""

    def __init__(self) -> None:
        self.ours = ""
        self._found: dict[str, Occupant] = {}

    def __contains__(self, ref: str) -> bool:
        return ref in self._found

    def take(self, nick: str, kind: str, presence: Iterable[Element]) -> Occupant:
        """One presence of `nick`; "unavailable" is a leave. Never raises for what a client wrote."""
        occupant = read(nick, presence)
        if kind == "unavailable":
            self._found.pop(nick, None)
        else:
            self._found[nick] = occupant
        if SELF in occupant.status:
            self.ours = "" if kind == "unavailable" else nick
        return occupant

    def rooms(self) -> list[Occupant]:
        """Everybody but ourselves and jicofo, in the order they came."""
        return [one for one in self._found.values() if one.ref not in (self.ours, FOCUS)]


def read(nick: str, presence: Iterable[Element]) -> Occupant:
    """What one presence says; a field of another kind than Jitsi's says nothing.

    `SourceInfo` names what is sent and goes before the older `audiomuted` and `videomuted`, which gateways
    still write; of a medium that it does not name, nothing is sent.
    """
    texts: dict[str, str] = {}
    status: set[str] = set()
    for child in presence:
        name = child.tag.rpartition("}")[2]
        if name == "x":
            status |= {one.attrib.get("code", "") for one in child if one.tag.endswith("}status")}
        else:
            texts[name] = child.text or ""
    hand = texts.get("jitsi_participant_raisedHand", "").strip()
    sources = _sources(texts.get("SourceInfo", ""))
    return Occupant(
        ref=nick[:_REF_CHARS],
        name=clean(texts.get("nick", ""), _NAME_CELLS).strip(),
        audio_muted=_muted("audio", sources, texts),
        video_muted=_muted("video", sources, texts),
        hand_ms=count(int(hand)) if hand.isascii() and hand.isdigit() and len(hand) < 16 else None,
        status=frozenset(status),
    )


def participant(one: Occupant, said: Member = NOTHING_SAID, *, silent: bool) -> Participant:
    """An occupant as a leg, with what jicofo has `said` of it. `silent`: it used to answer, and does not
    any more.
    """
    return Participant(
        ref=one.ref,
        name=one.name,
        role=said.role,
        presence=Presence.SIGNALLING if silent else said.session or Presence.LISTED,
        mute_local=False if one.audio_muted is None and said.unmuted else one.audio_muted,
        hand_ms=one.hand_ms,
    )


def _sources(text: str) -> dict[str, Any] | None:
    """What is sent, by name; None where it is not said."""
    try:
        found = read_json(text.encode("utf-8", "replace")) if text else None
    except BadPayload:
        return None
    return found if isinstance(found, dict) and all(isinstance(one, dict) for one in found.values()) else None


def _muted(medium: str, sources: dict[str, Any] | None, texts: dict[str, str]) -> bool | None:
    if sources is None:
        return flag(texts.get(f"{medium}muted", ""))
    return not any(
        flag(table(one).get("muted")) is False
        for name, one in sources.items()
        if _medium(name, one) == medium
    )


def _medium(name: str, source: dict[str, Any]) -> str:
    """Of a source, which says so itself or by its name, as in abcd1234-a0."""
    said = source.get("mediaType")
    if isinstance(said, str):
        return said.lower()
    return {"a": "audio", "v": "video"}.get(name.partition("-")[2][:1], "")
