"""An output that outlives its terminal, and that no terminal can hold up.

Textual writes from a thread of its own through a short queue. When the terminal goes, or takes nothing any
more, that thread fails or stands still, the queue fills within a few pictures, and the event loop then waits
for ever to put in the next one: polls, the record, the locks' heartbeats and signals with it. What is written
to a terminal that is gone has no reader, so it is let go of; what one does not take waits beside all else.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from typing import Any, TextIO

from console.terminal.outlet import Outlet, own_description

STREAMS = ("__stderr__", "__stdout__")
"""Where Textual draws: the first, on Windows the second."""
GATHERED = 8192
"""Characters that are written together, however much more is coming."""
GRACE_S = 0.5
"""How long the last words, which set the terminal right, may take."""


class LastingOutput:
    """`stream`, whose write and flush never fail for want of a terminal, and never wait for one where it
    can be opened anew; all else is the stream's own. `caught_up` is called, in a thread, when a terminal
    that took nothing for long takes pictures again.
    """

    def __init__(self, stream: TextIO, caught_up: Callable[[], None] = lambda: None) -> None:
        self._stream = stream
        self._gathered: list[str] = []
        self._length = 0
        descriptor = own_description(stream)
        self._outlet = None if descriptor is None else Outlet(descriptor, caught_up)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        """As the stream's; what cannot be written is dropped."""
        if self._outlet is None:
            with contextlib.suppress(OSError):
                return self._stream.write(text)
            return len(text)
        self._gathered.append(text)
        self._length += len(text)
        if self._length > GATHERED:
            self.flush()
        return len(text)

    def flush(self) -> None:
        """As the stream's; what cannot be written is dropped."""
        if self._outlet is None:
            with contextlib.suppress(OSError):
                self._stream.flush()
            return
        text, self._gathered, self._length = "".join(self._gathered), [], 0
        self._outlet.put(text.encode(self._stream.encoding, "replace"))

    def let_go(self) -> None:
        """No more is written through it."""
        self.flush()
        if self._outlet is not None:
            self._outlet.close(GRACE_S)


@contextlib.contextmanager
def lasting_output(caught_up: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Within, an App draws on an output that outlives its terminal; see `LastingOutput`. Enter it before the
    App runs.
    """
    before = {name: stream for name in STREAMS if (stream := getattr(sys, name)) is not None}
    lasting = {name: LastingOutput(stream, caught_up) for name, stream in before.items()}
    for name, output in lasting.items():
        setattr(sys, name, output)
    try:
        yield
    finally:
        for name, stream in before.items():
            setattr(sys, name, stream)
            lasting[name].let_go()
