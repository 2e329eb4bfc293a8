"""In a process that is about to die: gone at one step of what it does to files, with all it had not fsynced.

kill -9 alone cannot show a missing fsync, for the kernel keeps what was written. So whoever dies here first
cuts every file it wrote back to what was fsynced of it, as a disk without power may. SQLite's own files are
not seen: their turn is at the kills by time.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

_CHANGING = os.O_WRONLY | os.O_RDWR


class PowerCut:
    """Counts opens for writing, fsyncs (before and after), renames, links, removals; dies at `step`."""

    def __init__(self, step: int) -> None:
        self._left = step
        self._safe: dict[str, int] = {}
        self._fsync = os.fsync

    def install(self) -> None:
        """For the rest of this process, which must be a forked one."""
        sys.addaudithook(self._audited)
        os.fsync = self._synced  # type: ignore[assignment]

    def _audited(self, event: str, told: tuple[Any, ...]) -> None:
        if event == "open" and isinstance(told[2], int) and told[2] & _CHANGING:
            self._opened(told[0], told[2])
        elif event in ("os.rename", "os.link"):
            self._step()
            source, target = (str(Path(os.fsdecode(name)).absolute()) for name in told[:2])
            if source in self._safe:
                self._safe[target] = self._safe[source]
        elif event == "os.remove":
            self._step()

    def _opened(self, name: Any, flags: int) -> None:
        if isinstance(name, int):
            return
        self._step()
        path = Path(os.fsdecode(name)).absolute()
        size = path.stat().st_size if path.exists() and not flags & os.O_TRUNC else 0
        self._safe.setdefault(str(path), size)

    def _synced(self, descriptor: Any) -> None:
        self._step()
        number = descriptor if isinstance(descriptor, int) else descriptor.fileno()
        self._fsync(number)
        name = str(Path(f"/proc/self/fd/{number}").readlink())
        if name in self._safe:
            self._safe[name] = os.fstat(number).st_size
        self._step()

    def _step(self) -> None:
        self._left -= 1
        if self._left:
            return
        for name, size in self._safe.items():
            path = Path(name)
            if path.is_file() and path.stat().st_size > size:
                os.truncate(path, size)
        os.kill(os.getpid(), signal.SIGKILL)
