"""From an open session to a process that runs until it is told to stop, with a screen or without."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import signal
import sys
import threading
from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from types import FrameType
from typing import TYPE_CHECKING, Protocol

from console.terminal.hang_up import is_hung_up
from console.terminal.lasting_output import lasting_output

if TYPE_CHECKING:
    from console.seat import Seat
    from console.session import Session
    from console.stage import StageReader
    from console.text.sentences import Text
    from data.folder.model import Look

GRACE_S = 1.5
"""After a signal the process is gone within two seconds, even when a disk hangs."""

LOOK_S = 0.25
"""How often the terminal is asked whether it is still there."""

FRAMES_PER_S = 480
GIVES_WAY_S = 0.001
"""So soon does a thread that decodes a roster or writes the record let a key through (else after 5 ms)."""


class RunnableApp(Protocol):
    """An App, as far as it is run here."""

    def exit(self) -> object:
        """Leave."""
        ...

    async def run_async(self) -> object:
        """Show it until it is left."""
        ...

    def refresh(self, *, layout: bool) -> object:
        """Paint everything anew."""
        ...

    @property
    def return_code(self) -> int | None:
        """The exit code, once it was left."""
        ...


def run_with_screen(
    session: Seat,
    t: Text,
    *,
    look: Look,
    hints: tuple[str, ...] = (),
) -> int:
    """The console until it is left. Returns the exit code; the terminal is as it was before.

    `look` is settled: its signs are "unicode" or "ascii". `hints` are for a newcomer, see `ConsoleApp`.
    """
    os.environ.setdefault("TEXTUAL_FPS", str(FRAMES_PER_S))
    sys.setswitchinterval(GIVES_WAY_S)
    from console.app import ConsoleApp
    from widgets.glyphs import ASCII, UNICODE

    glyphs = ASCII if look.glyphs == "ascii" else UNICODE
    app = ConsoleApp(session, t, glyphs=glyphs, theme=look.theme, hints=hints)

    return _run(app, session.stop)


def run_stage(reader: StageReader, t: Text, *, look: Look) -> int:
    """The speaker's screen until it is left; `reader` has had its first look. Returns the exit code."""
    from console.screens.stage.screen import StageApp
    from widgets.glyphs import ASCII, UNICODE

    app = StageApp(reader, t, glyphs=ASCII if look.glyphs == "ascii" else UNICODE, theme=look.theme)

    async def finish() -> None:
        """The file closes with the process: a look may still be waiting for a disk."""

    return _run(app, finish)


def _run(app: RunnableApp, finish: Callable[[], Awaitable[None]]) -> int:
    """`app` until it is left, or told to by a signal or by its terminal's end. A terminal that is not read
    keeps nothing waiting; when it is read again everything is painted anew.
    """

    async def main() -> None:
        loop = asyncio.get_running_loop()

        def caught_up() -> None:
            with contextlib.suppress(RuntimeError):  # the loop is gone
                loop.call_soon_threadsafe(partial(app.refresh, layout=True))

        with lasting_output(caught_up), _stopped_by_signals(lambda: loop.call_soon_threadsafe(app.exit)):
            watch = loop.create_task(_leave_when_hung_up(app.exit))
            try:
                await app.run_async()
            finally:
                watch.cancel()
                await finish()

    asyncio.run(main())
    return app.return_code or 0


def run_headless(session: Session, seconds: float | None = None) -> int:
    """Poll and log without a screen, for `seconds` or until a signal."""
    gc.enable()

    async def work(stopped: asyncio.Event) -> None:
        try:
            await session.start()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stopped.wait(), seconds)
        finally:
            await session.stop()

    run_until_told(work)
    return 0


def run_until_told(work: Callable[[asyncio.Event], Awaitable[None]]) -> None:
    """`work` with an event that a signal sets; it should then return soon."""

    async def main() -> None:
        loop = asyncio.get_running_loop()
        stopped = asyncio.Event()
        with _stopped_by_signals(lambda: loop.call_soon_threadsafe(stopped.set)):
            await work(stopped)

    asyncio.run(main())


async def _leave_when_hung_up(leave: Callable[[], object]) -> None:
    """The terminal may go without a signal; then this ends like a signal does."""
    while True:
        await asyncio.sleep(LOOK_S)
        if is_hung_up():
            _gone_soon(128)
            leave()
            return


def _gone_soon(code: int) -> None:
    """Whatever hangs, the process is gone when the grace is over."""
    deadline = threading.Timer(GRACE_S, os._exit, (code,))
    deadline.daemon = True
    deadline.start()


@contextlib.contextmanager
def _stopped_by_signals(stop: Callable[[], object]) -> Iterator[None]:
    """SIGTERM, SIGHUP (where there is one) and Ctrl-C end the process in good order, or at all."""

    def handler(number: int, _frame: FrameType | None) -> None:
        _gone_soon(128 + number)
        stop()

    names = ("SIGTERM", "SIGHUP", "SIGBREAK", "SIGINT")
    numbers = [number for name in names if (number := getattr(signal, name, None)) is not None]
    before = {number: signal.signal(number, handler) for number in numbers}
    try:
        yield
    finally:
        for number, old in before.items():
            signal.signal(number, old)
