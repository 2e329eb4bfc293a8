"""One room of a Janus VideoRoom, polled over the server's admin API, with what it pushes besides.

Settings of the source: `admin_url` (as in http://host:7088/admin), `room`, `ca_file`, and where the
server pushes its events: `events_port` and `events_host` (127.0.0.1); secrets: `admin_secret`,
`room_secret`, `events_password`. The roster alone cannot be believed (a room that was killed stayed
"publishing" in it for 46.8 s), so every poll reads the media of every publisher's handle, and the
round-trip time from the other handles of its session.
"""

from __future__ import annotations

import asyncio
import secrets as random
from collections.abc import Callable, Iterator, Sequence

import msgspec

from adapters.base import ActionResult, Capability
from adapters.errors import AdapterError, BadPayload, NotSent, Rejected, TimedOut, Unreachable
from adapters.janus.events import RoomEvents
from adapters.janus.ghosts import Ghosts
from adapters.janus.payload import (
    Handle,
    Member,
    check_done,
    handle,
    members,
    numbers,
    participant,
    ref_of,
)
from adapters.settings import Settings
from adapters.transport.event_receiver import EventReceiver, listener
from adapters.transport.http import Sealed
from adapters.transport.restart import RestartWatch
from data.actions.action import Action, ActionKind
from data.folder.model import Source
from data.health.reading import Participant, Snapshot, Stream

PLUGIN = "janus.plugin.videoroom"
AT_ONCE = 4
LIST_ANEW = 5


class _Target(msgspec.Struct, frozen=True):
    """How to name a call to Janus, and its streams of sound."""

    wire: int | str
    mids: tuple[str, ...]


