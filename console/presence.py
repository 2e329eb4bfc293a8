"""Which consoles live: each holds a lock on a file of its own for as long as its process lasts.

The operating system drops the lock at the very moment a process dies, however it dies, on Linux and
on Windows alike; a heartbeat would take seconds to say so. A process that is stopped but not dead
still holds its lock: for that there is the heartbeat in `live.db`.
"""

from __future__ import annotations

import contextlib
import os
import socket
import time
from pathlib import Path

from console.folder import HIDDEN

SWEEP_AFTER_S = 60
PROBE_S = 1.0
"""A console that asks whether we live holds our lock for a moment."""


def console_name() -> str:
    """A name for this process that a person can recognise: machine and process number."""
    host = "".join(c if c.isalnum() or c == "-" else "-" for c in socket.gethostname())
    return f"{host or 'may'}-{os.getpid()}"


class ConsoleLock:
    """This process's own lock. Released by `close`, or by dying."""

    def __init__(self, folder: Path, console: str) -> None:
        from filelock import FileLock

        self._path = _lock_path(folder, console)
        self._path.parent.mkdir(exist_ok=True)
        _sweep(self._path.parent)
        self._lock = FileLock(self._path)
        self._lock.acquire(timeout=PROBE_S)

    def close(self) -> None:
        """Leave; the file goes too."""
        self._lock.release()
        with contextlib.suppress(OSError):
            self._path.unlink()


def is_alive(folder: Path, console: str) -> bool:
    """Whether the process behind `console` still runs."""
    path = _lock_path(folder, console)
    return path.exists() and _is_held(path)


def alive(folder: Path) -> list[str]:
    """The consoles that live on this folder, by the names of their locks."""
    return sorted(path.stem for path in (folder / HIDDEN).glob("*.lock") if _is_held(path))


def _is_held(path: Path) -> bool:
    from filelock import FileLock, Timeout

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


def _sweep(folder: Path) -> None:
    """Remove what consoles that died left behind; a young file may belong to one that is starting."""
    for path in folder.glob("*.lock"):
        with contextlib.suppress(OSError):
            if time.time() - path.stat().st_mtime > SWEEP_AFTER_S and not _is_held(path):
                path.unlink()
