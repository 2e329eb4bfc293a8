"""A name server that does not answer holds up nobody but who asked for the name."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator

import pytest

from adapters.transport import name_lookup
from adapters.transport.name_lookup import NameLookup


@pytest.fixture
def dead(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Lookups hang until this is set; their number is the number of threads that wait."""
    answers = threading.Event()

    def hang(*_: object, **__: object) -> list[object]:
        answers.wait(20)
        raise socket.gaierror(socket.EAI_AGAIN, "later")

    monkeypatch.setattr(name_lookup.socket, "getaddrinfo", hang)
    yield answers
    answers.set()


def looking() -> int:
    return sum(thread.name.startswith("name ") for thread in threading.enumerate())


async def test_a_hundred_lookups_that_hang_are_one_thread_and_leave_the_shared_ones_alone(
    dead: threading.Event,
) -> None:
    lookup = NameLookup()
    for _ in range(100):
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0):
                await lookup.resolve("dead.example", 80)
    assert looking() == 1
    assert all(thread.daemon for thread in threading.enumerate() if thread.name.startswith("name "))
    assert await asyncio.to_thread(lambda: "free") == "free"
    waiting = asyncio.ensure_future(lookup.resolve("dead.example", 80))
    await asyncio.sleep(0)
    dead.set()
    with pytest.raises(socket.gaierror):
        await waiting
    assert lookup._pending == {}, "the next one asks anew"


async def test_who_has_gone_by_then_is_told_nothing(dead: threading.Event) -> None:
    threads = [thread for thread in threading.enumerate() if thread.name.startswith("name ")]

    async def ask() -> None:
        async with asyncio.timeout(0):
            await NameLookup().resolve("dead.example", 80)

    loop = asyncio.new_event_loop()
    with pytest.raises(TimeoutError):
        await asyncio.to_thread(loop.run_until_complete, ask())
    loop.close()
    dead.set()
    for thread in threading.enumerate():
        if thread.name.startswith("name ") and thread not in threads:
            thread.join(5)
            assert not thread.is_alive()


async def test_the_system_says_where_a_host_is() -> None:
    found = await NameLookup().resolve("localhost", 81)
    assert {(one["host"], one["port"]) for one in found} == {("127.0.0.1", 81)}


@pytest.mark.parametrize("name", ["a" * 70 + ".example", "a..b"])
async def test_what_is_no_host_is_an_error_of_the_system(name: str) -> None:
    with pytest.raises(OSError, match=r"."):
        await NameLookup().resolve(name, 81)
