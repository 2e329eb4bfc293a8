"""A program on a pseudo-terminal, read as bytes: for measuring, where an emulator would be slow."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Self


class RawPty:
    """`write` keys, `read_until` some bytes appear. The child is killed on exit."""

    def __init__(
        self, command: Sequence[str], *, columns: int, rows: int, env: Mapping[str, str] | None = None
    ) -> None:
        self.started = time.perf_counter()
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            environment = {**os.environ, "TERM": "xterm-256color", **(env or {})}
            size = struct.pack("HHHH", rows, columns, 0, 0)
            fcntl.ioctl(0, termios.TIOCSWINSZ, size)
            os.execvpe(command[0], list(command), environment)
        self.seen = bytearray()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.kill()

    def write(self, keys: bytes) -> float:
        """Type; returns the instant just before."""
        self.seen.clear()
        now = time.perf_counter()
        os.write(self._fd, keys)
        return now

    def read_until(self, wanted: bytes, timeout_s: float = 10.0) -> float:
        """The instant at which `wanted` had arrived since the last `write`."""
        return self.read_until_it(lambda seen: wanted in seen, repr(wanted), timeout_s)

    def read_until_it(
        self, is_there: Callable[[bytearray], bool], what: str, timeout_s: float = 10.0
    ) -> float:
        """The instant at which `is_there` was true of what had arrived since the last `write`."""
        deadline = time.perf_counter() + timeout_s
        while not is_there(self.seen):
            left = deadline - time.perf_counter()
            if left <= 0:
                tail = bytes(self.seen[-600:])
                raise TimeoutError(f"{what} did not appear; the last bytes were {tail!r}")
            self._read(left)
        return time.perf_counter()

    def drain(self, quiet_s: float) -> None:
        """Read for `quiet_s` seconds, whatever comes."""
        deadline = time.perf_counter() + quiet_s
        while (left := deadline - time.perf_counter()) > 0:
            self._read(left)

    def kill(self) -> None:
        """End the child, if it still runs."""
        try:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        except (ProcessLookupError, ChildProcessError):
            pass
        finally:
            with contextlib.suppress(OSError):
                os.close(self._fd)

    def _read(self, timeout_s: float) -> None:
        ready, _, _ = select.select([self._fd], [], [], timeout_s)
        if ready:
            self.seen += os.read(self._fd, 1 << 16)
