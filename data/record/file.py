"""The SQLite file of a log: made whole or not at all, opened with the pragmas that keep it.

Nothing here opens the file except through SQLite: closing any other descriptor of it would drop
the POSIX locks of every connection in this process.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from data.record.errors import (
    LogDamaged,
    LogFailed,
    LogMissing,
    LogReadOnly,
    LogUnreadable,
    errno_name,
    log_errors,
)
from data.whole_file import sync_folder

APPLICATION_ID = 0x4443414C
USER_VERSION = 1
COLUMNS = "seq, at, mono_ns, boot, actor, console, kind, v, item, point, body, prev, hash"
INSERT = f"INSERT INTO event ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_SCHEMA = Path(__file__).with_name("schema.sql")


def ensure(path: Path) -> None:
    """Make an empty log at `path` unless there is something already.

    It is built beside its place and put there whole, so a crash never leaves half a log, and an
    empty file at `path` is always a damaged one. Raises LogMissing, LogReadOnly, LogFull, LogFailed.
    """
    if os.path.lexists(path):
        return
    if not path.parent.is_dir():
        raise LogMissing(path)
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise LogReadOnly(path)
    draft = path.with_name(f".{path.name}.{os.urandom(6).hex()}.new")
    try:
        _build(draft, path)
        publish(draft, path)
    except OSError as error:
        raise LogFailed(path, why=errno_name(error)) from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def _build(draft: Path, path: Path) -> None:
    import sqlite_utils

    with log_errors(path), closing(sqlite3.connect(draft)) as connection:
        connection.execute("PRAGMA synchronous=EXTRA")
        database = sqlite_utils.Database(connection, execute_plugins=False)
        database.executescript(_SCHEMA.read_text("utf-8"))
        table = database.table("event")
        if ", ".join(table.columns_dict) != COLUMNS or not table.strict:
            raise LogDamaged(path, why="columns")


def publish(draft: Path, path: Path) -> None:
    """Give the draft its name. A log that another process put there meanwhile stands. Raises OSError."""
    with suppress(FileExistsError):
        if not _linked(draft, path):
            path.touch(exist_ok=False)  # claims the name, then fills it
            draft.replace(path)
    sync_folder(path.parent)


def _linked(draft: Path, path: Path) -> bool:
    """False where the file system has no links. Raises FileExistsError."""
    try:
        os.link(draft, path)
    except FileExistsError:
        raise
    except OSError:
        return False
    return True


def check_access(path: Path, *, writing: bool) -> None:
    """Refuse early, by the file's size and permissions, what SQLite would refuse late.

    Raises LogMissing, LogUnreadable, LogReadOnly, LogDamaged (empty, no_file, link).
    """
    try:
        status = path.stat()
    except OSError as error:
        if path.is_symlink():  # to a disk that is not plugged in, maybe: no new record is made there
            raise LogDamaged(path, why="link") from error
        missing = isinstance(error, FileNotFoundError | NotADirectoryError)
        raise LogMissing(path) if missing else LogUnreadable(path) from error
    if not path.is_file():
        raise LogDamaged(path, why="no_file")
    if not os.access(path, os.R_OK):
        raise LogUnreadable(path)
    if status.st_size == 0:
        raise LogDamaged(path, why="empty")
    if writing and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK | os.X_OK)):
        raise LogReadOnly(path)


def connect(path: Path, *, writing: bool, busy_timeout_ms: int) -> sqlite3.Connection:
    """A connection that may be handed from thread to thread.

    A reader opens read-write too where it may: only so can it roll back what a killed writer left.
    """
    uri = path.resolve().as_uri() + "?mode=rw"
    with log_errors(path):
        connection = sqlite3.connect(
            uri,
            uri=True,
            timeout=busy_timeout_ms / 1000,  # set before the first statement
            isolation_level=None,
            check_same_thread=False,
        )
        try:
            _prepare(connection, writing)
        except BaseException:
            connection.close()
            raise
    return connection


def _prepare(connection: sqlite3.Connection, writing: bool) -> None:
    for pragma in ("trusted_schema=OFF", "cell_size_check=ON", "synchronous=EXTRA"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("PRAGMA journal_mode=TRUNCATE" if writing else "PRAGMA query_only=ON")


def version_of(connection: sqlite3.Connection, path: Path) -> int:
    """The `user_version` of a log of ours. Raises LogDamaged for any other database."""
    with log_errors(path):
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        columns = {row[1] for row in connection.execute("PRAGMA table_info(event)").fetchall()}
    if application != APPLICATION_ID:
        raise LogDamaged(path, why="format")
    if not columns.issuperset(COLUMNS.split(", ")):
        raise LogDamaged(path, why="columns")
    return int(version)
