"""Names of hosts, asked of the system in threads of their own.

A name server that is dead keeps a lookup for half a minute. In the threads that all share, a few of those
would hold up whoever decodes an answer or reads a file, and the end of the program too.
"""

from __future__ import annotations

import asyncio
import socket
from contextlib import suppress
from threading import Thread
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult

_NUMERIC = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV
_Key = tuple[str, int, socket.AddressFamily]


class NameLookup(AbstractResolver):
    """The system's own resolver, whatever else is installed: it knows the hosts file of the house.

    A name that is being looked up is not looked up a second time, so a client has one thread at the most for
    each name, and nobody waits for it at the end.
    """

    def __init__(self) -> None:
        self._pending: dict[_Key, asyncio.Future[list[Any]]] = {}

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Where `host` is. Raises OSError."""
        key = (host, port, family)
        found = self._pending.get(key)
        if found is None:
            found = self._pending[key] = self._ask(key)
        return [
            ResolveResult(
                hostname=host, host=address[0], port=address[1], family=kind, proto=proto, flags=_NUMERIC
            )
            for kind, _, proto, _, address in await asyncio.shield(found)
        ]

    async def close(self) -> None:
        """Nothing is held; who still looks is left alone."""

    def _ask(self, key: _Key) -> asyncio.Future[list[Any]]:
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[list[Any]] = loop.create_future()

        def tell(found: list[Any] | OSError) -> None:
            del self._pending[key]
            if isinstance(found, OSError):
                answer.set_exception(found)
                answer.exception()  # looked at, also when nobody waits for it any more
            else:
                answer.set_result(found)

        def look() -> None:
            told = _looked_up(key)
            with suppress(RuntimeError):  # the loop may be closed by now
                loop.call_soon_threadsafe(tell, told)

        Thread(target=look, name=f"name {key[0]}", daemon=True).start()
        return answer


def _looked_up(key: _Key) -> list[Any] | OSError:
    host, port, family = key
    try:
        return socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, family=family, flags=socket.AI_ADDRCONFIG
        )
    except UnicodeError:
        return socket.gaierror(socket.EAI_NONAME, "no name")
    except OSError as error:
        return error
