"""RTSP servers by the book and off it."""

from __future__ import annotations

import pytest
from kit.platforms.feeds import Reply, by_the_book, rtsp

from adapters.errors import BadPayload, TimedOut, Unreachable
from adapters.feeds.rtsp import describe


@pytest.mark.parametrize(
    ("reply", "word"),
    [
        (by_the_book("200 OK"), "described"),
        (by_the_book("200 OK", "v=0\r\n"), "empty"),
        (by_the_book("401 Unauthorized", ""), "locked"),
        (by_the_book("404 Not Found", ""), "missing"),
    ],
)
async def test_a_server_describes_a_stream_or_says_why_not(reply: Reply, word: str) -> None:
    async with rtsp(reply) as (port, asked):
        assert await describe("127.0.0.1", port, "rtsp://cam/1", 5) == word
    assert [head.split("\r\n")[:2] for head in asked] == [
        ["OPTIONS rtsp://cam/1 RTSP/1.0", "CSeq: 1"],
        ["DESCRIBE rtsp://cam/1 RTSP/1.0", "CSeq: 2"],
    ]


@pytest.mark.parametrize(
    "said",
    [
        *(b"HTTP/1.1 200 OK\r\n\r\n", b"RTSP/1.0 x\r\n\r\n", b"\xff" * 70_000),
        b"RTSP/1.0 200 OK\r\nContent-Length: 99999999\r\n\r\n",
    ],
)
async def test_what_is_no_rtsp_is_told(said: bytes) -> None:
    async with rtsp(lambda _: said) as (port, _):
        with pytest.raises(BadPayload):
            await describe("127.0.0.1", port, "rtsp://cam/1", 5)


async def test_silence_and_a_closed_port_are_told_apart() -> None:
    async with rtsp(lambda _: b"") as (port, _):
        with pytest.raises(TimedOut):
            await describe("127.0.0.1", port, "rtsp://cam/1", 0.05)
    with pytest.raises(Unreachable):
        await describe("127.0.0.1", port, "rtsp://cam/1", 5)
