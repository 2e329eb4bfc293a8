"""Work that blocks, in a thread that nobody waits for at the end of the program."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from functools import partial
from typing import TypeVar

T = TypeVar("T")


async def in_daemon_thread(work: Callable[[], T]) -> T:
    """`work` in a thread of its own that dies with the program: the loop's own would be waited for."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()

    def settle(finish: Callable[[], None]) -> None:
        if not done.done():  # it may have been cancelled meanwhile
            finish()

    def run() -> None:
        try:
            finish = partial(done.set_result, work())
        except BaseException as error:  # whatever it is, it is for whoever awaits
            finish = partial(done.set_exception, error)
        with contextlib.suppress(RuntimeError):  # the loop is gone: nobody wants to know
            loop.call_soon_threadsafe(settle, finish)

    threading.Thread(target=run, daemon=True, name="beside").start()
    return await done
