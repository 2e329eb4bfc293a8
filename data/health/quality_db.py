"""`quality.db`: one row a point a minute, beside the record and apart from its chain; bounded.

It proves nothing and nothing waits for it: a row that cannot be written is tried again with the next
minute's. Of one point in one minute there is one row, whoever wrote it: a console that takes over in
the middle of a minute adds to what is there.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import msgspec

from data.health.quality import FIGURES, QualityRow, Spread
from data.record.errors import log_errors

KEPT_ROWS = 2_000_000
"""Some 120 MB: forty hours of 800 points. The oldest minutes go first, whole."""
ROOM_NEEDED = 200 * 1024 * 1024
"""With less room than this on the disk it is the record's alone."""
PAGE = 1000

_LAYOUT = 1
_PARTS = ("least", "mean", "most", "count")
_SPREAD_COLUMNS = tuple(f"{name}_{part}" for name in FIGURES for part in _PARTS)
_COLUMNS = ("minute", "point", "seen_s", "degraded_s", "down_s", *_SPREAD_COLUMNS)


def _merged(name: str) -> list[str]:
    """How a figure of the row that is there and of the new one make one, either of them maybe missing."""
    least, mean, most, count = (f"{name}_{part}" for part in _PARTS)
    both = f"({mean} * {count} + excluded.{mean} * excluded.{count}) / ({count} + excluded.{count})"
    return [
        f"{least} = COALESCE(MIN({least}, excluded.{least}), {least}, excluded.{least})",
        f"{mean} = COALESCE({both}, {mean}, excluded.{mean})",
        f"{most} = COALESCE(MAX({most}, excluded.{most}), {most}, excluded.{most})",
        f"{count} = COALESCE({count} + excluded.{count}, {count}, excluded.{count})",
    ]


_MAKE = (
    "CREATE TABLE quality (minute INTEGER NOT NULL, point TEXT NOT NULL,"
    " seen_s REAL NOT NULL, degraded_s REAL NOT NULL, down_s REAL NOT NULL, "
    + ", ".join(f"{name} {'INTEGER' if name.endswith('_count') else 'REAL'}" for name in _SPREAD_COLUMNS)
    + ", PRIMARY KEY (minute, point)) STRICT, WITHOUT ROWID"
)
_ADD = (
    f"INSERT INTO quality ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"
    " ON CONFLICT (minute, point) DO UPDATE SET "
    + ", ".join(
        [f"{name} = {name} + excluded.{name}" for name in ("seen_s", "degraded_s", "down_s")]
        + [term for name in FIGURES for term in _merged(name)]
    )
)


def beside(log: Path) -> Path:
    """Where the minutes of the day that `log` tells of are kept."""
    return log.with_name("quality.db" if log.stem == "log" else f"quality-{log.stem}.db")


class PointQuality(msgspec.Struct, frozen=True):
    """A point over a stretch of minutes. `spreads` as in `QualityRow`, the mean by measurements."""

    point: str
    minutes: int
    seen_s: float
    degraded_s: float
    down_s: float
    spreads: tuple[Spread | None, ...]


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
                _lay_out(connection)
                (self._rows,) = connection.execute("SELECT count(*) FROM quality").fetchone()
            except BaseException:
                connection.close()
                raise
            self._connection = connection
        return self._connection

    def _add(self, connection: sqlite3.Connection, rows: Sequence[QualityRow]) -> None:
        connection.execute("BEGIN IMMEDIATE")
        try:
            connection.executemany(_ADD, map(_values, rows))
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


def _lay_out(connection: sqlite3.Connection) -> None:
    """The table, in a new file. Raises OSError for a file of a newer program: that is left alone."""
    version = "PRAGMA user_version"
    if connection.execute(version).fetchone() == (0,):
        connection.execute("BEGIN IMMEDIATE")
        if connection.execute(version).fetchone() == (0,):  # nobody was faster
            connection.execute(_MAKE)
            connection.execute(f"{version} = {_LAYOUT}")
        connection.execute("COMMIT")
    if connection.execute(version).fetchone() != (_LAYOUT,):
        raise OSError("newer layout")


