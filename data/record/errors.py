"""Why the record could not be opened, read or written.

LogError
├── LogBusy         another process held the file for longer than we wait; nothing was written, try again
├── LogFull         no room on the disk, even after the reserve was freed; nothing was written
├── LogReadOnly     the file, its folder or this opening does not allow writing
├── LogUnreadable   the system does not let us read it
├── LogMissing      there is no file, and it was not to be made
├── LogDamaged      no file, no database of ours, columns missing, or the chain is broken (`row`, `why`)
├── LogNewer        written by a newer program: it can be read, not written
├── LogSealed       the record was closed by RecordSealed
├── LogDiverged     a copy holds other rows than the record, or more (`row`: its last)
├── LogRemote       on a network file system (`fs`), where SQLite's locks cannot be trusted
└── LogFailed       the disk answered with an I/O error (`why`)

`code` is stable and translatable; `params` always holds `file`, and whatever is named above.
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path


def errno_name(error: OSError) -> str:
    """The name of what the system said, as "ENOSPC"; "" where it has none."""
    return errno.errorcode.get(error.errno or 0, "")


class LogError(Exception):
    """The one family of errors that leaves the record."""

    code = "log"

    def __init__(self, path: Path, **params: str | int) -> None:
        self.params: dict[str, str | int] = {"file": str(path), **params}
        super().__init__(self.code, self.params)


class LogBusy(LogError):
    """Held by another process for longer than the timeout. Nothing was written."""

    code = "log_busy"


class LogFull(LogError):
    """No room left on the disk (or a quota). Nothing was written."""

    code = "log_full"


class LogReadOnly(LogError):
    """Writing is not allowed here."""

    code = "log_read_only"


class LogUnreadable(LogError):
    """The system refuses to open it."""

    code = "log_unreadable"


class LogMissing(LogError):
    """There is no such file, or no such folder."""

    code = "log_missing"


class LogDamaged(LogError):
    """Not a whole log of ours. `row` is the first bad row, 0 for the file as such.

    `why`: "format", "empty", "columns", "malformed", "text", "body", or a code of `Verification.why`.
    """

    code = "log_damaged"

    def __init__(self, path: Path, *, why: str, row: int = 0) -> None:
        super().__init__(path, why=why, row=row)


class LogNewer(LogError):
    """Some of it was written by a newer program; open it with `read_only=True`."""

    code = "log_newer"


class LogSealed(LogError):
    """The record is closed; nothing may follow."""

    code = "log_sealed"


class LogDiverged(LogError):
    """A copy does not end in a row of the record: it is another record's, or this one was cut or replaced."""

    code = "log_diverged"


class LogRemote(LogError):
    """`fs` names the network file system."""

    code = "log_remote"


class LogFailed(LogError):
    """The disk failed; `why` is SQLite's own name for it."""

    code = "log_failed"


_IOERR_WRITE = 778
_TEXT = -1
"""No code at all: Python could not decode what SQLite read."""

_BY_CODE: dict[int, Callable[[Path], LogError]] = {
    sqlite3.SQLITE_BUSY: LogBusy,
    sqlite3.SQLITE_LOCKED: LogBusy,
    sqlite3.SQLITE_FULL: LogFull,
    _IOERR_WRITE: LogFull,  # how a quota or a size limit shows
    sqlite3.SQLITE_READONLY: LogReadOnly,
    sqlite3.SQLITE_CANTOPEN: LogUnreadable,
    sqlite3.SQLITE_PERM: LogUnreadable,
    sqlite3.SQLITE_AUTH: LogUnreadable,
    sqlite3.SQLITE_NOTADB: partial(LogDamaged, why="format"),
    sqlite3.SQLITE_CORRUPT: partial(LogDamaged, why="malformed"),
    _TEXT: partial(LogDamaged, why="text"),
}
_BY_TRIGGER: dict[str, Callable[[Path], LogError]] = {
    "event_sealed": LogSealed,
    "event_seq": partial(LogDamaged, why="seq"),
    "event_prev": partial(LogDamaged, why="prev"),
}


def translated(error: sqlite3.Error, path: Path) -> LogError:
    """What SQLite's error means for the record."""
    code = getattr(error, "sqlite_errorcode", _TEXT)
    make = _BY_TRIGGER.get(str(error)) or _BY_CODE.get(code) or _BY_CODE.get(code & 0xFF)
    if make is None:
        return LogFailed(path, why=getattr(error, "sqlite_errorname", str(error)))
    return make(path)


@contextmanager
def log_errors(path: Path) -> Iterator[None]:
    """Turn SQLite's errors of the block into LogError."""
    try:
        yield
    except sqlite3.Error as error:
        raise translated(error, path) from error
