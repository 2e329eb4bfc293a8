"""Where an export goes."""

from __future__ import annotations

from typing import Protocol


class Sink(Protocol):
    """Where bytes go."""

    def write(self, chunk: bytes, /) -> int:
        """Take `chunk`."""
        ...
