"""Room kept beside the log for the moment when the disk is full.

The file is allocated for real, so that removing it gives the log that room back at once.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

RESERVE_BYTES = 20 * 1024 * 1024
"""About 40,000 events: more than the rest of any conference."""

FREE_BYTES_NEEDED = 200 * 1024 * 1024
"""With less room than this on the disk no reserve is made: it would only bring the day closer."""


class Reserve:
    """The reserve file of one log: `log.db` → `log.db.reserve`."""

    def __init__(self, log: Path) -> None:
        self.path = log.with_name(log.name + ".reserve")

    def keep(self) -> bool:
        """Make the file when it is not there and the disk has room. True when it is there now.

        Never raises: a log without a reserve is better than no log.
        """
        if self.path.exists():
            return True
        try:
            if shutil.disk_usage(self.path.parent).free < FREE_BYTES_NEEDED:
                return False
            with self.path.open("xb") as file:
                _allocate(file.fileno())
        except FileExistsError:
            return True
        except OSError:
            with suppress(OSError):
                self.path.unlink(missing_ok=True)
            return False
        return True

    def release(self) -> bool:
        """Give the room back. True when there was a reserve and it is gone now."""
        try:
            self.path.unlink()
        except OSError:
            return False
        return True


def _allocate(fd: int) -> None:
    """Real blocks: by the system where it can, else by noise, which no file system compresses."""
    with suppress(AttributeError, OSError):
        os.posix_fallocate(fd, 0, RESERVE_BYTES)
        return
    noise = os.urandom(1024 * 1024)
    for _ in range(RESERVE_BYTES // len(noise)):
        os.write(fd, noise)
    os.fsync(fd)
