"""Which consoles live: each holds a lock on a file of its own for as long as its process lasts.

The operating system drops the lock at the very moment a process dies, however it dies, on Linux and
on Windows alike; a heartbeat would take seconds to say so. A process that is stopped but not dead
still holds its lock: for that there is the heartbeat in `live.db`.
"""

from __future__ import annotations

import contextlib
import os
import socket
from pathlib import Path

from console.folder import HIDDEN


def console_name() -> str:
    """A name for this process that a person can recognise: machine and process number."""
    host = "".join(c if c.isalnum() or c == "-" else "-" for c in socket.gethostname())
    return f"{host or 'may'}-{os.getpid()}"


class Presence:
    """This process's own lock. Released by `close`, or by dying."""

    def __init__(self, folder: Path, console: str) -> None:
        from filelock import FileLock

        self._path = _lock_path(folder, console)
        self._path.parent.mkdir(exist_ok=True)
        self._lock = FileLock(self._path)
        self._lock.acquire(timeout=0)

    def close(self) -> None:
        """Leave; the file goes too."""
        self._lock.release()
        with contextlib.suppress(OSError):
            self._path.unlink()


def is_alive(folder: Path, console: str) -> bool:
    """Whether the process behind `console` still runs."""
    from filelock import FileLock, Timeout

    path = _lock_path(folder, console)
    if not path.exists():
        return False
    lock = FileLock(path)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return True
    except OSError:
        return True
    lock.release()
    return False


def _lock_path(folder: Path, console: str) -> Path:
    safe = "".join(c if c.isalnum() or c in "-_." else "-" for c in console)
    return folder / HIDDEN / f"{safe}.lock"
