"""`quality.db`: one row a point a minute, beside the record and apart from its chain; bounded.

It proves nothing and nothing waits for it: a row that cannot be written is tried again with the next
minute's. Of one point in one minute there is one row, whoever wrote it: a console that takes over in
the middle of a minute adds to what is there.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from data.health.quality import QualityRow
from data.health.quality_table import ADD, lay_out, values_of

KEPT_ROWS = 2_000_000
"""Some 120 MB: forty hours of 800 points. The oldest minutes go first, whole."""
ROOM_NEEDED = 200 * 1024 * 1024
"""With less room than this on the disk it is the record's alone."""


def quality_db_path(log: Path) -> Path:
    """Where the minutes of the day that `log` tells of are kept."""
    return log.with_name("quality.db" if log.stem == "log" else f"quality-{log.stem}.db")


class QualityDb:
    """One `quality.db`. Use it from one thread at a time, any thread."""

    def __init__(self, path: Path, *, kept_rows: int = KEPT_ROWS, room_needed: int = ROOM_NEEDED) -> None:
        self.path = path
        self._kept_rows = kept_rows
        self._room_needed = room_needed
        self._connection: sqlite3.Connection | None = None
        self._rows = 0

    def add(self, rows: Sequence[QualityRow]) -> bool:
        """Write `rows` and let the oldest go. False when that could not be done; then nothing was.

        A file that is no database any more is set aside as `quality.db.broken`.
        """
        for last in (False, True):
            try:
                if shutil.disk_usage(self.path.parent).free < self._room_needed:
                    return False
                self._add(self._open(), rows)
                return True
            except (sqlite3.Error, OSError) as error:
                self.close()
                code = getattr(error, "sqlite_errorcode", 0) & 0xFF
                if last or code not in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR):
                    return False
                with suppress(OSError):
                    self.path.replace(self.path.with_name(self.path.name + ".broken"))
        return False

    def close(self) -> None:
        """Close the file. Safe to call twice."""
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            connection = sqlite3.connect(
                self.path, timeout=1.0, isolation_level=None, check_same_thread=False
            )
            try:
                connection.execute("PRAGMA journal_mode=TRUNCATE")
                connection.execute("PRAGMA synchronous=NORMAL")
                lay_out(connection)
                (self._rows,) = connection.execute("SELECT count(*) FROM quality").fetchone()
            except BaseException:
                connection.close()
                raise
            self._connection = connection
        return self._connection

    def _add(self, connection: sqlite3.Connection, rows: Sequence[QualityRow]) -> None:
        connection.execute("BEGIN IMMEDIATE")
        try:
            connection.executemany(ADD, map(values_of, rows))
            left = self._rows + len(rows)
            while left > self._kept_rows:
                oldest = "DELETE FROM quality WHERE minute = (SELECT MIN(minute) FROM quality)"
                gone = connection.execute(oldest).rowcount
                if gone <= 0:
                    break
                left -= gone
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        self._rows = left
