"""The stage screen in browsers: textual-serve runs one `diemcau stage` for each that looks.

textual-serve asks nobody who they are. Here every address begins with a secret made for this run,
and whoever does not know it gets 403 for the page, the socket and the files alike. The page is our
own, for theirs fetches its font from the internet.
"""

from __future__ import annotations

import asyncio
import hmac
import html
import ipaddress
import os
import secrets
import shlex
import subprocess
import sys
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from string import Template
from typing import TYPE_CHECKING

from data.text import clean

if TYPE_CHECKING:
    from aiohttp.typedefs import Middleware
    from aiohttp.web import Application, Request, StreamResponse

TOKEN_BYTES = 16
SHUTDOWN_S = 1.0
HEADERS = {
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
PAGE = Template("""<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8">
<title>$title</title>
<link rel="stylesheet" href="static/css/xterm.css">
<script src="static/js/textual.js"></script>
<style>
@font-face {
  font-family: "Roboto Mono"; font-weight: 100 700;
  src: url("static/fonts/RobotoMono-VariableFont_wght.ttf");
  /* Room above the capitals: their accents would be cut off at the edge of the cell. */
  ascent-override: 120%; descent-override: 28%;
}
/* Drawn before anything is measured, or the cells would have another font's size. */
.first { position: absolute; opacity: 0; font-family: "Roboto Mono"; }
html, body { margin: 0; height: 100%; overflow: hidden; background: #0b0f14; cursor: none; }
.textual-terminal { width: 100vw; height: 100vh; }
</style>
</head>
<body>
<b class="first">0</b>
<div class="textual-terminal" data-session-websocket-url="$socket" data-font-size="$size"></div>
</body>
</html>
""")
FONT_SIZE = 16


class WebMissing(Exception):
    """textual-serve is not installed: it comes with the extra `web`."""


def is_loopback(host: str) -> bool:
    """Whether only this computer can reach `host`."""
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost"


def serve_stage(
    command: Sequence[str], *, title: str, host: str, port: int, ready: Callable[[str], None]
) -> int:
    """Serve `diemcau COMMAND…` to browsers until a signal; `ready` gets the address once it listens.

    Raises WebMissing, and OSError when it cannot listen.
    """
    from console.running import run_until_told

    token = secrets.token_urlsafe(TOKEN_BYTES)
    app = stage_application(command, title=title, token=token)

    async def serve(stopped: asyncio.Event) -> None:
        from aiohttp import web

        runner = web.AppRunner(app, access_log=None, shutdown_timeout=SHUTDOWN_S)
        await runner.setup()
        try:
            site = web.TCPSite(runner, host, port)
            await site.start()
            bound = runner.addresses[0][1]
            ready(f"http://{_named(host)}:{bound}/{token}/")
            await stopped.wait()
        finally:
            await runner.cleanup()

    run_until_told(serve)
    return 0


def stage_application(command: Sequence[str], *, title: str, token: str) -> Application:
    """The site, everything under `/TOKEN/`. Raises WebMissing."""
    try:
        from textual_serve.server import Server
    except ImportError as error:
        raise WebMissing from error
    from aiohttp import web

    server = Server(_shell(command), title=title)

    async def page(request: Request) -> StreamResponse:
        size = request.query.get("fontsize", "")
        socket = f"{'wss' if request.secure else 'ws'}://{request.host}/{token}/ws"
        text = PAGE.substitute(
            title=html.escape(clean(title)),
            socket=html.escape(socket),
            size=int(size) if size.isdecimal() and 6 <= int(size[:4]) <= 96 else FONT_SIZE,
        )
        return web.Response(text=text, content_type="text/html")

    app = web.Application(middlewares=[_knows(token)])
    app.router.add_get(f"/{token}/", page)
    app.router.add_get(f"/{token}/ws", server.handle_websocket)
    app.router.add_static(f"/{token}/static", server.statics_path)
    return app


def _knows(token: str) -> Middleware:
    """Before anything is looked up: who does not know the secret learns nothing, not even what exists."""
    from aiohttp import web

    @web.middleware
    async def check(
        request: Request, handler: Callable[[Request], Awaitable[StreamResponse]]
    ) -> StreamResponse:
        said = request.path.split("/")[1]
        if not hmac.compare_digest(said.encode("utf-8", "replace"), token.encode()):
            raise web.HTTPForbidden
        response = await handler(request)
        if not response.prepared:
            response.headers.update(HEADERS)
        return response

    return check


def _shell(command: Sequence[str]) -> str:
    """The child as a line for the platform's shell, which is how textual-serve starts it."""
    words = [sys.executable, "-P", "-m", "console", *command]
    return subprocess.list2cmdline(words) if os.name == "nt" else f"exec {shlex.join(words)}"


def _named(host: str) -> str:
    """How a browser on this computer calls the address that is listened on."""
    if host in ("0.0.0.0", "::"):
        return "localhost"
    return f"[{host}]" if ":" in host else host
