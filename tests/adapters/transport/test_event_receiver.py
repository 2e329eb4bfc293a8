"""Who listens for pushes is bounded: nobody takes its sockets, its memory or its time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import ClientConnectionError, ClientSession
from kit.processes import free_port

from adapters.transport import event_receiver
from adapters.transport.event_receiver import MAX_BODY, EventReceiver


@asynccontextmanager
async def listening(heard: list[bytes], host: str = "127.0.0.1") -> AsyncIterator[int]:
    port = free_port()
    receiver = EventReceiver(host, port, heard.append, str)
    assert await receiver.open()
    try:
        yield port
    finally:
        await receiver.aclose()


async def posted(port: int, body: bytes, host: str = "127.0.0.1") -> int:
    async with ClientSession() as session, session.post(f"http://{host}:{port}/", data=body) as answer:
        return answer.status


async def test_idle_connections_take_the_place_of_pushes_and_of_nothing_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(event_receiver, "MOST_CONNECTIONS", 3)
    heard: list[bytes] = []
    async with listening(heard) as port:
        idle = [await asyncio.open_connection("127.0.0.1", port) for _ in range(5)]
        async with asyncio.timeout(5):
            gone = [await reader.read() for reader, _ in idle[3:]]
        assert gone == [b"", b""]
        for _, writer in idle:
            writer.close()
        async with asyncio.timeout(5):
            while not heard:  # until the ends of those connections were seen
                try:
                    await posted(port, b"now")
                except (OSError, ClientConnectionError):
                    await asyncio.sleep(0)
    assert heard == [b"now"]


async def test_a_body_that_never_ends_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_receiver, "IN_TIME_S", 0.05)
    heard: list[bytes] = []
    async with listening(heard) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf")
        async with asyncio.timeout(5):
            assert (await reader.readline()).split()[1] == b"408"
        writer.close()
        assert await posted(port, b"x" * (MAX_BODY + 1)) == 413
        assert await posted(port, b"whole") == 200
    assert heard == [b"whole"]


async def test_it_listens_on_ipv6_too() -> None:
    heard: list[bytes] = []
    async with listening(heard, "::1") as port:
        assert await posted(port, b"six", "[::1]") == 200
    assert heard == [b"six"]
