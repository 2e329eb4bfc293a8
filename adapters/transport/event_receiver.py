"""A small HTTP server for platforms that push: one path, POST, a bounded body, Basic auth where asked for,
or the platform's own signature.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import logging
from base64 import b64decode
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from adapters.errors import Refused

if TYPE_CHECKING:
    from aiohttp import web

    from adapters.settings import Settings

logger = logging.getLogger(__name__)

MAX_BODY = 1024 * 1024
MAX_PORT = 65_535
MOST_CONNECTIONS = 256
"""Whoever opens more would take the sockets that polls and the record need: pushes may be lost, those not."""
IN_TIME_S = 10.0
REMEMBERED = 4096
Signed = Callable[[Mapping[str, str], bytes], bool]
"""Whether these headers sign this body. Never raises."""
Challenge = Callable[[bytes], bytes | None]
"""The JSON by which a platform knows that its pushes are wanted here; None for what asks no such thing."""


class EventReceiver:
    """Hands each body to `take`, which must be quick and must not raise.

    A push with the wrong password, or over `MAX_BODY` bytes, is turned away unread. `secret` gives
    the password at each push, "" for none; it may raise Refused, and then nobody is let in. Where the
    platform signs its pushes, `signed` is asked instead, and a body that is among the last `REMEMBERED` was
    heard already: it is acknowledged, so that it does not come again, and says nothing. A body that takes
    longer than `IN_TIME_S`, and a connection beyond `MOST_CONNECTIONS`, is cut off.
    """

    def __init__(
        self,
        host: str,
        port: int,
        take: Callable[[bytes], object],
        secret: Callable[[], str],
        *,
        signed: Signed | None = None,
        challenge: Challenge | None = None,
    ) -> None:
        self._host, self._port = host, port
        self._take = take
        self._secret = secret
        self._signed = signed
        self._challenge = challenge
        self._heard: dict[bytes, None] = {}
        self._runner: web.AppRunner | None = None
        self._server: asyncio.Server | None = None
        self._told = False

    @property
    def is_open(self) -> bool:
        """Whether somebody can push now."""
        return self._runner is not None

    async def open(self) -> bool:
        """Listen, unless that is so already. False when the port is not to be had; ask again later."""
        if self._runner is not None:
            return True
        from aiohttp import web

        app = web.Application(client_max_size=MAX_BODY)
        app.router.add_post("/{path:.*}", self._pushed)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1, keepalive_timeout=75.0)
        await runner.setup()
        try:
            self._server = await self._listen(runner)
        except OSError as error:
            await runner.cleanup()
            if not self._told:
                logger.warning("no events on %s:%s: %s", self._host, self._port, error.strerror)
            self._told = True
            return False
        self._runner = runner
        return True

    async def aclose(self) -> None:
        """Listen no more. Safe to call twice."""
        runner, self._runner = self._runner, None
        if self._server is not None:
            self._server.close()
        if runner is not None:
            await runner.cleanup()

    async def _listen(self, runner: web.AppRunner) -> asyncio.Server:
        serving = runner.server
        assert serving is not None

        def connected() -> asyncio.BaseProtocol:
            return serving() if len(serving.connections) < MOST_CONNECTIONS else _TurnedAway()

        return await asyncio.get_running_loop().create_server(connected, self._host, self._port)

    async def _pushed(self, request: web.Request) -> web.Response:
        from aiohttp import web

        if self._signed is None and not self._may(request.headers.get("Authorization", "")):
            return web.Response(status=401)
        try:
            async with asyncio.timeout(IN_TIME_S):
                body = await request.read()
        except TimeoutError:
            return web.Response(status=408)
        if self._challenge is not None and (answer := self._challenge(body)) is not None:
            return web.Response(body=answer, content_type="application/json")
        if self._signed is not None and not self._signed(request.headers, body):
            return web.Response(status=401)
        if self._signed is None or self._is_new(body):
            self._take(body)
        return web.Response()

    def _is_new(self, body: bytes) -> bool:
        """Whether it was not heard before: caught and sent again, or sent again by the platform itself."""
        digest = hashlib.sha256(body).digest()
        if digest in self._heard:
            return False
        if len(self._heard) >= REMEMBERED:
            del self._heard[next(iter(self._heard))]
        self._heard[digest] = None
        return True

    def _may(self, given: str) -> bool:
        """Whoever knows the password may push; the name before it does not matter."""
        scheme, _, coded = given.partition(" ")
        try:
            wanted = self._secret().encode()
            password = b64decode(coded, validate=True).partition(b":")[2] if wanted else b""
        except (Refused, ValueError):
            return False
        return not wanted or (scheme.lower() == "basic" and hmac.compare_digest(password, wanted))


class _TurnedAway(asyncio.Protocol):
    """One connection too many."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        transport.abort()


def listener(
    settings: Settings,
    take: Callable[[bytes], object],
    signed: Signed | None = None,
    challenge: Challenge | None = None,
) -> EventReceiver | None:
    """What listens on `events_host` (127.0.0.1) and `events_port`; None without a port.

    The secret is `events_password`, unless pushes are `signed`. Raises ProblemError for a port that
    cannot be.
    """
    port = settings.number("events_port", 0)
    if port > MAX_PORT:
        raise settings.bad("events_port")
    host = settings.text("events_host", "127.0.0.1")
    if not port:
        return None

    def password() -> str:
        return settings.secret("events_password")

    return EventReceiver(host, port, take, password, signed=signed, challenge=challenge)