def _values(row: QualityRow) -> list[Any]:
    values: list[Any] = [row.minute, row.point, row.seen_s, row.degraded_s, row.down_s]
    for each in row.spreads:
        values += (None,) * len(_PARTS) if each is None else (each.least, each.mean, each.most, each.count)
    return values


def _row(minute: int, point: str, seen: float, degraded: float, down: float, *figures: Any) -> QualityRow:
    return QualityRow(minute, point, seen, degraded, down, _spreads(figures))


def _spreads(values: Sequence[Any]) -> tuple[Spread | None, ...]:
    step = len(_PARTS)
    four = (values[at : at + step] for at in range(0, len(values), step))
    return tuple(None if not each[-1] else Spread(*each) for each in four)


def read(path: Path, *, point: str = "", since_minute: int = 0) -> Iterator[QualityRow]:
    """Rows from `since_minute` on, oldest first, of one point or of all; nothing where there is no file.

    No statement stays open between two pages. Raises LogError for a file that cannot be read.
    """
    if not path.exists():
        return
    wanted = "AND point = :point" if point else ""
    page = (
        f"SELECT {', '.join(_COLUMNS)} FROM quality WHERE (minute, point) > (:minute, :after) {wanted}"
        f" ORDER BY minute, point LIMIT {PAGE}"
    )
    minute, after = since_minute, ""
    with _reading(path) as connection:
        while True:
            asked = {"minute": minute, "after": after, "point": point}
            rows = connection.execute(page, asked).fetchall()
            yield from (_row(*row) for row in rows)
            if len(rows) < PAGE:
                return
            minute, after = rows[-1][:2]


def by_point(path: Path, *, since_minute: int = 0) -> dict[str, PointQuality]:
    """Every point over all its minutes from `since_minute` on; {} where there is no file.

    Raises LogError for a file that cannot be read.
    """
    if not path.exists():
        return {}
    terms = []
    for name in FIGURES:
        least, mean, most, count = (f"{name}_{part}" for part in _PARTS)
        weighted = f"SUM({mean} * {count}) / SUM({count})"
        terms += [f"MIN({least})", weighted, f"MAX({most})", f"SUM({count})"]
    query = (
        "SELECT point, COUNT(*), SUM(seen_s), SUM(degraded_s), SUM(down_s), "
        f"{', '.join(terms)} FROM quality WHERE minute >= ? GROUP BY point"
    )
    with _reading(path) as connection:
        rows = connection.execute(query, (since_minute,)).fetchall()
    return {
        code: PointQuality(code, minutes, seen, degraded, down, _spreads(figures))
        for code, minutes, seen, degraded, down, *figures in rows
    }


def seen_minutes(path: Path) -> frozenset[int]:
    """Every minute of which there is a row. Raises LogError."""
    if not path.exists():
        return frozenset()
    # Each step is a seek in the key: two million rows are not looked at for a few hundred minutes.
    query = (
        "WITH RECURSIVE each(minute) AS (SELECT MIN(minute) FROM quality UNION ALL"
        " SELECT (SELECT MIN(minute) FROM quality WHERE minute > each.minute) FROM each"
        " WHERE each.minute IS NOT NULL) SELECT minute FROM each WHERE minute IS NOT NULL"
    )
    with _reading(path) as connection:
        return frozenset(minute for (minute,) in connection.execute(query).fetchall())


def minute_rows(path: Path, minute: int) -> list[QualityRow]:
    """The rows of one minute. Raises LogError."""
    if not path.exists():
        return []
    query = f"SELECT {', '.join(_COLUMNS)} FROM quality WHERE minute = ?"
    with _reading(path) as connection:
        rows = connection.execute(query, (minute,)).fetchall()
    return [_row(*row) for row in rows]


def last_minute(path: Path) -> int:
    """The newest minute there is, 0 where there is none. Raises LogError."""
    if not path.exists():
        return 0
    with _reading(path) as connection:
        (minute,) = connection.execute("SELECT MAX(minute) FROM quality").fetchone()
    return minute or 0


@contextmanager
def _reading(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that writes nothing but what a killed writer left to roll back."""
    with log_errors(path):
        connection = sqlite3.connect(path.resolve().as_uri() + "?mode=rw", uri=True, timeout=5.0)
        with closing(connection):
            connection.execute("PRAGMA query_only=ON")
            yield connection
