"""What jicofo and the videobridge of a Jitsi Meet tell beside the presence of its rooms.

Settings: `jicofo_url` and `jvb_url`, their private HTTP ports (as in http://10.0.0.8:8888 and :8080), and
`streams_per_poll` (8). Both are made to find faults with: jicofo is asked for the conference, at most every
two seconds, and the bridge for a few endpoints a poll.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import quote

from adapters.base import Silent
from adapters.jitsi.bridge import conference_id, streams
from adapters.jitsi.focus import Member, members
from adapters.settings import Settings
from adapters.transport.off_loop import off_loop
from adapters.transport.side_door import SideDoor
from data.health.reading import Stream
from data.units import NS_PER_S

STREAMS_PER_POLL = 8
FOCUS_EVERY_NS = 2 * NS_PER_S


class Told(NamedTuple):
    """By nick. `robots` were once said to be recorders or transcribers, and are no rooms."""

    members: Mapping[str, Member]
    media: Mapping[str, tuple[Stream, ...]]
    robots: frozenset[str]


class Beside:
    """Both ports, either of which may not be there. They share `patience_s` of each poll."""

    def __init__(self, settings: Settings, room: str, real_ns: Callable[[], int], patience_s: float) -> None:
        self._room = room
        self._real_ns = real_ns
        self._patience_s = patience_s
        self._most = settings.number("streams_per_poll", STREAMS_PER_POLL)
        self._focus = self._door(settings, "jicofo_url", "jicofo")
        self._bridge = self._door(settings, "jvb_url", "jvb")
        self._doors = [one for one in (self._focus, self._bridge) if one is not None]
        self._members: Mapping[str, Member] = MappingProxyType({})
        self._asked_ns: int | None = None
        self._robots: frozenset[str] = frozenset()

    @property
    def has_bridge(self) -> bool:
        """Whether media can be asked after."""
        return self._bridge is not None

    @property
    def asked(self) -> int:
        """Requests until now."""
        return sum(one.asked for one in self._doors)

    @property
    def silent(self) -> list[Silent]:
        """Which of them did not answer last time."""
        return [one for door in self._doors for one in door.silent]

    async def look(self, wanted: Sequence[str], here: Sequence[str]) -> Told:
        """What they say of those who are `here`, and of the media of as many of `wanted` as may be asked.

        Never raises AdapterError: what is not told is unknown.
        """
        found, media = await asyncio.gather(self._conference(), self._media(wanted[: self._most]))
        self._members = found
        robots = {nick for nick, one in found.items() if not one.is_room}
        self._robots = frozenset(robots | {nick for nick in self._robots if nick not in found}) & {*here}
        return Told(found, media, self._robots)

    async def aclose(self) -> None:
        """Close the sessions. Safe to call twice."""
        for door in self._doors:
            await door.aclose()

    def _door(self, settings: Settings, setting: str, name: str) -> SideDoor | None:
        url = settings.text(setting)
        if not url:
            return None
        return SideDoor(name, settings.client_of(url, setting, self._patience_s), self._real_ns)

    async def _conference(self) -> Mapping[str, Member]:
        door, now_ns = self._focus, self._real_ns()
        if door is None:
            return {}
        if self._asked_ns is not None and now_ns - self._asked_ns < FOCUS_EVERY_NS:
            return self._members
        found: Mapping[str, Member] = {}
        async with door.knock() as may:
            if may:
                self._asked_ns = now_ns
                async with asyncio.timeout(self._patience_s):
                    said = await door.get(f"/debug/conference/{quote(self._room, safe='@')}")
                    found = await off_loop(lambda body: members(body, self._room), said)
        return found

    async def _media(self, wanted: Sequence[str]) -> dict[str, tuple[Stream, ...]]:
        """What could be read in time of those asked for."""
        door, found = self._bridge, dict[str, tuple[Stream, ...]]()
        if door is None or not wanted:
            return found
        async with door.knock() as may:
            if may:
                async with asyncio.timeout(self._patience_s):
                    conference = conference_id(await door.get("/debug"), self._room)
                    for nick in wanted if conference else ():
                        path = f"/debug/{quote(conference, safe='')}/{quote(nick, safe='')}"
                        found[nick] = streams(await door.get(path), conference, nick)
        return found
