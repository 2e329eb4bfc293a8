"""What `quality.db` has kept, read beside whoever writes it. Every function raises LogError for a file that
cannot be read, and finds nothing where there is none.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import msgspec

from data.health.quality import FIGURES, QualityRow, Spread
from data.health.quality_table import COLUMNS, PARTS, row_of, spreads_of
from data.record.errors import log_errors

PAGE = 1000


class PointQuality(msgspec.Struct, frozen=True):
    """A point over a stretch of minutes. `spreads` as in `QualityRow`, the mean by measurements."""

    point: str
    minutes: int
    seen_s: float
    degraded_s: float
    down_s: float
    spreads: tuple[Spread | None, ...]


def read(path: Path, *, point: str = "", since_minute: int = 0) -> Iterator[QualityRow]:
    """Rows from `since_minute` on, oldest first, of one point or of all; nothing where there is no file.

    No statement stays open between two pages. Raises LogError for a file that cannot be read.
    """
    if not path.exists():
        return
    wanted = "AND point = :point" if point else ""
    page = (
        f"SELECT {', '.join(COLUMNS)} FROM quality WHERE (minute, point) > (:minute, :after) {wanted}"
        f" ORDER BY minute, point LIMIT {PAGE}"
    )
    minute, after = since_minute, ""
    with _reading(path) as connection:
        while True:
            asked = {"minute": minute, "after": after, "point": point}
            rows = connection.execute(page, asked).fetchall()
            yield from (row_of(*row) for row in rows)
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
        least, mean, most, count = (f"{name}_{part}" for part in PARTS)
        weighted = f"SUM({mean} * {count}) / SUM({count})"
        terms += [f"MIN({least})", weighted, f"MAX({most})", f"SUM({count})"]
    query = (
        "SELECT point, COUNT(*), SUM(seen_s), SUM(degraded_s), SUM(down_s), "
        f"{', '.join(terms)} FROM quality WHERE minute >= ? GROUP BY point"
    )
    with _reading(path) as connection:
        rows = connection.execute(query, (since_minute,)).fetchall()
    return {
        code: PointQuality(code, minutes, seen, degraded, down, spreads_of(figures))
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
    query = f"SELECT {', '.join(COLUMNS)} FROM quality WHERE minute = ?"
    with _reading(path) as connection:
        rows = connection.execute(query, (minute,)).fetchall()
    return [row_of(*row) for row in rows]


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
