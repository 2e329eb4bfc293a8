"""The table of `quality.db`: its columns, and rows that go in and come out."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from data.health.quality import FIGURES, QualityRow, Spread

_LAYOUT = 1
PARTS = ("least", "mean", "most", "count")
_SPREAD_COLUMNS = tuple(f"{name}_{part}" for name in FIGURES for part in PARTS)
COLUMNS = ("minute", "point", "seen_s", "degraded_s", "down_s", *_SPREAD_COLUMNS)


def _merged(name: str) -> list[str]:
    """How a figure of the row that is there and of the new one make one, either of them maybe missing."""
    least, mean, most, count = (f"{name}_{part}" for part in PARTS)
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
ADD = (
    f"INSERT INTO quality ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"
    " ON CONFLICT (minute, point) DO UPDATE SET "
    + ", ".join(
        [f"{name} = {name} + excluded.{name}" for name in ("seen_s", "degraded_s", "down_s")]
        + [term for name in FIGURES for term in _merged(name)]
    )
)


def lay_out(connection: sqlite3.Connection) -> None:
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


def values_of(row: QualityRow) -> list[Any]:
    """What stands in COLUMNS for `row`."""
    values: list[Any] = [row.minute, row.point, row.seen_s, row.degraded_s, row.down_s]
    for each in row.spreads:
        values += (None,) * len(PARTS) if each is None else (each.least, each.mean, each.most, each.count)
    return values


def row_of(minute: int, point: str, seen: float, degraded: float, down: float, *figures: Any) -> QualityRow:
    """The way back."""
    return QualityRow(minute, point, seen, degraded, down, spreads_of(figures))


def spreads_of(values: Sequence[Any]) -> tuple[Spread | None, ...]:
    """The figures of a row, four values each."""
    step = len(PARTS)
    four = (values[at : at + step] for at in range(0, len(values), step))
    return tuple(None if not each[-1] else Spread(*each) for each in four)
