"""A Jitsi Meet room, watched from within over XMPP, with the figures of its bridge where that may be asked.

Settings of the source: `url` (xmpp://host or xmpp://host:port), `room` (its JID, as in
hall@conference.meet.example), `domain` (where our account lives, Jitsi's hidden domain; the host when left
out), `username` (anonymous when left out), `nick`, `ca_file`, `plain` (true: no TLS, for a server on the
same machine), `jvb_url` (the private HTTP port of the videobridge), `streams_per_poll` (8); secret:
`password`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from importlib.util import find_spec
from urllib.parse import quote, urlsplit

import msgspec

from adapters.answering import Answering
from adapters.base import Capability
from adapters.errors import AdapterError, TimedOut, Unreachable
from adapters.jitsi_bridge import conference_id, streams
from adapters.jitsi_presence import participant
from adapters.jitsi_stream import JitsiStream, Place
from adapters.restart import RestartWatch
from adapters.settings import Settings
from data.model import Source
from data.reading import Participant, Presence, Snapshot, Stream

PORT = 5222
ASKED_PER_POLL = 24
PING_S = 1.5
STREAMS_PER_POLL = 8


class JitsiAdapter:
    """See `adapters.base.Adapter`. Raises ProblemError when made of settings that cannot be used.

    Presence is pushed, so `news` is set at every change. It says who is in the room, never whether media
    flow: without `jvb_url` a room is listed and no more. Each poll asks our own place in the room, so that
    a snapshot is as fresh as the stream, and some of the others in turn: who used to answer and does not
    any more is cut off, long before the server finds out.
    """

    capabilities = frozenset(
        {
            *(Capability.ROSTER, Capability.MUTE_LOCAL, Capability.HAND, Capability.MEDIA),
            *(Capability.STREAMS, Capability.LOSS, Capability.JITTER, Capability.RTT, Capability.BITRATE),
        }
    )
    proved_on = "Prosody 0.12.3 (presence); JVB: documents"

    def __init__(self, source: Source, real_ns: Callable[[], int]) -> None:
        self._source = source
        self._real_ns = real_ns
        self._settings = settings = Settings(source)
        if find_spec("slixmpp") is None:
            raise settings.lacks("slixmpp")
        self.news = asyncio.Event()
        self._room = settings.text("room", required=True)
        self._stream = JitsiStream(self._place(), lambda: settings.secret("password"), self.news.set)
        self._answering = Answering()
        self._restart = RestartWatch()
        self._bridge = settings.client("jvb_url") if settings.text("jvb_url") else None
        self._most = settings.number("streams_per_poll", STREAMS_PER_POLL)
        self._requests = 0
        if self._bridge is None:
            self.capabilities = frozenset({Capability.ROSTER, Capability.MUTE_LOCAL, Capability.HAND})

    async def poll(self, focus: Sequence[str] = ()) -> Snapshot:
        """Who is in the room now, and the media of as many of `focus` as `streams_per_poll` allows."""
        started_ns, self._requests = self._real_ns(), 0
        found = None
        try:
            async with asyncio.timeout(self._source.timeout_s):
                await self._stream.enter()
                await self._check_place()
                found = await self._occupants(focus)
        except TimeoutError:
            pass
        if found is None:
            raise TimedOut(f"{self._room}: no word in time")
        self._restart.check(found, started_ns)
        return Snapshot(
            source=self._source.name,
            observed_ns=started_ns,
            participants=tuple(found),
            poll_ms=(self._real_ns() - started_ns) / 1e6,
            requests=self._requests,
        )

    async def aclose(self) -> None:
        """Leave the room. Safe to call twice."""
        await self._stream.leave()
        if self._bridge is not None:
            await self._bridge.aclose()

    def _place(self) -> Place:
        settings = self._settings
        url = urlsplit(self._source.url)
        try:
            port = url.port or PORT
        except ValueError:
            raise settings.bad("url") from None
        if url.scheme != "xmpp" or not url.hostname:
            raise settings.missing("url") if not self._source.url else settings.bad("url", "xmpp://HOST:PORT")
        if self._room.count("@") != 1:
            raise settings.bad("room", "ROOM@conference.HOST")
        plain = self._source.settings.get("plain", False)
        if not isinstance(plain, bool):
            raise settings.bad("plain", "true, false")
        return Place(
            host=url.hostname,
            port=port,
            domain=settings.text("domain", url.hostname),
            room=self._room,
            user=settings.text("username"),
            nick=settings.text("nick", "console"),
            plain=plain,
            ca_file=settings.text("ca_file"),
        )

    async def _check_place(self) -> None:
        """Raises Unreachable when our stream is dead, or we were put out of the room."""
        self._requests += 1
        if not await self._stream.ping(self._stream.occupants.ours, self._source.timeout_s):
            await self._stream.leave()
            raise Unreachable(f"{self._room}: no answer")

    async def _occupants(self, focus: Sequence[str]) -> list[Participant]:
        here = self._stream.occupants.rooms()
        refs = [one.ref for one in here]
        asked = self._answering.turn(focus, refs, ASKED_PER_POLL)
        wanted = [ref for ref in dict.fromkeys(focus) if ref in self._stream.occupants][: self._most]
        asking = asyncio.gather(*map(self._ask, asked))
        media = await self._media(wanted)
        await asking
        legs = (participant(one, silent=self._answering.is_silent(one.ref)) for one in here)
        return list(_with_media(legs, media))

    async def _ask(self, ref: str) -> None:
        self._requests += 1
        self._answering.told(ref, answered=await self._stream.ping(ref, PING_S))

    async def _media(self, refs: Sequence[str]) -> dict[str, tuple[Stream, ...]]:
        """What the bridge tells of these; a bridge that does not answer never costs the roster."""
        if self._bridge is None or not refs:
            return {}
        found: dict[str, tuple[Stream, ...]] = {}
        with suppress(AdapterError):
            await self._bridge.open()
            conference = conference_id(await self._get("/debug"), self._room)
            for ref in refs if conference else ():
                path = f"/debug/{quote(conference, safe='')}/{quote(ref, safe='')}"
                found[ref] = streams(await self._get(path), conference, ref)
        return found

    async def _get(self, path: str) -> bytes:
        assert self._bridge is not None
        self._requests += 1
        return await self._bridge.get(path)


def _with_media(legs: Iterable[Participant], media: dict[str, tuple[Stream, ...]]) -> Iterable[Participant]:
    for leg in legs:
        if not media.get(leg.ref):
            yield leg
        elif leg.presence is Presence.SIGNALLING:
            yield msgspec.structs.replace(leg, streams=media[leg.ref])
        else:
            yield msgspec.structs.replace(leg, streams=media[leg.ref], presence=Presence.MEDIA)
