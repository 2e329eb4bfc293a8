"""An output that outlives its terminal.

Textual writes from a thread of its own through a short queue. When the terminal goes, the first write fails,
that thread ends, the queue fills within a few pictures, and the event loop then waits for ever to put in
the next one: neither a signal nor a hang-up could end the console in order. What is written to a terminal
that is gone has no reader, so it is let go of, and the rest of the program goes on.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from typing import Any, TextIO

STREAMS = ("__stderr__", "__stdout__")
"""Where Textual draws: the first, on Windows the second."""


class LastingOutput:
    """`stream`, whose write and flush never fail for want of a terminal; all else is the stream's own."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        """As the stream's; what cannot be written is dropped."""
        with contextlib.suppress(OSError):
            return self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        """As the stream's; what cannot be written is dropped."""
        with contextlib.suppress(OSError):
            self._stream.flush()


@contextlib.contextmanager
def lasting_output() -> Iterator[None]:
    """Within, an App draws on an output that outlives its terminal. Enter it before the App runs."""
    before = {name: stream for name in STREAMS if (stream := getattr(sys, name)) is not None}
    for name, stream in before.items():
        setattr(sys, name, LastingOutput(stream))
    try:
        yield
    finally:
        for name, stream in before.items():
            setattr(sys, name, stream)
