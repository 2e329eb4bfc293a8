"""Pexip Infinity, read from its Management Node's status API (Basic auth, Tastypie JSON).

Settings of the source: `conference` (required), `username`, `streams_per_poll` (8), `ca_file`;
secret: `password`. The platform cannot tell round-trip time, nor anything in a call's first 20 s.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from urllib.parse import quote

import msgspec

from adapters.base import Capability
from adapters.errors import AdapterError, BadPayload, RateLimited, TimedOut
from adapters.off_loop import off_loop
from adapters.pexip_payload import Row, parse_page, parse_roster, parse_streams, participants
from adapters.request_budget import RequestBudget
from adapters.restart import RestartWatch
from adapters.settings import Settings
from adapters.tastypie import Listing
from data.model import Source
from data.reading import Participant, Snapshot, Stream

__all__ = ["PexipAdapter", "parse_roster", "parse_streams"]

ROSTER = "/api/admin/status/v1/participant/"
PAGE = 1000
MAX_PAGES = 64
IN_COMMON = 5
MANY_ROWS = 200
STREAMS_PER_POLL = 8
NS = 1_000_000_000


class PexipAdapter:
    """One conference of one Management Node. See `adapters.base.Adapter`.

    A roster is one request per 1,000 legs; what remains of the budget goes to the streams of the
    attended legs. Streams that cannot be read never cost the roster. Raises ProblemError
    `source_setting_missing` or `source_setting_bad` (params name, setting) when made wrongly.
    """

    capabilities = frozenset(Capability) - {Capability.RTT}
    proved_on = "documents"
    per_minute = 1000

    def __init__(self, source: Source, real_ns: Callable[[], int]) -> None:
        self._source = source
        self._real_ns = real_ns
        self._settings = settings = Settings(source)
        self._conference = settings.text("conference", required=True)
        self._username = settings.text("username")
        self._streams_per_poll = settings.number("streams_per_poll", STREAMS_PER_POLL)
        self._http = settings.client()
        self._budget = RequestBudget(real_ns, self.per_minute)
        self._restart = RestartWatch()
        self._no_streams_until_ns = 0

    async def poll(self, focus: Sequence[str] = ()) -> Snapshot:
        """The whole roster, and streams of as many of `focus` as the budget allows.

        The snapshot is stamped with the start of the poll, so a slow answer is not taken for a
        fresh one. The roster and the streams share `timeout_s`.
        """
        started_ns = self._real_ns()
        requests_before = self._budget.spent
        await self._open()
        try:
            async with asyncio.timeout(self._source.timeout_s):
                found = await off_loop(participants, await self._roster(), long=MANY_ROWS)
        except TimeoutError:
            found = None
        if found is None:
            raise TimedOut(f"{self._http.host}: no whole roster in time")
        self._restart.check(found, started_ns)
        left_s = self._source.timeout_s - (self._real_ns() - started_ns) / NS
        streams = await self._streams(_wanted(focus, found), left_s)
        return Snapshot(
            source=self._source.name,
            observed_ns=started_ns,
            participants=tuple(_with_streams(found, streams)),
            poll_ms=(self._real_ns() - started_ns) / 1e6,
            requests=self._budget.spent - requests_before,
        )

    async def aclose(self) -> None:
        """Close the session. Safe to call twice."""
        await self._http.aclose()

    async def _open(self) -> None:
        if self._http.is_open:
            return
        await self._http.open(self._username, self._settings.secret("password"))

    async def _roster(self) -> list[Row]:
        """All pages, each asked for from a little before the end of the last.

        Whoever leaves meanwhile moves the others up, over the edge of a page; when even the rows in
        common are gone, the reading begins again. What was read twice counts once, later.
        """
        rows: list[Row] = []
        offset, tail = 0, frozenset[str]()
        for _ in range(MAX_PAGES):
            page = await self._page(offset)
            rows += page.rows
            if tail and page.rows and tail.isdisjoint(row.id for row in page.rows):
                offset, tail = 0, frozenset()
                continue
            if page.count == 0 or offset + page.count >= page.total:
                return rows
            common = min(IN_COMMON, page.count // 2)
            offset += page.count - common
            tail = frozenset(row.id for row in page.rows[len(page.rows) - common :])
        raise BadPayload(f"{self._http.host}: roster over {MAX_PAGES} pages")

    async def _page(self, offset: int) -> Listing[Row]:
        if (wait_s := self._budget.take()) > 0:
            raise RateLimited("own request budget spent", retry_after_s=wait_s)
        query: dict[str, str | int] = {"conference": self._conference, "limit": PAGE, "offset": offset}
        return await off_loop(parse_page, await self._http.get(ROSTER, query))

    async def _streams(self, refs: Sequence[str], left_s: float) -> dict[str, tuple[Stream, ...]]:
        """What could be read in `left_s`; after a 429 no streams are asked for until its end."""
        if left_s <= 0 or self._real_ns() < self._no_streams_until_ns:
            return {}
        found: dict[str, tuple[Stream, ...]] = {}
        queue = iter(refs[: self._streams_per_poll])
        with suppress(TimeoutError):
            async with asyncio.timeout(left_s):
                await asyncio.gather(*(self._stream_reader(queue, found) for _ in range(4)))
        return found

    async def _stream_reader(self, queue: Iterator[str], found: dict[str, tuple[Stream, ...]]) -> None:
        for ref in queue:
            if self._budget.take(keep=self._budget.capacity // 2) > 0:
                return
            try:
                payload = await self._http.get(f"{ROSTER}{quote(ref, safe='')}/media_stream/")
                found[ref] = tuple(parse_streams(payload))
            except RateLimited as error:
                rest_s = error.retry_after_s or self._source.interval_s
                self._no_streams_until_ns = self._real_ns() + int(rest_s * NS)
                return
            except AdapterError:
                continue  # the leg may have left between the two requests


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
