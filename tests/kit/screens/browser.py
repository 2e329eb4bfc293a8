"""A headless Chromium, driven by its DevTools socket: what a page shows, and what it was sent."""

from __future__ import annotations

import asyncio
import base64
import itertools
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pyte
import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
needs_chromium = pytest.mark.skipif(
    CHROMIUM is None, reason="no Chromium here; install it with: apt-get install chromium"
)
START_S = 60
"""A browser on a busy machine takes its time."""
FLAGS = (
    *("--headless=new", "--no-sandbox", "--no-first-run", "--disable-gpu", "--disable-dev-shm-usage"),
    *("--enable-unsafe-swiftshader", "--disable-background-networking", "--disable-component-update"),
    # Nothing but this computer has an address: a page that wants more shows it by failing.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


class Page:
    """One tab. `asked` are the addresses it wanted; `screen` is a terminal fed with its socket's bytes."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.asked: list[str] = []
        self.screen = pyte.Screen(80, 24)
        self._stream = pyte.ByteStream(self.screen)
        self._socket = socket
        self._numbers = itertools.count(1)
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}

    @property
    def text(self) -> str:
        """What a terminal would show that was sent the same."""
        return "\n".join(self.screen.display)

    async def call(self, method: str, **params: object) -> dict[str, Any]:
        """One command of the protocol and its result."""
        number = next(self._numbers)
        self._answers[number] = asyncio.get_running_loop().create_future()
        await self._socket.send_json({"id": number, "method": method, "params": params})
        return await asyncio.wait_for(self._answers[number], START_S)

    async def evaluate(self, script: str) -> Any:
        """The value of a line of JavaScript."""
        answer = await self.call("Runtime.evaluate", expression=script, returnByValue=True)
        return answer["result"].get("value")

    async def picture(self) -> bytes:
        """A screenshot, PNG."""
        return base64.b64decode((await self.call("Page.captureScreenshot"))["data"])

    async def until(self, true: Callable[[str], bool]) -> str:
        """What was sent, once `true` of it."""
        deadline = asyncio.get_running_loop().time() + START_S
        while not true(self.text):
            assert asyncio.get_running_loop().time() < deadline, f"not seen; the screen was:\n{self.text}"
            await asyncio.sleep(0.05)
        return self.text

    async def seconds(
        self,
        read: Callable[[list[str]], int | None],
        true: Callable[[int], bool] = lambda _left: True,
    ) -> int:
        """What `read` makes of the rows, once it makes something that is `true`."""
        found: list[int] = []

        def seen(_text: str) -> bool:
            left = read(list(self.screen.display))
            found[:] = [] if left is None else [left]
            return left is not None and true(left)

        await self.until(seen)
        return found[0]

    async def until_true(self, script: str) -> None:
        """Wait for a line of JavaScript to hold."""
        await self._poll(lambda: self.evaluate(script))

    async def until_picture(self, true: Callable[[bytes], bool]) -> None:
        """Wait for a screenshot that is `true`."""

        async def seen() -> bool:
            return true(await self.picture())

        await self._poll(seen)

    async def _poll(self, ask: Callable[[], Awaitable[Any]]) -> None:
        deadline = asyncio.get_running_loop().time() + START_S
        while not await ask():
            assert asyncio.get_running_loop().time() < deadline, "did not come true in the browser"
            await asyncio.sleep(0.1)

    def _open_terminal(self, url: str) -> None:
        """The page has measured its font and says how large a terminal it wants."""
        self.asked.append(url)
        size = parse_qs(urlsplit(url).query)
        self.screen.resize(int(size["height"][0]), int(size["width"][0]))

    async def listen(self) -> None:
        """Sort what comes: answers, addresses, bytes of the page's socket."""
        async for message in self._socket:
            said = message.json()
            if "id" in said:
                self._answers.pop(said["id"]).set_result(said.get("result", {}))
            elif said["method"] == "Network.requestWillBeSent":
                self.asked.append(said["params"]["request"]["url"])
            elif said["method"] == "Network.webSocketCreated":
                self._open_terminal(said["params"]["url"])
            elif said["method"] == "Network.webSocketFrameReceived":
                frame = said["params"]["response"]
                if frame["opcode"] == 2:
                    self._stream.feed(base64.b64decode(frame["payloadData"]))


@asynccontextmanager
async def browsing(home: Path, url: str) -> AsyncIterator[Page]:
    """A tab on `url`, 1280 x 720; the browser is gone with the block. `home` is its profile's."""
    assert CHROMIUM is not None
    command = [CHROMIUM, *FLAGS, "--remote-debugging-port=0", f"--user-data-dir={home}"]
    quiet = asyncio.subprocess.DEVNULL
    browser = await asyncio.create_subprocess_exec(
        *command, "--window-size=1280,720", "about:blank", stdin=quiet, stdout=quiet, stderr=quiet
    )
    try:
        port = await _port(home / "DevToolsActivePort")
        async with aiohttp.ClientSession() as session:
            async with session.get(f"http://127.0.0.1:{port}/json") as answer:
                tabs = await answer.json()
            address = next(tab["webSocketDebuggerUrl"] for tab in tabs if tab["type"] == "page")
            async with session.ws_connect(address, max_msg_size=0) as socket:
                page = Page(socket)
                listening = asyncio.create_task(page.listen())
                try:
                    await page.call("Network.enable")
                    await page.call("Page.enable")
                    await page.call("Page.navigate", url=url)
                    yield page
                finally:
                    listening.cancel()
    finally:
        browser.kill()
        await browser.wait()


async def _port(path: Path) -> int:
    for _ in range(START_S * 10):
        with suppress(OSError, IndexError):
            return int((await asyncio.to_thread(path.read_text)).split()[0])
        await asyncio.sleep(0.1)
    raise TimeoutError("the browser did not start")
