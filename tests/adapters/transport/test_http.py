"""One origin, bounded memory: servers that send too much, or send us elsewhere with a secret in hand."""

from __future__ import annotations

import tracemalloc
import zlib
from urllib.parse import urlsplit

import pytest
from aiohttp import web
from kit.contracts.conformance import counted
from kit.platforms.loopback import SECRET, Answer, platform

from adapters.errors import AdapterError, BadPayload
from adapters.transport.http import MAX_BODY, HttpClient

MEGABYTE = 1024 * 1024


def packed(megabytes: int) -> bytes:
    """So much of nothing, in a thousandth of the bytes."""
    packer = zlib.compressobj(1, zlib.DEFLATED, 31)
    nothing = b" " * MEGABYTE
    return b"".join(packer.compress(nothing) for _ in range(megabytes)) + packer.flush()


async def failure(url: str) -> AdapterError:
    client = HttpClient(url, timeout_s=5.0)
    try:
        await client.open("monitor", SECRET)
        with pytest.raises(AdapterError) as caught:
            await client.get("/list")
    finally:
        await client.aclose()
    return caught.value


async def test_a_small_body_that_unpacks_to_a_hundred_megabytes_takes_a_few() -> None:
    bomb = packed(100)

    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(body=bomb, headers={"Content-Encoding": "gzip"})

    async with platform(answer) as url:
        tracemalloc.start()
        try:
            assert isinstance(await failure(url), BadPayload)
            assert tracemalloc.get_traced_memory()[1] < 4 * MAX_BODY
        finally:
            tracemalloc.stop()


async def test_a_body_that_says_it_is_too_large_is_not_waited_for() -> None:
    sent = 0

    async def answer(request: web.Request) -> web.StreamResponse:
        nonlocal sent
        response = web.StreamResponse(headers={"Content-Length": str(100 * MEGABYTE)})
        await response.prepare(request)
        while True:
            await response.write(b" " * MEGABYTE)
            sent += 1

    async with platform(answer) as url:
        assert isinstance(await failure(url), BadPayload)
    assert sent < 20


ELSEWHERE = (
    "http://{other}/",
    "//{other}/list",
    "http://{host}@{other}/list",
    "http://{host}\\@{other}/list",
    "http:\\\\{other}\\list",
    "HTTP://{OTHER}/list",
    "https://{host}/list",
    "http://{host}.nip.invalid/list",
    "ftp://{host}/list",
)


@pytest.mark.parametrize("location", ELSEWHERE)
@pytest.mark.parametrize("code", [301, 308])
async def test_no_way_of_writing_another_host_makes_us_go_there(location: str, code: int) -> None:
    async def nothing(_: web.Request) -> web.StreamResponse:
        return web.Response(body=b"[]")

    reached, asked = counted(nothing)
    async with platform(reached) as other:
        there = urlsplit(other).netloc
        written = location.format(other=there, OTHER=there.upper(), host="127.0.0.1")

        async def away(_: web.Request) -> web.StreamResponse:
            return web.Response(status=code, headers={"Location": written})

        async with platform(away) as url:
            assert isinstance(await failure(url), AdapterError)
    assert asked == []


async def test_a_platform_on_ipv6_alone_is_asked() -> None:
    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(body=b"six")

    async with _OnIpv6(answer) as port:
        client = HttpClient(f"http://[::1]:{port}/api", timeout_s=5.0)
        await client.open()
        assert (await client.get("/list"), client.host) == (b"six", f"[::1]:{port}")
        await client.aclose()


class _OnIpv6:
    """A server on ::1 and nowhere else."""

    def __init__(self, answer: Answer) -> None:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", answer)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)

    async def __aenter__(self) -> int:
        await self._runner.setup()
        await web.TCPSite(self._runner, "::1", 0).start()
        port: int = self._runner.addresses[0][1]
        return port

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()
