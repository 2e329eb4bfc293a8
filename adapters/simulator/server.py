"""The simulated platform on a real socket, in the contracts of Pexip Infinity's status and command APIs."""

from __future__ import annotations

import asyncio
import base64
import hmac
from collections.abc import Awaitable, Callable

from aiohttp import web

from adapters.simulator.pexip_api import CONFERENCES, PATH, Service
from adapters.simulator.pexip_orders import PATH as COMMANDS
from adapters.simulator.world import World
from data.clock import Clock

CONFERENCE = "hoi-nghi"
_CHECK_S = 0.1
_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class RunningServer:
    """A listening platform; `url` is what a source's `url` should say."""

    def __init__(self, runner: web.AppRunner, host: str, port: int) -> None:
        self._runner = runner
        self.port = port
        self.url = f"http://{host}:{port}"

    async def aclose(self) -> None:
        """Stop listening and drop what hangs. Safe to call twice."""
        await self._runner.cleanup()


async def serve(
    world: World,
    *,
    clock: Clock,
    opened_ms: int,
    host: str = "127.0.0.1",
    port: int = 0,
    password: str | None = None,
    conference: str = CONFERENCE,
) -> RunningServer:
    """Serve `world`, whose second zero was at `opened_ms` of `clock`'s wall; port 0 takes a free one.

    With a password, Basic auth is demanded (any user). Raises OSError when it cannot listen.
    """
    platform = _Platform(world, clock, opened_ms, Service(world, opened_ms, conference), password)
    app = web.Application(middlewares=[platform.weathered])
    app.router.add_get(PATH, platform.roster)
    app.router.add_get(PATH + "{ref}/", platform.participant)
    app.router.add_get(PATH + "{ref}/media_stream/", platform.media_streams)
    app.router.add_get(CONFERENCES, platform.conferences)
    app.router.add_post(COMMANDS + "{scope}/{verb}/", platform.command)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1, handler_cancellation=True)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError:
        await runner.cleanup()
        raise
    return RunningServer(runner, host, runner.addresses[0][1])


class _Platform:
    def __init__(
        self, world: World, clock: Clock, opened_ms: int, service: Service, password: str | None
    ) -> None:
        self._world = world
        self._clock = clock
        self._opened_ms = opened_ms
        self._service = service
        self._password = None if password is None else password.encode()

    def _t(self) -> float:
        return (self._clock.now().utc_ms - self._opened_ms) / 1000

    @web.middleware
    async def weathered(self, request: web.Request, handler: _Handler) -> web.StreamResponse:
        """The platform's own troubles first, then who is asking, then the answer."""
        while (weather := self._world.weather(self._t())).hangs:  # noqa: ASYNC110 - time is the clock's
            await asyncio.sleep(_CHECK_S)
        if weather.delay_s:
            await asyncio.sleep(weather.delay_s)
        if weather.status != 200:
            headers = {"Retry-After": "2"} if weather.status in {429, 503} else {}
            return web.Response(status=weather.status, headers=headers)
        if not self._admits(request):
            return web.Response(status=401, headers={"WWW-Authenticate": 'Basic Realm="Pexip Infinity"'})
        return await handler(request)

    def _admits(self, request: web.Request) -> bool:
        if self._password is None:
            return True
        scheme, _, encoded = request.headers.get("Authorization", "").partition(" ")
        try:
            given = base64.b64decode(encoded, validate=True).partition(b":")[2]
        except ValueError:
            return False
        return scheme.lower() == "basic" and hmac.compare_digest(given, self._password)

    async def roster(self, request: web.Request) -> web.Response:
        body = self._service.roster(self._t(), request.query)
        if body is None:
            return _json(b'{"error": "Invalid limit or offset provided. Must be a positive integer."}', 400)
        return _json(body)

    async def participant(self, request: web.Request) -> web.Response:
        return _json(self._service.participant(self._t(), request.match_info["ref"]))

    async def conferences(self, request: web.Request) -> web.Response:
        return _json(self._service.conferences(request.query))

    async def command(self, request: web.Request) -> web.Response:
        asked = f"{request.match_info['scope']}/{request.match_info['verb']}"
        status, body = self._service.obey(self._t(), asked, await request.read())
        return _json(body, status)

    async def media_streams(self, request: web.Request) -> web.Response:
        return _json(self._service.media_streams(self._t(), request.match_info["ref"]))


def _json(body: bytes | None, status: int = 200) -> web.Response:
    if body is None:
        return web.Response(status=404)
    return web.Response(body=body, status=status, content_type="application/json")