class JanusAdapter:
    """See `adapters.base.Adapter`. Raises ProblemError when made of settings that cannot be used.

    A member whose handle cannot be read is only listed. Mutes by the server are told to event handlers
    alone: without `events_port`, and of members who came before it was listened at, nothing is known
    of them. `news` is set when a push tells of a change.
    """

    capabilities = frozenset(
        {
            *(Capability.ROSTER, Capability.MEDIA, Capability.STREAMS, Capability.LOSS),
            *(Capability.JITTER, Capability.RTT, Capability.BITRATE, Capability.MUTE_SERVER),
        }
    )
    actions = frozenset({ActionKind.MUTE, ActionKind.UNMUTE, ActionKind.DROP})
    proved_on = "Janus 1.1.2"

    def __init__(self, source: Source, real_ns: Callable[[], int]) -> None:
        self._source = source
        self._real_ns = real_ns
        self._settings = settings = Settings(source)
        self._http = settings.client("admin_url")
        self._room = settings.number("room", 0, least=0)
        if "room" not in source.settings:
            raise settings.missing("room")
        self.news = asyncio.Event()
        self._events = RoomEvents(str(self._room))
        self._receiver = self._listener()
        self._targets: dict[str, _Target] = {}
        self._ghosts = Ghosts()
        self._known: dict[str, list[str]] = {}
        self._sessions: dict[str, str] = {}
        self._polls = 0
        self._restart = RestartWatch()
        self._requests = 0

    async def poll(self, focus: Sequence[str] = ()) -> Snapshot:
        """The roster with every publisher's media, which `focus` need not ask for."""
        started_ns, self._requests = self._real_ns(), 0
        await self._http.open()
        if self._receiver is not None:
            await self._receiver.open()
        found = None
        try:
            async with asyncio.timeout(self._source.timeout_s):
                roster = await self._roster()
                found = self._joined(roster, await self._all_handles())
        except TimeoutError:
            pass
        if found is None:
            raise TimedOut(f"{self._http.host}: no whole roster in time")
        self._restart.check(found, started_ns)
        return Snapshot(
            source=self._source.name,
            observed_ns=started_ns,
            participants=tuple(self._ghosts.without(found, started_ns)),
            poll_ms=(self._real_ns() - started_ns) / 1e6,
            requests=self._requests,
        )

    async def act(self, action: Action) -> ActionResult:
        """One order to the room, one for each stream of sound. See `adapters.base.ActingAdapter`."""
        try:
            await self._http.open()
        except Unreachable as error:
            raise NotSent(error.detail, code=error.code) from None
        for done, request in enumerate(self._orders(action)):
            try:
                check_done(await self._http.order("", self._sealed_order(request)))
            except AdapterError as error:
                if done:
                    raise BadPayload(f"done in part: {error.detail}") from None
                raise
        return ActionResult()

    async def aclose(self) -> None:
        """Close the session and the door for pushes. Safe to call twice."""
        await self._http.aclose()
        if self._receiver is not None:
            await self._receiver.aclose()

    def _listener(self) -> EventReceiver | None:
        found = listener(self._settings, self._pushed)
        if found is None:
            self.capabilities = self.capabilities - {Capability.MUTE_SERVER}
        return found

    def _pushed(self, payload: bytes) -> None:
        if self._events.take(payload):
            self.news.set()

    def _orders(self, action: Action) -> list[dict[str, object]]:
        target = self._targets.get(action.ref)
        if target is None:
            raise Rejected("not in the room")
        about = {"room": self._room, "id": target.wire}
        if action.kind is ActionKind.DROP:
            return [{"request": "kick", **about}]
        if not target.mids:
            raise Rejected("sends no sound")
        mute = action.kind is ActionKind.MUTE
        return [{"request": "moderate", **about, "mid": mid, "mute": mute} for mid in target.mids]

    async def _roster(self) -> list[Member]:
        request = {"request": "listparticipants", "room": self._room}
        return members(await self._ask("", "message_plugin", plugin=PLUGIN, request=request))

    async def _all_handles(self) -> list[Handle]:
        """Every handle that could be read.

        Those of a session are listed anew when one was lost, and now and then for those that joined it.
        """
        sessions = numbers(await self._ask("", "list_sessions"), "sessions")
        self._polls += 1
        anew = self._polls % LIST_ANEW == 0
        self._known = {} if anew else {one: self._known[one] for one in sessions if one in self._known}
        found: list[Handle] = []
        queue = iter(sessions)
        await asyncio.gather(*(self._reader(queue, found) for _ in range(AT_ONCE)))
        return found

    async def _reader(self, queue: Iterator[str], found: list[Handle]) -> None:
        for session in queue:
            try:
                if session not in self._known:
                    listed = numbers(await self._ask(f"/{session}", "list_handles"), "handles")
                    self._known[session] = listed
                for one in self._known[session]:
                    found.append(handle(await self._ask(f"/{session}/{one}", "handle_info")))
            except BadPayload:
                self._known.pop(session, None)  # it may have ended between two requests
            except AdapterError:
                return  # the others are only listed this time

    def _joined(self, roster: Sequence[Member], handles: Sequence[Handle]) -> list[Participant]:
        """Members with their own handle, and with what other handles of its session send to the room.

        A member whose handle was not read this time keeps its session, and so its ref.
        """
        own = {one.member: one for one in handles if one.member and one.room == str(self._room)}
        sent: dict[str, tuple[Stream, ...]] = {}
        for one in handles:
            if not one.member:
                sent[one.session] = sent.get(one.session, ()) + one.streams
        before, self._sessions = self._sessions, {}
        targets, self._targets = self._targets, {}
        found = []
        for member in roster:
            mine = own.get(member.id)
            session = mine.session if mine else before.get(member.id, "")
            self._sessions[member.id] = session
            ref = ref_of(member, session)
            known = targets.get(ref)
            mids = mine.sounds if mine else (known.mids if known else ())
            self._targets[ref] = _Target(member.wire, mids)
            muted = self._events.muted(member.id, mids) if self._listens else None
            silent = mine is not None and self._events.is_silent(mine.id, (*mine.sounds, *mine.pictures))
            others = sent.get(session, ())
            found.append(participant(member, mine, session, others, muted=muted, silent=silent))
        self._events.keep_only({one.id for one in handles})
        return found

    @property
    def _listens(self) -> bool:
        return self._receiver is not None and self._receiver.is_open

    async def _ask(self, path: str, what: str, **more: object) -> bytes:
        """No variable here holds the secret, so that no traceback can show it."""
        self._requests += 1
        asked = {"janus": what, "transaction": random.token_hex(4), **more}
        return await self._http.post(path, self._sealed(asked))

    def _sealed(self, asked: dict[str, object]) -> Sealed:
        secret = {"admin_secret": self._settings.secret("admin_secret")}
        return Sealed(msgspec.json.encode({**asked, **secret}))

    def _sealed_order(self, request: dict[str, object]) -> Sealed:
        asked = {"janus": "message_plugin", "transaction": random.token_hex(4), "plugin": PLUGIN}
        return self._sealed({**asked, "request": {**request, **self._room_secret()}})

    def _room_secret(self) -> dict[str, str]:
        """Nothing where the room has none: Janus turns an empty one away."""
        self._settings.secret("admin_secret")  # if it is not there, let that be said with no secret in hand
        if "room_secret" not in self._source.secrets:
            return {}
        return {"secret": self._settings.secret("room_secret")}
