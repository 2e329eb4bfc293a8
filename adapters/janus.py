"""One room of a Janus VideoRoom, polled over the server's admin API.

Settings of the source: `admin_url` (as in http://host:7088/admin), `room`, `ca_file`; secret:
`admin_secret`. The roster alone cannot be believed (a room that was killed stayed "publishing" in
it for 46.8 s), so every poll reads the media of every publisher's handle, and the round-trip time
from the other handles of its session.
"""

from __future__ import annotations

import asyncio
import secrets as random
from collections.abc import Callable, Iterator, Sequence

import msgspec

from adapters.base import Capability
from adapters.errors import AdapterError, BadPayload, TimedOut
from adapters.http import Sealed
from adapters.janus_payload import Handle, Member, handle, members, numbers, participant
from adapters.restart import RestartWatch
from adapters.settings import Settings
from data.model import Source
from data.reading import Participant, Snapshot, Stream

PLUGIN = "janus.plugin.videoroom"
AT_ONCE = 4
LIST_ANEW = 5


class JanusAdapter:
    """See `adapters.base.Adapter`. Raises ProblemError when made of settings that cannot be used.

    A member whose handle cannot be read is only listed. Mutes by the server cannot be seen here:
    Janus tells them to event handlers alone.
    """

    capabilities = frozenset(
        {
            *(Capability.ROSTER, Capability.MEDIA, Capability.STREAMS, Capability.LOSS),
            *(Capability.JITTER, Capability.RTT, Capability.BITRATE),
        }
    )
    proved_on = "Janus 1.1.2"

    def __init__(self, source: Source, real_ns: Callable[[], int]) -> None:
        self._source = source
        self._real_ns = real_ns
        self._settings = settings = Settings(source)
        self._http = settings.client("admin_url")
        self._room = settings.number("room", 0, least=0)
        if "room" not in source.settings:
            raise settings.missing("room")
        self._known: dict[str, list[str]] = {}
        self._sessions: dict[str, str] = {}
        self._polls = 0
        self._restart = RestartWatch()
        self._requests = 0

    async def poll(self, focus: Sequence[str] = ()) -> Snapshot:
        """The roster with every publisher's media, which `focus` need not ask for."""
        started_ns, self._requests = self._real_ns(), 0
        await self._http.open()
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
            participants=tuple(found),
            poll_ms=(self._real_ns() - started_ns) / 1e6,
            requests=self._requests,
        )

    async def aclose(self) -> None:
        """Close the session. Safe to call twice."""
        await self._http.aclose()

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
        found = []
        for member in roster:
            mine = own.get(member.id)
            session = mine.session if mine else before.get(member.id, "")
            self._sessions[member.id] = session
            found.append(participant(member, mine, session, sent.get(session, ())))
        return found

    async def _ask(self, path: str, what: str, **more: object) -> bytes:
        """No variable here holds the secret, so that no traceback can show it."""
        self._requests += 1
        asked = {"janus": what, "transaction": random.token_hex(4), **more}
        return await self._http.post(path, self._sealed(asked))

    def _sealed(self, asked: dict[str, object]) -> Sealed:
        secret = self._settings.secret("admin_secret")
        return Sealed(msgspec.json.encode({**asked, "admin_secret": secret}))
