"""Reading the log in pages. No statement stays open between two of them, so no writer ever waits."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from data.clock import Moment
from data.events import Event, decode_body
from data.instants import utc_ms_of
from data.record.chain import EMPTY, Head, row_hash
from data.record.contract import Row
from data.record.errors import LogDamaged, log_errors
from data.record.file import COLUMNS

PAGE = 1000
_EVENT_COLUMNS = COLUMNS.removesuffix(", prev, hash")


def rows_after(connection: sqlite3.Connection, path: Path, after: int, limit: int = PAGE) -> list[Row]:
    """Stored rows behind `after`, at most `limit`."""
    return [Row(*columns) for columns in _page(connection, path, COLUMNS, after, limit)]


def events_after(connection: sqlite3.Connection, path: Path, after: int, limit: int = PAGE) -> list[Event]:
    """The same as events; cheaper, because neither `prev` nor `hash` is read."""
    return _events(_page(connection, path, _EVENT_COLUMNS, after, limit), path, after)


def events_among(
    connection: sqlite3.Connection, path: Path, after: int, upto: int, narrowing: tuple[str, tuple[Any, ...]]
) -> list[Event]:
    """Events of the rows `after` < seq <= `upto` for which a condition of SQL holds, oldest first."""
    condition, values = narrowing
    where = f"seq > ? AND seq <= ?{condition and f' AND {condition}'}"
    with log_errors(path):
        query = f"SELECT {_EVENT_COLUMNS} FROM event WHERE {where} ORDER BY seq"
        rows = connection.execute(query, (after, upto, *values)).fetchall()
    return _events(rows, path, after)


def _events(rows: list[tuple[Any, ...]], path: Path, after: int) -> list[Event]:
    seq, last, moment = after, "", Moment(0, 0, "")
    events: list[Event] = []
    try:
        for seq, at, mono_ns, boot, actor, console, kind, v, item, point, raw in rows:
            if at != last or mono_ns != moment.mono_ns or boot != moment.boot:
                last, moment = at, Moment(utc_ms_of(at), mono_ns, boot)
            body = decode_body(kind, v, raw)
            events.append(Event(seq, moment, actor, console, kind, v, item, point, body, raw))
    except (ValueError, KeyError, TypeError) as error:
        raise LogDamaged(path, why="body", row=seq) from error
    return events


def event_of(row: Row, path: Path) -> Event:
    """A stored row as an event. Raises LogDamaged when its text cannot be read."""
    try:
        moment = Moment(utc_ms_of(row.at), row.mono_ns, row.boot)
        body = decode_body(row.kind, row.v, row.body)
    except (ValueError, KeyError, TypeError) as error:
        raise LogDamaged(path, why="body", row=row.seq) from error
    return Event(
        row.seq, moment, row.actor, row.console, row.kind, row.v, row.item, row.point, body, row.body
    )


def followed(head: Head, rows: list[Row], path: Path) -> Head:
    """The head after `rows`. Raises LogDamaged at the first that does not continue the chain."""
    seq, tip = head.seq, head.hash
    for row in rows:
        seq += 1
        if row.seq != seq:
            raise LogDamaged(path, why="seq", row=seq)
        if row.prev != tip:
            raise LogDamaged(path, why="prev", row=seq)
        tip = hash_of(row)
        if row.hash != tip:
            raise LogDamaged(path, why="hash", row=seq)
    return Head(seq, tip)


def hash_of(row: Row) -> bytes:
    """The hash that `row` must carry, given its `prev`."""
    return row_hash(
        row.prev,
        row.seq,
        row.at,
        row.mono_ns,
        row.boot,
        row.actor,
        row.console,
        row.kind,
        row.v,
        row.item,
        row.point,
        row.body,
    )


def last_head(connection: sqlite3.Connection, path: Path) -> Head:
    """Number and hash of the last row as stored; nothing is checked."""
    with log_errors(path):
        found = connection.execute("SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1").fetchone()
    return Head(*found) if found else EMPTY


def conference_day(connection: sqlite3.Connection, path: Path) -> str:
    """When an item last went on air, else when the newest row was written (UTC, ISO); "" for an empty log.

    Papers are exported and the record is sealed on later days, which nobody means by "15:30".
    """
    with log_errors(path):
        query = "SELECT at FROM event WHERE kind = 'ItemStarted' ORDER BY seq DESC LIMIT 1"
        newest = "SELECT at FROM event ORDER BY seq DESC LIMIT 1"
        found = connection.execute(query).fetchone() or connection.execute(newest).fetchone()
    return found[0] if found else ""


def _page(
    connection: sqlite3.Connection, path: Path, columns: str, after: int, limit: int
) -> list[tuple[Any, ...]]:
    with log_errors(path):
        query = f"SELECT {columns} FROM event WHERE seq > ? ORDER BY seq LIMIT ?"
        return connection.execute(query, (after, limit)).fetchall()
