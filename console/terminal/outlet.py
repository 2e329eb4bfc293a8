"""Bytes to a terminal that nobody waits for.

A terminal that is not read (a stalled line, a stopped multiplexer) takes a few kilobytes and then no more:
whoever writes stands still until somebody reads. Here what it does not take is carried on by a thread of its
own, and what grows old meanwhile is let go of, whole texts at a time: the picture is made anew as soon as
the terminal has caught up.
"""

from __future__ import annotations

import os
import select
import threading
from collections import deque
from collections.abc import Callable
from typing import TextIO

MOST = 1 << 16
"""Bytes that wait at most, besides the text under way: a picture of the largest window twice over."""
LOOK_S = 0.25
CALM = b"\x1b[?2026l\x1b[0m"
"""What a text that was let go of may have left undone: a picture held back, a colour."""


def own_description(stream: TextIO) -> int | None:
    """A descriptor of the terminal behind `stream` that never waits; None where there can be none.

    It is opened anew, for not to wait is a matter of the open file: the shell shares that of `stream`.
    """
    if not hasattr(os, "ttyname") or not hasattr(select, "poll"):
        return None
    try:
        return os.open(os.ttyname(stream.fileno()), os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY)
    except (OSError, ValueError):
        return None


class Outlet:
    """Takes over `descriptor`, which must not wait. `caught_up` is called, in a thread, when everything was
    taken after something was let go of.
    """

    def __init__(self, descriptor: int, caught_up: Callable[[], None]) -> None:
        self._fd = descriptor
        self._caught_up = caught_up
        self._waiting: deque[bytes] = deque()
        self._bytes = 0
        self._dropped = False
        self._closed = False
        self._thread: threading.Thread | None = None
        self._changed = threading.Condition()

    def put(self, text: bytes) -> None:
        """Write a text that leaves no sequence unfinished. Never waits, never fails."""
        with self._changed:
            rest = b"" if self._closed else text if self._waiting else self._push(text)
            if not rest:
                return
            self._waiting.append(rest)
            self._bytes += len(rest)
            while self._bytes > MOST and len(self._waiting) > 2:
                self._bytes -= len(self._waiting[1])
                del self._waiting[1]
                self._dropped = True
            if self._thread is None:
                self._thread = threading.Thread(target=self._carry_on, daemon=True, name="outlet")
                self._thread.start()
            self._changed.notify_all()

    def close(self, grace_s: float) -> None:
        """The last texts have so long to be taken."""
        with self._changed:
            self._changed.wait_for(lambda: not self._waiting, grace_s)
            self._waiting.clear()
            self._closed = True
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join()
        os.close(self._fd)

    def _push(self, text: bytes) -> bytes:
        """What the terminal did not take at once; of one that is gone nobody expects anything."""
        view = memoryview(text)
        while view:
            try:
                view = view[os.write(self._fd, view) :]
            except BlockingIOError:
                return bytes(view)
            except InterruptedError:
                continue
            except OSError:
                return b""
        return b""

    def _carry_on(self) -> None:
        poll = select.poll()
        poll.register(self._fd, select.POLLOUT)
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or self._closed)
                if self._closed:
                    return
            if not poll.poll(LOOK_S * 1000):
                continue
            if self._take_one() and self._dropped:
                self._dropped = False
                self.put(CALM)
                self._caught_up()

    def _take_one(self) -> bool:
        """Write what is under way; True when nothing waits any more."""
        with self._changed:
            if self._waiting:
                text = self._waiting.popleft()
                self._bytes -= len(text)
                rest = self._push(text)
                if rest:
                    self._waiting.appendleft(rest)
                    self._bytes += len(rest)
            if not self._waiting:
                self._changed.notify_all()
            return not self._waiting
