"""Feeds for tests: playlists, and RTSP servers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress


def playlist(first: int, segments: int, *, target: int = 4, ended: bool = False) -> bytes:
    rows = [f"#EXTINF:{target},\ns{first + n}.ts" for n in range(segments)]
    head = f"#EXTM3U\n#EXT-X-TARGETDURATION:{target}\n#EXT-X-MEDIA-SEQUENCE:{first}\n"
    return (head + "\n".join([*rows, *(["#EXT-X-ENDLIST"] if ended else [])]) + "\n").encode()


Reply = Callable[[str], bytes]


@asynccontextmanager
async def rtsp(reply: Reply) -> AsyncIterator[tuple[int, list[str]]]:
    """A server that answers each request by `reply(its method)`."""
    asked: list[str] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                asked.append(head)
                writer.write(reply(head.partition(" ")[0]))
                await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1], asked
    finally:
        server.close()


def by_the_book(status: str, sdp: str = "v=0\r\nm=video 0 RTP/AVP 96\r\n") -> Reply:
    def reply(method: str) -> bytes:
        if method == "OPTIONS":
            return b"RTSP/1.0 200 OK\r\nCSeq: 1\r\nPublic: DESCRIBE, PLAY\r\n\r\n"
        return f"RTSP/1.0 {status}\r\nCSeq: 2\r\nContent-Length: {len(sdp)}\r\n\r\n{sdp}".encode()

    return reply
