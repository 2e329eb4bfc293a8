"""A Management Node over TLS that is well until it is told how to fail. A process of its own:
`python -m kit.platforms.failing PORT ROSTER GOOD.pem EXPIRED.pem`, then `/fail/WAY` on the port.
"""

from __future__ import annotations

import asyncio
import json
import ssl
import sys
from contextlib import suppress
from pathlib import Path

from aiohttp import web

WAYS = ("500", "429", "hang", "slow-loris", "cut", "expired")
EMPTY = json.dumps({"meta": {"total_count": 0}, "objects": []}).encode()


class Failing:
    """The node. Nobody keeps a connection, so that each request meets the certificate of now."""

    def __init__(self, roster: bytes, context: ssl.SSLContext, expired: str) -> None:
        self._roster, self._context, self._expired = roster, context, expired
        self._way = ""

    async def answer(self, request: web.Request) -> web.StreamResponse:
        if request.path.startswith("/fail/"):
            self._way = request.path.rpartition("/")[2]
            if self._way == "expired":
                self._context.load_cert_chain(self._expired)
            return self._said(b"")
        if self._way in ("500", "429"):
            return web.Response(status=int(self._way))
        if self._way == "hang":
            await asyncio.sleep(30)
        if self._way in ("slow-loris", "cut"):
            return await self._piecemeal(request)
        return self._said(self._roster if request.path.endswith("/participant/") else EMPTY)

    @staticmethod
    def _said(body: bytes) -> web.Response:
        answer = web.Response(body=body)
        answer.force_close()
        return answer

    async def _piecemeal(self, request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse()
        answer.force_close()
        await answer.prepare(request)
        if self._way == "cut":
            await answer.write(self._roster[: len(self._roster) // 2])
            return answer
        with suppress(ConnectionError):  # they have given up
            for place in range(len(self._roster)):
                await answer.write(self._roster[place : place + 1])
                await asyncio.sleep(0.05)
        return answer


def main() -> None:
    port, roster, good, expired = sys.argv[1:]
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(good)
    app = web.Application()
    node = Failing(Path(roster).read_bytes(), context, expired)
    app.router.add_route("*", "/{path:.*}", node.answer)
    web.run_app(app, host="127.0.0.1", port=int(port), ssl_context=context, print=None, access_log=None)


if __name__ == "__main__":
    main()
