"""Pexip Infinity, read and told through its Management Node's APIs (Basic auth, Tastypie JSON).

Settings of the source: `conference` (required), `username`, `streams_per_poll` (8), `ca_file`, and for
dialling `alias` (what rooms dial; the name of the conference when left out), `protocol` (sip, h323,
mssip, rtmp), `location`; where event sinks post to, `events_port`, `events_host`; secrets: `password`,
`events_password`. The platform cannot tell round-trip time, nor who is in the spotlight, nor anything
in a call's first 20 s.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from operator import attrgetter
from urllib.parse import quote

import msgspec

from adapters.base import IN_TIME, THE_CALL, ActionResult, Capability
from adapters.errors import (
    AdapterError,
    NotSent,
    RateLimited,
    Rejected,
    TimedOut,
    Unreachable,
)
from adapters.pexip.command import (
    COMMANDS,
    PROTOCOLS,
    Conference,
    Dialling,
    body_of,
    read_conference,
    result_of,
)
from adapters.pexip.events import tells_change
from adapters.pexip.payload import Row, parse_page, parse_roster, parse_streams, participants
from adapters.settings import Settings
from adapters.transport.closer_looks import CloserLooks
from adapters.transport.event_receiver import listener
from adapters.transport.http import Sealed
from adapters.transport.off_loop import off_loop
from adapters.transport.paging import by_offset
from adapters.transport.request_budget import RequestBudget
from adapters.transport.restart import RestartWatch
from adapters.transport.tastypie import Listing
from data.actions.action import OF_ALL, Action
from data.folder.model import Source
from data.health.reading import Participant, Snapshot, Stream
from data.units import NS_PER_S

__all__ = ["PexipAdapter", "parse_roster", "parse_streams"]

ROSTER = "/api/admin/status/v1/participant/"
CONFERENCE = "/api/admin/status/v1/conference/"
PAGE = 1000
MANY_ROWS = 200
STREAMS_PER_POLL = 8


class PexipAdapter:
    """One conference of one Management Node. See `adapters.base.Adapter`.

    A roster is one request per 1,000 legs; what remains of the budget goes to the streams of the
    attended legs. Streams that cannot be read never cost the roster. Raises ProblemError
    `source_setting_missing` or `source_setting_bad` (params name, setting) when made wrongly.
    """

    capabilities = frozenset(Capability) - {Capability.RTT, Capability.LINE, Capability.HAND}
    actions = frozenset(COMMANDS)
    proved_on = "documents"
    per_minute = 1000

    def __init__(self, source: Source, real_ns: Callable[[], int]) -> None:
        self._source = source
        self._real_ns = real_ns
        self._settings = settings = Settings(source)
        self._conference = settings.text("conference", required=True)
        self._username = settings.text("username")
        self._streams_per_poll = settings.number("streams_per_poll", STREAMS_PER_POLL)
        self._dialling = Dialling(
            alias=settings.text("alias") or self._conference,
            protocol=settings.choice("protocol", *PROTOCOLS),
            location=settings.text("location"),
        )
        self._http = settings.client()
        self._budget = RequestBudget(real_ns, self.per_minute)
        self._restart = RestartWatch()
        self._looks = CloserLooks(real_ns, source.interval_s)
        self.news = asyncio.Event()
        self._receiver = listener(settings, self._pushed)

    async def poll(self, focus: Sequence[str] = ()) -> Snapshot:
        """The whole roster, and streams of as many of `focus` as the budget allows.

        The snapshot is stamped with the start of the poll, so a slow answer is not taken for a
        fresh one. The roster and the streams share `timeout_s`.
        """
        started_ns = self._real_ns()
        requests_before = self._budget.spent
        if self._receiver is not None:
            await self._receiver.open()
        await self._open()
        try:
            async with asyncio.timeout(self._source.timeout_s):
                found = await off_loop(participants, await self._roster(), long=MANY_ROWS)
        except TimeoutError:
            found = None
        if found is None:
            raise TimedOut(f"{self._http.host}: no whole roster in time")
        self._restart.check(found, started_ns)
        left_s = self._source.timeout_s * IN_TIME - (self._real_ns() - started_ns) / NS_PER_S
        locked = await self._locked(left_s) if THE_CALL in focus else None
        left_s = self._source.timeout_s * IN_TIME - (self._real_ns() - started_ns) / NS_PER_S
        wanted = _wanted(focus, found)[: self._streams_per_poll]
        streams = await self._looks.at(wanted, self._streams, left_s)
        return Snapshot(
            source=self._source.name,
            observed_ns=started_ns,
            participants=tuple(_with_streams(found, streams)),
            poll_ms=(self._real_ns() - started_ns) / 1e6,
            requests=self._budget.spent - requests_before,
            locked=locked,
        )

    async def act(self, action: Action) -> ActionResult:
        """One command, sent once. See `adapters.base.ActingAdapter`."""
        await self._open_to_act()
        conference_id = await self._conference_id() if action.kind in OF_ALL else ""
        self._pay()
        body = Sealed(body_of(action, self._dialling, conference_id))
        return result_of(await self._http.order(COMMANDS[action.kind], body))

    async def aclose(self) -> None:
        """Close the session and the door for pushes. Safe to call twice."""
        await self._http.aclose()
        if self._receiver is not None:
            await self._receiver.aclose()

    def _pushed(self, payload: bytes) -> None:
        if tells_change(payload, self._conference):
            self.news.set()

    async def _open(self) -> None:
        if self._http.is_open:
            return
        await self._http.open(self._username, self._settings.secret("password"))

    async def _open_to_act(self) -> None:
        try:
            await self._open()
        except Unreachable as error:
            raise NotSent(error.detail, code=error.code) from None

    async def _conference_id(self) -> str:
        """What the platform calls the conference now. Whatever fails here, no command was sent."""
        try:
            found = await self._call()
        except AdapterError as error:
            raise NotSent(error.detail, code=error.code) from None
        if found is None:
            raise Rejected("the conference is not under way")
        return found.id

    async def _locked(self, left_s: float) -> bool | None:
        """Whether newcomers wait; None when that could not be read, which never costs the roster."""
        with suppress(TimeoutError, AdapterError):
            async with asyncio.timeout(max(left_s, 0)):
                found = await self._call()
                return found.is_locked if found is not None else None
        return None

    async def _call(self) -> Conference | None:
        self._pay()
        return read_conference(await self._http.get(CONFERENCE, {"name": self._conference}), self._conference)

    async def _roster(self) -> list[Row]:
        """All pages; what was read twice counts once, later."""
        return await by_offset(self._page, attrgetter("id"))

    async def _page(self, offset: int) -> Listing[Row]:
        self._pay()
        query: dict[str, str | int] = {"conference": self._conference, "limit": PAGE, "offset": offset}
        return await off_loop(parse_page, await self._http.get(ROSTER, query))

    def _pay(self, keep: int = 0) -> None:
        if (wait_s := self._budget.take(keep=keep)) > 0:
            raise RateLimited("own request budget spent", retry_after_s=wait_s)

    async def _streams(self, ref: str) -> tuple[Stream, ...]:
        """Of one leg. Half of the budget is kept for rosters and commands."""
        self._pay(keep=self._budget.capacity // 2)
        path = f"{ROSTER}{quote(ref, safe='')}/media_stream/"
        return tuple(parse_streams(await self._http.get(path)))


def _wanted(focus: Sequence[str], found: Sequence[Participant]) -> list[str]:
    present = {one.ref for one in found}
    return [ref for ref in dict.fromkeys(focus) if ref in present]


def _with_streams(
    found: Sequence[Participant], streams: dict[str, tuple[Stream, ...]]
) -> Iterable[Participant]:
    if not streams:
        return found
    return (
        msgspec.structs.replace(one, streams=streams[one.ref]) if one.ref in streams else one for one in found
    )
