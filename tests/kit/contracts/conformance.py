"""The parts of the conformance suite: a platform as it documents itself, and ways to misbehave.

`tests/adapters/conformance/` puts every subject of `kit.contracts.subjects` through the same cases.
"""

from __future__ import annotations

import json
import random
import ssl
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Protocol

import msgspec
from aiohttp import web
from kit.clock import ManualClock
from kit.platforms.loopback import Answer

from adapters.base import Adapter
from data.folder.model import Source
from data.health.reading import Participant

AUTHORITY = Path(__file__).parent / "own_authority.pem"
"""Key and certificate of 127.0.0.1 that nobody trusts unless told to."""


class Leg(msgspec.Struct, frozen=True, kw_only=True):
    """A call as the platform knows it. What is None, the platform leaves out of its answer."""

    ref: str
    name: str = "TAND huyen A"
    media: bool | None = True
    muted: bool | None = None
    bitrate: object = None
    loss: object = None
    received: int | None = None
    lost: int | None = None


class AdapterUnderTest(Protocol):
    """One kind of source and a fake platform that behaves as that platform documents.

    `pages`: a roster may span several answers, `page` legs each. `refs_change`: a rejoin has a new ref.
    `tells_media`: whether it can say that a room is seen and heard.
    """

    kind: str
    pages: bool
    refs_change: bool
    tells_media: bool
    secret: str

    def source(self, url: str, **fields: Any) -> Source:
        """A source that works, on `url`."""
        ...

    def serve(self, legs: Callable[[], Sequence[Leg]]) -> Answer:
        """The platform, with whatever `legs` gives at each request."""
        ...

    def make(self, source: Source, real_ns: Callable[[], int]) -> Adapter:
        """The adapter."""
        ...

    def errors_in_200(self) -> Sequence[bytes]:
        """Bodies by which this platform says no under HTTP 200."""
        ...


@asynccontextmanager
async def adapted(
    subject: AdapterUnderTest, url: str, clock: ManualClock | None = None, **fields: Any
) -> AsyncIterator[Adapter]:
    """The adapter on `url`, closed at the end."""
    adapter = subject.make(subject.source(url, **fields), (clock or ManualClock()).real_ns)
    try:
        yield adapter
    finally:
        await adapter.aclose()


@asynccontextmanager
async def over_tls(answer: Answer, certificate: Path = AUTHORITY) -> AsyncIterator[str]:
    """The platform behind a certificate of its own making."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context).start()
    try:
        yield f"https://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def altered(answer: Answer, change: Callable[[bytes], bytes]) -> Answer:
    """The same platform, its bodies changed."""

    async def handle(request: web.Request) -> web.StreamResponse:
        sound = await answer(request)
        assert isinstance(sound, web.Response) and isinstance(sound.body, bytes)
        return web.Response(body=change(sound.body), status=sound.status, content_type=sound.content_type)

    return handle


def counted(answer: Answer) -> tuple[Answer, list[str]]:
    """The same platform, and the paths that were asked for."""
    asked: list[str] = []

    async def handle(request: web.Request) -> web.StreamResponse:
        asked.append(request.path)
        return await answer(request)

    return handle, asked


NOTHING: tuple[Any, ...] = (
    None,
    "",
    "x",
    [],
    {},
    -1,
    0,
    False,
    "\ud800",
    -1e300,
    [None],
    {"a": {}},
    "9" * 400,
)
"""Values of which none says that anything is well."""


NO_DIGITS = [byte for byte in range(256) if not chr(byte).isdigit()]
"""A nought that becomes a nine is no garbled answer but another one."""


def garbled(body: bytes, chance: random.Random) -> bytes:
    """`body` with one thing wrong: cut, a byte changed, a piece taken out, or a value replaced."""
    way = chance.randrange(5)
    at = chance.randrange(max(len(body), 1))
    if way == 0:
        return body[:at]
    if way == 1:
        return body[:at] + bytes([chance.choice(NO_DIGITS)]) + body[at + 1 :]
    if way == 2:
        return body[:at] + body[at + chance.randrange(1, 40) :]
    try:
        tree = json.loads(body)
    except ValueError:
        return body[at:] + body[:at]
    return json.dumps(_replaced(tree, chance)).encode()


def _replaced(tree: Any, chance: random.Random) -> Any:
    if chance.random() < 0.15 or not isinstance(tree, dict | list) or not tree:
        return chance.choice(NOTHING)
    if isinstance(tree, list):
        at = chance.randrange(len(tree))
        return [*tree[:at], _replaced(tree[at], chance), *tree[at + 1 :]]
    key = chance.choice(list(tree))
    if chance.random() < 0.2:
        return {name: value for name, value in tree.items() if name != key}
    return {**tree, key: _replaced(tree[key], chance)}


def faults_of(one: Participant) -> list[str]:
    """What no participant may be, whatever the platform sent."""
    faults = [f"{text!a} is not clean" for text in (one.ref, one.name, one.alias) if not text.isprintable()]
    faults += [] if one.ref else ["no ref"]
    faults += [f"quality {one.quality}"] if one.quality not in (None, 0, 1, 2, 3, 4) else []
    faults += ["bandwidth"] if one.bandwidth_bps is not None and one.bandwidth_bps < 0 else []
    for stream in one.streams:
        for field in ("bitrate_bps", "jitter_ms", "rtt_ms", "packets_received", "packets_lost"):
            value = getattr(stream, field)
            faults += [f"{field} {value}"] if value is not None and not value >= 0 else []
        loss = stream.loss_pct
        faults += [f"loss {loss}"] if loss is not None and not 0 <= loss <= 100 else []
    return faults
