"""A file that is there whole or not at all: written beside its place, fsynced, then renamed."""

from __future__ import annotations

import glob
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

_CHUNK = 2**20


class Draft:
    """A file under way. What goes through `write` is counted into its SHA-256 as it goes.

    `raw` is the file itself, for writers that must go back in it; its bytes are then read once more.
    `sha256` (hex) is known when the file has its name.
    """

    def __init__(self, file: BinaryIO) -> None:
        self.sha256 = ""
        self._file = file
        self._digest = hashlib.sha256()
        self._gone_back = False

    def write(self, chunk: bytes) -> int:
        """Write and count in."""
        self._digest.update(chunk)
        return self._file.write(chunk)

    @property
    def raw(self) -> BinaryIO:
        """The file, seekable."""
        self._gone_back = True
        return self._file

    def settle(self) -> None:
        """Everything is on the disk, and the digest is of what is there."""
        self._file.flush()
        os.fsync(self._file.fileno())
        if self._gone_back:
            self._file.seek(0)
            self._digest = hashlib.sha256()
            while chunk := self._file.read(_CHUNK):
                self._digest.update(chunk)
        self.sha256 = self._digest.hexdigest()


@contextmanager
def whole_file(path: Path) -> Iterator[Draft]:
    """A file that appears at `path` when the block is done; until then the old one stands.

    A process that is killed leaves a hidden `.part` beside it, which the next export of the same
    name removes. Raises OSError with `path` in it.
    """
    mark = os.urandom(4).hex()
    draft = path.with_name(f".{path.name}.{mark}.part")
    try:
        _sweep(path)
        with draft.open("x+b") as file:
            under_way = Draft(file)
            yield under_way
            under_way.settle()
        draft.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


_ABANDONED_S = 3600
"""A draft that nobody wrote to for so long belongs to a process that is gone."""


def _sweep(path: Path) -> None:
    import time

    for left in path.parent.glob(f".{glob.escape(path.name)}.*.part"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > _ABANDONED_S:
                left.unlink()


def sync_folder(folder: Path) -> None:
    """Put the names in `folder` on the disk, where the system can sync a folder (not on Windows).

    Raises OSError.
    """
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
