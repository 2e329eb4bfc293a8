"""Feeds that are cut to live, such as a trial: does its HLS playlist grow, does its RTSP server describe it?

Settings of the source: `path` (whole), a csv with the columns `point` and `url` (http, https: HLS; rtsp),
and `ca_file`. Its `interval` should not be longer than a segment. Nothing is played: an HLS feed that
grows is well, an RTSP one is at most there.
"""

from __future__ import annotations

import asyncio
import hashlib
import math
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import parse_qsl, urljoin, urlsplit

import msgspec

from adapters.base import Capability
from adapters.errors import AdapterError, BadPayload, RateLimited, Refused, TimedOut
from adapters.feeds.hls import Growth, media, variant
from adapters.feeds.rtsp import PORT, describe
from adapters.settings import Settings
from adapters.transport.documents import read_csv
from adapters.transport.http import HttpClient
from adapters.transport.small_file import small_file
from data.folder.model import Source
from data.health.reading import Participant, Presence, Snapshot
from data.text import clean
from data.units import NS_PER_S

AT_ONCE = 8
_SHOWN = {
    "fresh": (Presence.MEDIA, 1),
    "late": (Presence.MEDIA, 3),
    "new": (Presence.LISTED, None),
    "unseen": (Presence.LISTED, None),
    "described": (Presence.LISTED, None),
    "locked": (Presence.LISTED, None),
    "stalled": (Presence.SIGNALLING, None),
    "ended": (Presence.SIGNALLING, None),
    "missing": (Presence.SIGNALLING, None),
    "empty": (Presence.SIGNALLING, None),
}
"""How each finding is shown: presence, and quality as in `data.health.reading.Participant`."""


class Feed(msgspec.Struct, frozen=True):
    """A line of the file."""

    point: str
    url: str

    @property
    def ref(self) -> str:
        """Of the URL, which may hold a token, only a trace."""
        return hashlib.sha256(self.url.encode()).hexdigest()[:12]


class FeedAdapter:
    """See `adapters.base.Adapter`. Raises ProblemError when made of settings that cannot be used.

    A feed that cannot be asked is listed, and nothing is known of it. When none can, the source is lost.
    One that refuses us is not asked again, one that wants to rest not before its time.
    Snapshots are partial: of other points nothing is said.
    """

    capabilities = frozenset({Capability.MEDIA, Capability.QUALITY})
    proved_on = "HLS of libavformat; RTSP: documents"

    def __init__(self, source: Source, real_ns: Callable[[], int]) -> None:
        self._source = source
        self._real_ns = real_ns
        settings = Settings(source)
        self._path = Path(settings.text("path", required=True))
        if not self._path.is_absolute():
            raise settings.bad("path", "C:/... | /...")
        self._ca_file = settings.text("ca_file")
        self._clients: dict[str, HttpClient] = {}
        self._growth: dict[str, Growth] = {}
        self._resting: dict[str, tuple[AdapterError, float]] = {}
        self._requests = 0

    async def poll(self, focus: Sequence[str] = ()) -> Snapshot:
        """One look at every feed."""
        started_ns, self._requests = self._real_ns(), 0
        feeds = read_feeds(await asyncio.to_thread(small_file, self._path))
        slots = asyncio.Semaphore(AT_ONCE)
        said = await asyncio.gather(*(self._look(feed, slots) for feed in feeds))
        errors = [one for one in said if isinstance(one, AdapterError)]
        if len(errors) == len(feeds):
            raise errors[0]
        words = ("unseen" if isinstance(one, AdapterError) else one for one in said)
        found = [_shown(feed, word) for feed, word in zip(feeds, words, strict=True)]
        return Snapshot(
            source=self._source.name,
            observed_ns=started_ns,
            participants=tuple(found),
            partial=True,
            poll_ms=(self._real_ns() - started_ns) / 1e6,
            requests=self._requests,
        )

    async def aclose(self) -> None:
        """Close the sessions. Safe to call twice."""
        for client in self._clients.values():
            await client.aclose()

    async def _look(self, feed: Feed, slots: asyncio.Semaphore) -> str | AdapterError:
        url = urlsplit(feed.url)
        error, until_ns = self._resting.get(feed.ref, (None, 0))
        if error is not None and self._real_ns() < until_ns:
            return error
        try:
            async with slots, asyncio.timeout(self._source.timeout_s):
                return await (self._of_rtsp(feed) if url.scheme == "rtsp" else self._of_hls(feed))
        except AdapterError as error:
            self._resting[feed.ref] = (error, self._real_ns() + _rest_s(error) * NS_PER_S)
            return error
        except TimeoutError:
            return TimedOut(f"{url.hostname}: no whole answer in time")

    async def _of_rtsp(self, feed: Feed) -> str:
        url = urlsplit(feed.url)
        self._requests += 2
        host, port = url.hostname or "", url.port or PORT
        named = url._replace(netloc=url.netloc.rpartition("@")[2]).geturl()  # no password goes into a request
        return await describe(host, port, named, self._source.timeout_s)

    async def _of_hls(self, feed: Feed) -> str:
        payload = await self._get(feed.url)
        if chosen := variant(payload):
            inner = urljoin(feed.url, chosen)
            if urlsplit(inner)[:2] != urlsplit(feed.url)[:2]:
                raise BadPayload("a variant on another host")
            payload = await self._get(inner)
        growth = self._growth.setdefault(feed.ref, Growth())
        return growth.look(media(payload), self._real_ns())

    async def _get(self, url: str) -> bytes:
        self._requests += 1
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        client = self._clients.get(origin)
        if client is None:
            accept = "application/vnd.apple.mpegurl, */*"
            client = self._clients[origin] = HttpClient(
                origin, timeout_s=self._source.timeout_s, ca_file=self._ca_file, accept=accept
            )
        await client.open()
        return await client.get(parts.path or "/", dict(parse_qsl(parts.query)) or None)


def _rest_s(error: AdapterError) -> float:
    if isinstance(error, Refused):
        return math.inf
    return (error.retry_after_s or 0) if isinstance(error, RateLimited) else 0


def _shown(feed: Feed, word: str) -> Participant:
    presence, quality = _SHOWN[word]
    return Participant(ref=feed.ref, name=feed.point, alias=feed.point, presence=presence, quality=quality)


def read_feeds(payload: bytes) -> list[Feed]:
    """The lines of a csv. Raises BadPayload for a file without one, or with a URL that cannot be asked."""
    found = []
    for number, row in enumerate(read_csv(payload), 2):
        point, url = clean(str(row.get("point") or ""), 200).strip(), str(row.get("url") or "").strip()
        if not point or not _is_askable(url):
            raise BadPayload(f"row {number}: point, url")
        found.append(Feed(point, url))
    if not found:
        raise BadPayload("no feeds: point, url")
    return list(dict.fromkeys(found))


def _is_askable(url: str) -> bool:
    try:
        parts = urlsplit(url)
        whole = parts.port != 0 and bool(parts.hostname)
    except ValueError:
        return False
    return (
        whole
        and parts.scheme in ("http", "https", "rtsp")
        and url.isascii()
        and url.isprintable()
        and " " not in url
    )
