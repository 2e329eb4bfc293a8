"""The simulated platform as a process of its own: for `simulate`, and as the demo's child."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress

from adapters.simulator.scenario import Step
from adapters.simulator.server import serve
from adapters.simulator.world import World
from data.clock import Clock
from data.folder.model import BridgePoint


def run_simulator(
    points: Sequence[BridgePoint],
    seed: int,
    *,
    scenario: Sequence[Step] = (),
    pace: float = 1.0,
    clock: Clock,
    opened_ms: int,
    host: str = "127.0.0.1",
    port: int = 0,
    password: str | None = None,
    ready: Callable[[str], None],
    stop_when_stdin_closes: bool = False,
) -> None:
    """Serve until SIGTERM, Ctrl-C or, if asked for, the end of standard input.

    `pace` is the speed of `clock`. `ready` is called with the URL once it listens. The end of standard
    input means that the parent is gone: a child asked so never outlives it. Raises OSError when it
    cannot listen.
    """
    world = World(points, seed, scenario, pace=pace)

    async def main() -> None:
        server = await serve(world, clock=clock, opened_ms=opened_ms, host=host, port=port, password=password)
        try:
            stop = asyncio.Event()
            loop = asyncio.get_running_loop()

            def stop_soon() -> None:
                with suppress(RuntimeError):  # the loop is closed: it has stopped already
                    loop.call_soon_threadsafe(stop.set)

            if stop_when_stdin_closes:
                threading.Thread(target=_await_end_of_input, args=(stop_soon,), daemon=True).start()
            with _on_sigterm(stop_soon):
                ready(server.url)
                await stop.wait()
        finally:
            await server.aclose()

    with suppress(KeyboardInterrupt):
        asyncio.run(main())


def _await_end_of_input(then: Callable[[], None]) -> None:
    """Reads below Python's own buffer, whose lock a thread must not hold when the process ends."""
    with suppress(OSError, ValueError):
        while os.read(sys.stdin.fileno(), 4096):
            pass
    then()


@contextmanager
def _on_sigterm(stop: Callable[[], None]) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, lambda _number, _frame: stop())
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
