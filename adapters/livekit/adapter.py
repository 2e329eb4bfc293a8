"""LiveKit, read from its server API (Twirp, JSON; a JWT that we sign ourselves).

Settings of the source: `room`, `api_key`, `ca_file`, `events_port` and `events_host`; secret: `api_secret`.
Who is in, what each publishes and whether it is muted is told; loss, delay and rates are not. The server
mutes a track, and opens it again only where its own settings allow that.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from adapters.base import Capability
from adapters.errors import AdapterError, BadPayload, Rejected
from adapters.livekit.token import LiveKitKey
from adapters.transport.documents import read_json
from adapters.transport.fields import flag, ident, rows, table, text
from adapters.transport.http import sealed
from adapters.transport.http_platform import HttpPlatform, Roster, once_each
from adapters.transport.off_loop import off_loop
from adapters.transport.units import utc_ms
from data.actions.action import Action, ActionKind
from data.folder.model import Source
from data.health.reading import Participant, Presence
from data.units import NS_PER_S

SERVICE = "/twirp/livekit.RoomService/"
LIST, MUTE, REMOVE = (
    SERVICE + verb for verb in ("ListParticipants", "MutePublishedTrack", "RemoveParticipant")
)
GOOD_S = 3600
_STATES = ("JOINING", "JOINED", "ACTIVE", "DISCONNECTED")
_PRESENCE = {"JOINING": Presence.DIALING, "JOINED": Presence.SIGNALLING}
_KINDS = ("STANDARD", "INGRESS", "EGRESS", "SIP", "AGENT")
_TYPES = ("AUDIO", "VIDEO", "DATA")
_NO_ROOMS = ("EGRESS", "AGENT")
_SOURCES = ("UNKNOWN", "CAMERA", "MICROPHONE", "SCREEN_SHARE", "SCREEN_SHARE_AUDIO")


class Member(NamedTuple):
    """One of the room, and the ids of its tracks of sound."""

    leg: Participant
    sounds: tuple[str, ...]


class LiveKitAdapter(HttpPlatform):
    """See `adapters.base.ActingAdapter`. One request a poll. Recorders and robots are no rooms.

    A track is muted or it is not, whoever did it. Its webhooks may be pushed to `events_port`: they are
    signed with the secret of the same key.
    """

    capabilities = frozenset(
        {
            *(Capability.ROSTER, Capability.MEDIA, Capability.MUTE_LOCAL),
            *(Capability.PRESENTING, Capability.CONNECTED_AT),
        }
    )
    actions = frozenset({ActionKind.MUTE, ActionKind.UNMUTE, ActionKind.DROP})
    one_mute = True

    pushes = True
    signs = "api_secret"

    def __init__(
        self, source: Source, real_ns: Callable[[], int], *, wall_s: Callable[[], float] = time.time
    ) -> None:
        super().__init__(source, real_ns)
        self._room = self._settings.text("room", required=True)
        key = self._settings.text("api_key", required=True)
        self._key = LiveKitKey(key, lambda: self._settings.secret("api_secret"))
        self._wall_s = wall_s
        self._until_ns = 0
        self._members: dict[str, Member] = {}

    async def _session(self) -> None:
        if self._http.is_open and self._real_ns() < self._until_ns:
            return
        await self._http.aclose()
        token = self._key.token({"roomAdmin": True, "room": self._room}, int(self._wall_s()), GOOD_S)
        await self._http.open(headers={"Authorization": f"Bearer {token}"})
        self._until_ns = self._real_ns() + GOOD_S * NS_PER_S

    async def _roster(self) -> Roster:
        self._pay()
        body = await self._http.post(LIST, sealed(room=self._room))
        found = await off_loop(members, body)
        self._members = {one.leg.ref: one for one in found}
        return Roster(once_each([one.leg for one in found]))

    async def _order(self, action: Action) -> None:
        """One request for who is put out, one for each track of sound that is muted or opened."""
        member = self._members.get(action.ref)
        if member is None:
            raise Rejected("not in the room")
        about = {"room": self._room, "identity": member.leg.alias}
        if action.kind is ActionKind.DROP:
            await self._http.order(REMOVE, sealed(**about))
            return
        if not member.sounds:
            raise Rejected("sends no sound")
        for done, track in enumerate(member.sounds):
            try:
                muted = action.kind is ActionKind.MUTE
                await self._http.order(MUTE, sealed(**about, track_sid=track, muted=muted))
            except AdapterError as error:
                if done:
                    raise BadPayload(f"done in part: {error.detail}") from None
                raise

    def _signed(self, headers: Mapping[str, str], body: bytes) -> bool:
        token = headers.get("Authorization", "").removeprefix("Bearer ")
        return self._key.signed(token, body, int(self._wall_s()))

    def _tells(self, payload: bytes) -> bool:
        return tells_change(payload, self._room)


def tells_change(payload: bytes, room: str) -> bool:
    """Whether a webhook tells of somebody or something in `room` that came or went. Never raises."""
    try:
        event = table(read_json(payload))
    except BadPayload:
        return False
    about = text(event.get("event")).startswith(("participant_", "track_", "room_"))
    return about and table(event.get("room")).get("name") == room


def members(payload: bytes) -> list[Member]:
    """Everybody in the room but the platform's own. Raises BadPayload."""
    lines = rows(table(read_json(payload)).get("participants"))
    if lines is None:
        raise BadPayload("no list of participants")
    found = [member for line in lines if (member := _member(line)) is not None]
    if found and not any(one.leg.ref for one in found):
        raise BadPayload("no participant has an id")
    return [one for one in found if one.leg.ref]


def _member(line: dict[str, Any]) -> Member | None:
    """None for who is no room, or not there any more."""
    state = _word(line.get("state"), _STATES)
    if state == "DISCONNECTED" or _word(line.get("kind"), _KINDS) in _NO_ROOMS:
        return None
    tracks = rows(line.get("tracks"))
    published = [(ident(one.get("sid")), one) for one in tracks or ()]
    sources = {_word(one.get("source"), _SOURCES): one for _, one in published}
    identity = ident(line.get("identity"))
    leg = Participant(
        ref=ident(line.get("sid")),
        name=text(line.get("name")) or identity,
        alias=identity,
        presence=_presence(state, None if tracks is None else any(sid for sid, _ in published)),
        connected_at_ms=utc_ms(line.get("joined_at_ms")) or utc_ms(line.get("joined_at")) or None,
        mute_local=flag(sources["MICROPHONE"].get("muted")) if "MICROPHONE" in sources else None,
        presenting=None if tracks is None else "SCREEN_SHARE" in sources,
    )
    sounds = (sid for sid, one in published if sid and _word(one.get("type"), _TYPES) == "AUDIO")
    return Member(leg, tuple(sounds))


def _presence(state: str, publishes: bool | None) -> Presence:
    if state != "ACTIVE":
        return _PRESENCE.get(state, Presence.LISTED)
    if publishes is None:
        return Presence.LISTED
    return Presence.MEDIA if publishes else Presence.SIGNALLING


def _word(value: object, words: tuple[str, ...]) -> str:
    """A word of an enumeration, which may be written as its number."""
    if isinstance(value, str) and value in words:
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return words[value] if 0 <= value < len(words) else ""
    return text(value, 40)
