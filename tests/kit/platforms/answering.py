"""A platform on loopback, in a thread, that answers every request with what it is told, and counts."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Answering:
    """`status` and `headers` of every answer may be changed at any time; `asked` counts requests."""

    def __init__(self, port: int, status: int) -> None:
        self.status = status
        self.headers: dict[str, str] = {}
        self.asked = 0
        self._server = ThreadingHTTPServer(("127.0.0.1", port), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def _handler(platform) -> type[BaseHTTPRequestHandler]:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                platform.asked += 1
                self.send_response(platform.status)
                for name, value in platform.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        return Handler


@contextmanager
def answering(status: int, *, port: int = 0) -> Iterator[Answering]:
    """Listening while the block runs."""
    platform = Answering(port, status)
    thread = threading.Thread(target=platform._server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield platform
    finally:
        platform._server.shutdown()
        platform._server.server_close()
        thread.join(5)
