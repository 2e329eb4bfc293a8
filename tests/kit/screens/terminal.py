"""A real terminal for a real program: a pseudo-terminal, and pyte to read its screen.

POSIX only. A thread reads all the time, so the program never blocks on its output.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

import pyte

# What pyte does not know and would print: private CSI, mode queries, OSC and DCS strings.
_UNKNOWN = re.compile(
    rb"\x1b\[[<=>][0-9;:]*[ -/]*[@-~]|\x1b\[\??[0-9;]*\$[a-z]|\x1b\[[0-9;:]*[ -/][@-~]"
    rb"|\x1b[P\]X^_][^\x07\x1b]*(?:\x07|\x1b\\)",
    re.DOTALL,
)
_UNFINISHED = re.compile(rb"\x1b(?:\[[0-9;:?<=>]*[ -/]*|[P\]X^_][^\x07\x1b]*\x1b?)?\Z", re.DOTALL)


class Terminal:
    """Runs `cmd` on a pseudo-terminal of `cols` x `rows`; a context manager.

    `env` is added to a small clean environment. `raw` is every byte the program wrote.
    """

    def __init__(
        self,
        cmd: Sequence[str],
        cols: int = 120,
        rows: int = 40,
        env: Mapping[str, str] | None = None,
        cwd: Path | str | None = None,
    ) -> None:
        self._screen = pyte.Screen(cols, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._held = b""
        self._raw = bytearray()
        self._changed = threading.Condition()
        self._fd, child = pty.openpty()
        _set_size(child, cols, rows)
        self._process = subprocess.Popen(
            list(cmd), stdin=child, stdout=child, stderr=child, cwd=cwd, env=_environment(env),
            start_new_session=True,
            preexec_fn=_own_terminal,  # noqa: PLW1509 - one system call, takes no lock
        )  # fmt: skip
        os.close(child)
        self._open, self._ended = True, False
        self._wake_read, self._wake = os.pipe()
        self._reader = threading.Thread(target=self._read, name="terminal", daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def pid(self) -> int:
        """The program's process id, which is also its group."""
        return self._process.pid

    @property
    def raw(self) -> bytes:
        """Everything written so far."""
        with self._changed:
            return bytes(self._raw)

    @property
    def alive(self) -> bool:
        """Whether the program still runs."""
        return self._process.poll() is None

    def lines(self) -> list[str]:
        """The rows on the screen now, trailing spaces kept."""
        with self._changed:
            return list(self._screen.display)

    def text(self) -> str:
        """The rows as one string."""
        return "\n".join(self.lines())

    def cursor(self) -> tuple[int, int]:
        """Column and row, from 0."""
        with self._changed:
            return self._screen.cursor.x, self._screen.cursor.y

    def send(self, data: bytes | str) -> None:
        """Type: one write, so that a burst arrives as one read."""
        os.write(self._fd, data.encode() if isinstance(data, str) else data)

    def focus(self, has: bool = True) -> None:
        """Report that the window got or lost the keyboard."""
        self.send(b"\x1b[I" if has else b"\x1b[O")

    def resize(self, cols: int, rows: int) -> None:
        """Change the window's size; the kernel tells the program."""
        with self._changed:
            self._screen.resize(rows, cols)
        _set_size(self._fd, cols, rows)

    @contextlib.contextmanager
    def unread(self) -> Iterator[None]:
        """Within, nobody reads what the program writes, as behind a line that stalls."""
        with self._changed:
            yield

    def wait_until(self, true: Callable[[str], bool], timeout: float = 10) -> str:
        """The screen's text once `true` of it; TimeoutError (with the screen) after `timeout` s.

        Or as soon as nothing more can come, because the program is gone.
        """
        end = time.monotonic() + timeout
        with self._changed:
            while True:
                text = "\n".join(self._screen.display)
                if true(text):
                    return text
                left = end - time.monotonic()
                if left <= 0 or self._ended:
                    raise TimeoutError(f"not seen in {timeout} s; the screen was:\n{text}")
                self._changed.wait(min(left, 0.25))

    def wait_for(self, text: str, timeout: float = 10) -> str:
        """The screen's text once it contains `text`."""
        return self.wait_until(lambda screen: text in screen, timeout)

    def wait_exit(self, timeout: float = 10) -> int:
        """The exit status; negative for a signal. subprocess.TimeoutExpired when it lives on."""
        return self._process.wait(timeout)

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the program alone."""
        os.kill(self.pid, number)

    def kill(self) -> None:
        """SIGKILL, and wait for the end."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        self._process.wait(10)

    def modes(self) -> list[Any]:
        """The terminal's settings, as termios tells them."""
        return termios.tcgetattr(self._fd)

    def hang_up(self) -> None:
        """Close the terminal under the program, as a dropped connection does."""
        if self._open:
            self._open = False
            # A read in progress would keep the terminal alive: the reader stops first.
            os.write(self._wake, b"x")
            self._reader.join(5)
            for fd in (self._fd, self._wake, self._wake_read):
                os.close(fd)

    def close(self) -> None:
        """End the program and free the terminal; safe to call twice."""
        if self.alive:
            self.kill()
        self.hang_up()

    def _read(self) -> None:
        while True:
            ready, _, _ = select.select([self._fd, self._wake_read], [], [])
            if self._fd not in ready:
                break
            try:
                data = os.read(self._fd, 65536)
            except OSError:
                break
            if not data:
                break
            with self._changed:
                self._feed(data)
                self._changed.notify_all()
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def _feed(self, data: bytes) -> None:
        self._raw += data
        data = _UNKNOWN.sub(b"", self._held + data)
        unfinished = _UNFINISHED.search(data)
        cut = unfinished.start() if unfinished else len(data)
        self._held = data[cut:]
        self._stream.feed(data[:cut])


def _environment(extra: Mapping[str, str] | None) -> dict[str, str]:
    kept = {
        name: os.environ[name]
        for name in ("PATH", "HOME", "TMPDIR", "PYTHONPATH", "DIEMCAU_KEY")
        if name in os.environ
    }
    fixed = {
        "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", "PYTHONUTF8": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }  # fmt: skip
    return {**kept, **fixed, **(extra or {})}


def _set_size(fd: int, cols: int, rows: int) -> None:
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, cols, 0, 0))


def _own_terminal() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
