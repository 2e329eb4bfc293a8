"""Asking a time-stamp authority (RFC 3161) over HTTP. `data.record.time_stamp` says what it is worth."""

from __future__ import annotations

from yarl import URL

from adapters.transport.http import HttpClient, Sealed

TIMEOUT_S = 15.0


async def ask(url: str, question: bytes, *, timeout_s: float = TIMEOUT_S, ca_file: str = "") -> bytes:
    """The answer of the authority at `url` to `question`, as it came.

    Raises AdapterError as `adapters.transport.http` does; ValueError for what is no address.
    """
    address = URL(url)
    client = HttpClient(
        str(address.origin()),
        timeout_s=timeout_s,
        ca_file=ca_file,
        accept="application/timestamp-reply",
    )
    await client.open()
    try:
        return await client.post(address.path, Sealed(question, "application/timestamp-query"))
    finally:
        await client.aclose()
