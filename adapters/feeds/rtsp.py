"""RTSP (RFC 2326): whether a server describes a stream. OPTIONS and DESCRIBE, and nothing is played.

A stream that is described may still not flow, so the answer is never more than "there".
"""

from __future__ import annotations

import asyncio
from contextlib import suppress

from adapters.errors import BadPayload, TimedOut, Unreachable

PORT = 554
MAX_BYTES = 64 * 1024
OK, UNAUTHORISED = 200, 401


async def describe(host: str, port: int, url: str, within_s: float) -> str:
    """ "described" (with sound or picture), "empty", "locked" (asks for a password) or "missing".

    Raises Unreachable, TimedOut, and BadPayload for what is no RTSP.
    """
    try:
        async with asyncio.timeout(within_s):
            reader, writer = await asyncio.open_connection(host, port, limit=MAX_BYTES)
            try:
                status, body = await _ask(reader, writer, f"OPTIONS {url}", "CSeq: 1")
                if status == OK:
                    wanted = "CSeq: 2\r\nAccept: application/sdp"
                    status, body = await _ask(reader, writer, f"DESCRIBE {url}", wanted)
            finally:
                writer.close()
                with suppress(OSError):
                    await writer.wait_closed()
    except TimeoutError:
        error: Exception = TimedOut(f"{host}: no whole answer in time")
    except OSError:
        error = Unreachable(f"{host}: no connection")
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError):
        error = BadPayload(f"{host}: not RTSP")
    else:
        return _meant(status, body)
    raise error


async def _ask(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: str, fields: str
) -> tuple[int, bytes]:
    """(status, body). Raises ValueError for a head that is none."""
    writer.write(f"{request} RTSP/1.0\r\n{fields}\r\nUser-Agent: diemcau\r\n\r\n".encode())
    await writer.drain()
    head = (await reader.readuntil(b"\r\n\r\n")).decode("utf-8", "replace").split("\r\n")
    version, status, *_ = [*head[0].split(" ", 2), ""]
    if not version.startswith("RTSP/1."):
        raise ValueError("not RTSP")
    told = dict(line.lower().split(":", 1) for line in head[1:] if ":" in line)
    length = int(told.get("content-length", "0"))
    if not 0 <= length <= MAX_BYTES:
        raise ValueError("too long")
    return int(status), await reader.readexactly(length)


def _meant(status: int, sdp: bytes) -> str:
    if status == UNAUTHORISED:
        return "locked"
    if status != OK:
        return "missing"
    return (
        "described"
        if any(line.startswith((b"m=video", b"m=audio")) for line in sdp.splitlines())
        else "empty"
    )
