"""One room of a Janus VideoRoom, polled over the server's admin API, with what it pushes besides.

Settings of the source: `admin_url` (as in http://host:7088/admin), `room`, `ca_file`,
`sessions_per_poll`, and where the server pushes its events: `events_port` and `events_host` (127.0.0.1);
secrets: `admin_secret`, `room_secret`, `events_password`. The roster alone cannot be believed (a room that
was killed stayed "publishing" in it for 46.8 s), so every poll reads the media of publishers' handles, and
the round-trip time from the other handles of their sessions: of all of them where there are no more than
`sessions_per_poll` (64, or as many as all have their turn with in 24 s), else of those in turn.
"""

from __future__ import annotations

import asyncio
import secrets as random
from collections.abc import Callable, Sequence

import msgspec

from adapters.base import IN_TIME, ActionResult, Capability
from adapters.errors import AdapterError, BadPayload, NotSent, Rejected, TimedOut, Unreachable
from adapters.janus.events import RoomEvents
from adapters.janus.ghosts import Ghosts
from adapters.janus.payload import Handle, Member, check_done, handle, members, numbers, participant
from adapters.janus.sessions import Look, Sessions
from adapters.settings import Settings
from adapters.transport.closer_looks import CloserLooks
from adapters.transport.event_receiver import EventReceiver, listener
from adapters.transport.http import Sealed
from adapters.transport.restart import RestartWatch
from data.actions.action import Action, ActionKind
from data.folder.model import Source
from data.health.reading import Participant, Snapshot
from data.units import NS_PER_S

PLUGIN = "janus.plugin.videoroom"


class _Target(msgspec.Struct, frozen=True):
    """How to name a call to Janus, its streams of sound, and who it is in the roster."""

    wire: int | str
    mids: tuple[str, ...]
    member: str = ""


class _Shown(msgspec.Struct, frozen=True):
    """A member as it was told of last, and what that was made of."""

    leg: Participant
    target: _Target
    member: Member
    look: Look

    def is_of(self, member: Member, look: Look) -> bool:
        """Whether it would be told of in the same way again: nothing was fresh then, and nothing is new."""
        return self.member is member and (self.look is look or self.look == look) and not look.fresh


class JanusAdapter:
    """See `adapters.base.Adapter`. Raises ProblemError when made of settings that cannot be used.

    A member whose handle cannot be read is only listed; one that was not looked at is as it was last seen,
    without figures. Mutes by the server are told to event handlers alone: without `events_port`, and of
    members who came before it was listened at, nothing is known of them. `news` is set when a push tells of
    a change. While a room larger than one poll is gone through for the first time, the snapshot is partial.
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
        self._shown: dict[str, _Shown] = {}
        self._ghosts = Ghosts()
        per_poll = settings.number("sessions_per_poll", 0)
        self._sessions = Sessions(str(self._room), per_poll, source.interval_s)
        self._looks = CloserLooks(real_ns, source.interval_s)
        self._restart = RestartWatch()
        self._requests = 0

    async def poll(self, focus: Sequence[str] = ()) -> Snapshot:
        """The roster, with the media of those whose turn it is; those of `focus` are looked at every time."""
        started_ns, self._requests = self._real_ns(), 0
        await self._http.open()
        if self._receiver is not None:
            await self._receiver.open()
        try:
            async with asyncio.timeout(self._source.timeout_s):
                roster = await self._roster()
                listed = numbers(await self._ask("", "list_sessions"), "sessions")
        except TimeoutError:
            raise TimedOut(f"{self._http.host}: no whole roster in time") from None
        await self._looks.at(self._chosen(listed, roster, focus), self._look, self._left_s(started_ns))
        found = self._joined(roster)
        self._restart.check(found, started_ns)
        return Snapshot(
            source=self._source.name,
            observed_ns=started_ns,
            participants=tuple(self._ghosts.without(found, started_ns)),
            poll_ms=(self._real_ns() - started_ns) / 1e6,
            requests=self._requests,
            partial=len(found) < len(roster),
        )

    async def act(self, action: Action) -> ActionResult:
        """One order to the room, one for each stream of sound. See `adapters.base.ActingAdapter`."""
        try:
            await self._http.open()
        except Unreachable as error:
            raise NotSent(error.detail, code=error.code) from None
        if (target := self._targets.get(action.ref)) is not None:
            self._sessions.act(target.member)
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

    def _left_s(self, started_ns: int) -> float:
        return self._source.timeout_s * IN_TIME - (self._real_ns() - started_ns) / NS_PER_S

    def _chosen(self, listed: Sequence[str], roster: Sequence[Member], focus: Sequence[str]) -> list[str]:
        """The sessions to look at; what was pushed since the last poll comes first."""
        told = self._events.about()
        lines = self._sessions.homes(told.lines)
        self._sessions.tell(told.members, (*told.sessions, *lines))
        return self._sessions.choose(listed, roster, [self._member_of(ref) for ref in focus])

    def _member_of(self, ref: str) -> str:
        """Who it is; of a call that is over, who may be back under the same id."""
        target = self._targets.get(ref)
        return target.member if target is not None else ref.rpartition(".")[0] or ref

    async def _look(self, session: str) -> None:
        """Read what there is of it; it may end between two requests."""
        listed, found = self._sessions.handles_of(session), list[Handle]()
        try:
            if listed is None:
                listed = numbers(await self._ask(f"/{session}", "list_handles"), "handles")
            for one in listed:
                found.append(handle(await self._ask(f"/{session}/{one}", "handle_info")))
        except BadPayload:
            listed = None
            raise
        finally:
            self._sessions.saw(session, listed, found)

    def _joined(self, roster: Sequence[Member]) -> list[Participant]:
        """Members with their own handle, and with what other handles of its session send to the room."""
        before, self._shown = self._shown, {}
        listens = self._listens
        for member, look in self._sessions.looks(roster):
            last = before.get(member.id)
            if last is None or look.fresh or listens or not last.is_of(member, look):
                last = self._member(member, look, last)
            self._shown[member.id] = last
        self._targets = {one.leg.ref: one.target for one in self._shown.values()}
        if listens:
            self._events.keep_only(self._sessions.handle_ids())
        return [one.leg for one in self._shown.values()]

    def _member(self, member: Member, look: Look, last: _Shown | None) -> _Shown:
        mine, listens = look.own, self._listens
        known = last.target.mids if last is not None and last.look.session == look.session else ()
        mids = mine.sounds if mine else known
        sent = self._sessions.others(look.session) if look.fresh else ()
        leg = participant(
            member,
            mine,
            look.session,
            tuple(stream for one in sent for stream in one.streams),
            muted=self._events.muted(member.id, mids) if listens else None,
            silent=mine is not None and self._events.is_silent(mine.id, (*mine.sounds, *mine.pictures)),
            fresh=look.fresh,
        )
        return _Shown(leg, _Target(member.wire, mids, member.id), member, look)

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
