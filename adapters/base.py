"""What the poller expects of every platform adapter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Protocol

from data.model import Source
from data.reading import Snapshot


class Capability(StrEnum):
    """What a platform can tell or do; an adapter declares its own set."""

    ROSTER = "roster"
    MEDIA = "media"
    QUALITY = "quality"
    STREAMS = "streams"
    LOSS = "loss"
    JITTER = "jitter"
    RTT = "rtt"
    BITRATE = "bitrate"
    MUTE_LOCAL = "mute_local"
    MUTE_SERVER = "mute_server"
    HOLD = "hold"
    PRESENTING = "presenting"
    CONNECTED_AT = "connected_at"


class Adapter(Protocol):
    """A polled platform. One instance owns one HTTP session; close it with `aclose`.

    It may have `per_minute`, the most requests a minute that its platform allows (`request_limit`).
    """

    capabilities: frozenset[Capability]

    async def poll(self, focus: Sequence[str] = ()) -> Snapshot:
        """Read the whole roster, and streams of the participants named by `focus`.

        `focus` holds participant refs, most wanted first; the adapter asks for as many as its
        request budget allows. Raises `adapters.errors.AdapterError` and nothing else.
        """
        ...

    async def aclose(self) -> None:
        """Close the session. Safe to call twice."""
        ...


AdapterFactory = Callable[[Source, Callable[[], int]], Adapter]
"""(source, real_ns) -> Adapter; `real_ns` is `Clock.real_ns`, which stamps the snapshots."""


def request_limit(adapter: Adapter) -> int | None:
    """Requests a minute that the platform allows; None when it names no limit."""
    limit = getattr(adapter, "per_minute", None)
    return limit if isinstance(limit, int) else None
