"""What the poller expects of every platform adapter."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Protocol, TypeGuard

import msgspec

from data.actions.action import Action, ActionKind
from data.folder.model import Source
from data.health.reading import Snapshot


class Capability(StrEnum):
    """What a platform can tell; an adapter declares its own set. What it can do: `ActingAdapter`."""

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
    LINE = "line"
    HAND = "hand"


THE_CALL = "*"
"""In `focus`: the conference itself is asked after, too (`Snapshot.locked`)."""


IN_TIME = 0.9
"""Of `timeout_s`, when an adapter ends what can wait: the poller gives up the whole poll at its end."""


class Adapter(Protocol):
    """A polled platform. One instance owns one HTTP session; close it with `aclose`.

    It may have `per_minute`, the most requests a minute that its platform allows (`request_limit`), and
    `news`, an `asyncio.Event` that is set when the platform pushed a change worth an early poll (`news_of`).
    """

    capabilities: frozenset[Capability]

    async def poll(self, focus: Sequence[str] = ()) -> Snapshot:
        """Read the whole roster, and streams of the participants named by `focus`.

        `focus` holds participant refs, most wanted first; the adapter asks for as many as its
        request budget allows, and leaves out what it does not know. Raises
        `adapters.errors.AdapterError` and nothing else.
        """
        ...

    async def aclose(self) -> None:
        """Close the session. Safe to call twice."""
        ...


class ActionResult(msgspec.Struct, frozen=True):
    """The platform said yes. That is its word only: the next poll shows whether it is so.

    `ref` is the call that a DIAL has made, where the platform names it.
    """

    ref: str = ""


class ActingAdapter(Adapter, Protocol):
    """An adapter that can also ask the platform to do something.

    It may have `one_mute`, where the platform does not tell a room's own mute from ours (`knows_one_mute`).
    """

    actions: frozenset[ActionKind]

    async def act(self, action: Action) -> ActionResult:
        """Ask once, and never again by itself. `action.kind` is one of `actions`.

        Raises `adapters.errors.AdapterError` and nothing else: `Rejected` when the platform says no,
        `NotSent` when nothing reached it. After any error that `surely_undone` does not know, it may
        have been done; the caller finds out by the next poll and never asks anew. May be called while a
        poll is under way.
        """
        ...


def knows_one_mute(adapter: object) -> bool:
    """Whether `Participant.mute_local` is all the muting there is, the platform's own orders included."""
    return bool(getattr(adapter, "one_mute", False))


def can_act(adapter: Adapter) -> TypeGuard[ActingAdapter]:
    """Whether the adapter can do anything at all."""
    return bool(actions_of(adapter))


def actions_of(adapter: object) -> frozenset[ActionKind]:
    """What the adapter, or its class, declares to be able to do."""
    declared = getattr(adapter, "actions", None)
    return declared if isinstance(declared, frozenset) and hasattr(adapter, "act") else frozenset()


def news_of(adapter: Adapter) -> asyncio.Event | None:
    """What tells of changes before the next poll is due; None for a platform that pushes nothing."""
    news = getattr(adapter, "news", None)
    return news if isinstance(news, asyncio.Event) else None


AdapterFactory = Callable[[Source, Callable[[], int]], Adapter]
"""(source, real_ns) -> Adapter; `real_ns` is `Clock.real_ns`, which stamps the snapshots."""


class Silent(msgspec.Struct, frozen=True):
    """A part of a source (one of its devices) that did not answer, and the code of the error."""

    name: str
    code: str


def silent_parts(adapter: Adapter) -> Sequence[Silent]:
    """Parts of the source that did not answer last time; an adapter of several has `silent`."""
    found: Sequence[Silent] = getattr(adapter, "silent", ())
    return found


def request_limit(adapter: Adapter) -> int | None:
    """Requests a minute that the platform allows; None when it names no limit."""
    limit = getattr(adapter, "per_minute", None)
    return limit if isinstance(limit, int) else None
