"""Platforms on loopback that answer what a test tells them to."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web
from kit.clock import ManualClock

from adapters.pexip.adapter import PexipAdapter
from data.folder.model import Source

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]
SECRET = "p4ss-w0rd-never-shown"


async def dripping(request: web.Request) -> web.StreamResponse:
    """A blank twenty times a second, for longer than anybody waits."""
    response = web.StreamResponse()
    await response.prepare(request)
    for _ in range(300):
        await response.write(b" ")
        await asyncio.sleep(0.05)
    return response


@asynccontextmanager
async def platform(answer: Answer) -> AsyncIterator[str]:
    """A server that gives every request to `answer`; yields its URL."""
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1, handler_cancellation=True)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def polled(url: str, clock: ManualClock | None = None, **settings: Any) -> AsyncIterator[PexipAdapter]:
    """An adapter on `url`, closed at the end. `timeout_s` and `secrets` go to the source."""
    source = Source(
        name="chính",
        kind="pexip",
        url=url,
        timeout_s=settings.pop("timeout_s", 5.0),
        secrets=settings.pop("secrets", {}),
        settings={"conference": "hoi-nghi", "username": "theo-doi", **settings},
    )
    adapter = PexipAdapter(source, (clock or ManualClock()).real_ns)
    try:
        yield adapter
    finally:
        await adapter.aclose()


def row(number: int, **fields: Any) -> dict[str, Any]:
    """A healthy participant object."""
    return {"id": f"leg-{number}", "display_name": f"T{number:02}", "has_media": True, **fields}


def roster(rows: Sequence[Any], total: int | None = None, **meta: Any) -> bytes:
    """A page of participants."""
    count = len(rows) if total is None else total
    return json.dumps({"meta": {"total_count": count, **meta}, "objects": list(rows)}).encode()
