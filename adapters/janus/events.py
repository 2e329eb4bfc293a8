"""What a Janus server tells its event handlers of one room, and no poll can see or not so soon. Pure.

A mute by the server leaves no trace in any answer of Janus: its packets flow on and the roster goes on
saying "talking". The `moderated` event is all there is, so it is kept here for as long as the member
publishes. That nothing is received any more is told 1 to 2 s after the last packet.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple

import msgspec

CORE, MEDIA, WEBRTC, PLUGIN = 256, 32, 16, 64
_GONE = frozenset({"leaving", "kicked", "unpublished"})
_TOLD = frozenset({"joined", "published", "moderated", *_GONE})


MOST = 10_000
"""Of so many sessions that were told of between two polls the rest have their turn as all have."""


class About(NamedTuple):
    """Members and sessions of the room that were told of, and sessions of any room whose line changed."""

    members: set[str]
    sessions: set[str]
    lines: set[str]


class RoomEvents:
    """The state of one room, of which only what was pushed since this began is known."""

    def __init__(self, room: str) -> None:
        self._room = room
        self._whole: set[str] = set()
        self._muted: dict[str, dict[str, bool]] = {}
        self._receiving: dict[str, dict[str, bool]] = {}
        self._about = About(set(), set(), set())

    def about(self) -> About:
        """Whom the pushes since the last call were about."""
        told, self._about = self._about, About(set(), set(), set())
        return told

    def take(self, payload: bytes) -> bool:
        """Take one push in. True when it tells of a change that a poll should look at.

        Never raises: what is not an event of Janus, or not of this room, says nothing.
        """
        try:
            said = msgspec.json.decode(payload)
        except (msgspec.DecodeError, RecursionError):
            return False
        told = [self._one(each) for each in (said if isinstance(said, list) else [said])]
        return any(told)

    def muted(self, member: str, mids: Collection[str]) -> bool | None:
        """Whether the server mutes any of these streams; None when that cannot be known."""
        known = self._muted.get(member, {})
        if any(known.get(mid) for mid in mids):
            return True
        return False if member in self._whole or (mids and all(mid in known for mid in mids)) else None

    def is_silent(self, handle: str, mids: Collection[str]) -> bool:
        """Whether the server said of each of these streams of a handle that nothing comes any more."""
        known = self._receiving.get(handle)
        return known is not None and bool(mids) and all(known.get(mid) is False for mid in mids)

    def keep_only(self, handles: Collection[str]) -> None:
        """Forget the media of handles that are no more."""
        self._receiving = {one: known for one, known in self._receiving.items() if one in handles}

    def _one(self, event: Any) -> bool:
        event = event if isinstance(event, dict) else {}
        kind, body = event.get("type"), event.get("event")
        if kind == CORE:
            self._whole.clear()
            self._muted.clear()
            self._receiving.clear()
            return True
        if kind == PLUGIN and isinstance(body, dict):
            return self._of_plugin(event, body.get("data"))
        if kind == MEDIA and isinstance(body, dict) and isinstance(body.get("receiving"), bool):
            known = self._receiving.setdefault(str(event.get("handle_id")), {})
            known[str(body.get("mid"))] = body["receiving"]
            self._note(self._about.lines, event)
            return True
        if kind == WEBRTC and isinstance(body, dict) and "connection" in body:
            self._note(self._about.lines, event)
            return True
        return False

    @staticmethod
    def _note(sessions: set[str], event: dict[str, Any]) -> None:
        session = event.get("session_id")
        if isinstance(session, int | str) and len(sessions) < MOST:
            sessions.add(str(session))

    def _of_plugin(self, event: dict[str, Any], data: Any) -> bool:
        if not isinstance(data, dict) or str(data.get("room")) != self._room:
            return False
        member, what = str(data.get("id")), data.get("event", data.get("videoroom"))
        if what == "joined":
            self._whole.add(member)
        elif what == "published" or what in _GONE:
            self._muted.pop(member, None)
            if what in ("leaving", "kicked"):
                self._whole.discard(member)
        elif what == "moderated":
            self._muted.setdefault(member, {})[str(data.get("mid"))] = data.get("moderation") == "muted"
        if what not in _TOLD:
            return False
        self._note(self._about.sessions, event)
        if len(self._about.members) < MOST:
            self._about.members.add(member)
        return True
