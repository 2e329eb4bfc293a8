"""A Jitsi Meet room, watched from within over XMPP, with what its focus and its bridge tell besides.

Settings of the source: `url` (xmpp://host or xmpp://host:port), `room` (its JID, as in
hall@conference.meet.example), `domain` (where our account lives, Jitsi's hidden domain; the host when left
out), `username` (anonymous when left out), `nick`, `ca_file`, `plain` (true: no TLS, for a server on the
same machine), and those of `adapters.jitsi.beside`; secret: `password`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from urllib.parse import urlsplit

import msgspec

from adapters.base import IN_TIME, ActionResult, Capability, Silent
from adapters.errors import NotSent, Rejected, TimedOut, Unreachable
from adapters.jitsi.beside import Beside, Told
from adapters.jitsi.focus import NOTHING_SAID
from adapters.jitsi.presence import Occupant, participant
from adapters.jitsi.stream import JitsiStream, Place
from adapters.settings import Settings
from adapters.transport.answering import Answering
from adapters.transport.restart import RestartWatch
from data.actions.action import Action, ActionKind
from data.folder.model import Source
from data.health.reading import Participant, Presence, Snapshot, Stream

PORT = 5222
ASKED_PER_POLL = 24
PING_S = 1.5
BESIDE = 0.6
"""Of the time of a poll, what the ports beside the room may take."""


class JitsiAdapter:
    """See `adapters.base.ActingAdapter`. Raises ProblemError when made of settings that cannot be used.

    What is asked of the room needs an account that is a moderator in it. Nobody's microphone is opened by
    others, so there is no unmute; and who switched it off is not told.

    Presence is pushed, so `news` is set at every change. It says who is in the room, never whether media
    flow: without `jvb_url` a room is listed and no more. Each poll asks our own place in the room, so that
    a snapshot is as fresh as the stream, and some of the others in turn: who used to answer and does not
    any more is cut off, long before the server finds out. What jicofo and the bridge say is joined here, by
    the nick: they know rooms by nothing else, and two sources are joined by the room.
    """

    capabilities = frozenset(
        {
            *(Capability.ROSTER, Capability.MUTE_LOCAL, Capability.HAND, Capability.MEDIA),
            *(Capability.STREAMS, Capability.LOSS, Capability.JITTER, Capability.RTT, Capability.BITRATE),
        }
    )
    actions = frozenset({ActionKind.MUTE, ActionKind.DROP})
    one_mute = True
    proved_on = "Prosody 0.12.3 (presence); jicofo, JVB: documents"

    def __init__(
        self, source: Source, real_ns: Callable[[], int], *, stream: type[JitsiStream] = JitsiStream
    ) -> None:
        self._source = source
        self._real_ns = real_ns
        self._settings = settings = Settings(source)
        if stream is JitsiStream and find_spec("slixmpp") is None:
            raise settings.lacks("slixmpp")
        self.news = asyncio.Event()
        self._room = settings.text("room", required=True)
        self._stream = stream(self._place(), lambda: settings.secret("password"), self.news.set)
        self._answering = Answering()
        self._restart = RestartWatch()
        self._beside = Beside(settings, self._room, real_ns, source.timeout_s * BESIDE)
        self._pings = 0
        if not self._beside.has_bridge:
            self.capabilities = frozenset({Capability.ROSTER, Capability.MUTE_LOCAL, Capability.HAND})

    @property
    def silent(self) -> Sequence[Silent]:
        """The ports beside the room that did not answer last time."""
        return self._beside.silent

    async def poll(self, focus: Sequence[str] = ()) -> Snapshot:
        """Who is in the room now, and the media of as many of `focus` as `streams_per_poll` allows."""
        started_ns, self._pings, before = self._real_ns(), 0, self._beside.asked
        found = None
        try:
            async with asyncio.timeout(self._source.timeout_s * IN_TIME):
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
            requests=self._pings + self._beside.asked - before,
        )

    async def act(self, action: Action) -> ActionResult:
        """Ask the room, or jicofo in it, once."""
        if not self._stream.is_in:
            raise NotSent("not in the room")
        if action.ref not in self._stream.occupants:
            raise Rejected("not in the room")
        within_s = self._source.timeout_s
        if action.kind is ActionKind.DROP:
            await self._stream.put_out(action.ref, within_s)
        else:
            await self._stream.mute(action.ref, within_s)
        return ActionResult()

    async def aclose(self) -> None:
        """Leave the room. Safe to call twice."""
        await self._stream.leave()
        await self._beside.aclose()

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
        self._pings += 1
        if not await self._stream.ping(self._stream.occupants.ours, self._source.timeout_s):
            await self._stream.leave()
            raise Unreachable(f"{self._room}: no answer")

    async def _occupants(self, focus: Sequence[str]) -> list[Participant]:
        here = self._stream.occupants.rooms()
        refs = [one.ref for one in here]
        asked = self._answering.turn(focus, refs, ASKED_PER_POLL)
        wanted = [ref for ref in dict.fromkeys(focus) if ref in self._stream.occupants]
        looking = asyncio.ensure_future(self._beside.look(wanted, refs))
        try:
            await asyncio.gather(*map(self._ask, asked))
            told = await looking
        finally:
            looking.cancel()
        return [self._leg(one, told) for one in here if one.ref not in told.robots]

    async def _ask(self, ref: str) -> None:
        self._pings += 1
        self._answering.told(ref, answered=await self._stream.ping(ref, PING_S))

    def _leg(self, one: Occupant, told: Told) -> Participant:
        said = told.members.get(one.ref, NOTHING_SAID)
        leg = participant(one, said, silent=self._answering.is_silent(one.ref))
        if not (streams := told.media.get(one.ref, ())):
            return leg
        return _with_media(leg, streams, switched_off=bool(one.audio_muted and one.video_muted))


def _with_media(leg: Participant, streams: tuple[Stream, ...], *, switched_off: bool) -> Participant:
    """The leg as the bridge sees it. Who has switched both off sends nothing, and that is no fault."""
    if switched_off:
        streams = tuple(one for one in streams if one.direction != "rx")
    flows = any(one.packets_received or one.bitrate_bps for one in streams if one.direction == "rx")
    seen = Presence.MEDIA if flows and leg.presence is not Presence.SIGNALLING else leg.presence
    return msgspec.structs.replace(leg, streams=streams, presence=seen) if streams else leg
