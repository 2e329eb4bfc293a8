"""A console on a terminal that can be asked how its boxes stand and which keys it has dealt with."""

from __future__ import annotations

import socket
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import msgspec
from kit.product import ROOT
from kit.screens.console_process import START_S, environment
from kit.screens.terminal import Terminal
from kit.screens.watched_console import QUESTION, Seen

DESKS = ("OperatorScreen", "TechnicianScreen", "RollCallScreen", "LogScreen")
"""Screens that are no card."""


class Watching:
    """Asks, and is told."""

    def __init__(self, place: Path) -> None:
        self._peer = socket.socket(socket.AF_UNIX)
        self._peer.connect(str(place))
        self._lines = self._peer.makefile("rb")

    def look(self) -> Seen:
        """How the boxes stand."""
        return self._ask(QUESTION)

    def choose(self, action: str) -> Seen:
        """What the palette does with the choice of `action`."""
        return self._ask(f"{action}\n".encode())

    def _ask(self, line: bytes) -> Seen:
        self._peer.sendall(line)
        return msgspec.json.decode(self._lines.readline(), type=Seen)

    def close(self) -> None:
        """The console goes on."""
        self._lines.close()
        self._peer.close()


@contextmanager
def watched(
    folder: Path, *args: str | Path, size: tuple[int, int] = (120, 40), around: Sequence[str] = ()
) -> Iterator[tuple[Terminal, Watching]]:
    """`diemcau ARGS…` on a terminal, once it can be asked; `around` is a command that it is started in."""
    place = folder.parent / "window"
    command = [*around, sys.executable, "-m", "kit.screens.watched_console", place, *args]
    env = {**environment(folder), "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"}
    with Terminal([str(part) for part in command], *size, env=env, cwd=ROOT) as program:
        end = time.monotonic() + START_S
        while not place.exists():
            assert program.alive and time.monotonic() < end, program.text()
            time.sleep(0.02)
        with closing(Watching(place)) as watching:
            yield program, watching
    place.unlink()
