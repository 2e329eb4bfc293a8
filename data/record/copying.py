"""A second log with the same rows: copied on by pages, each verified on its way, and then read back.

The SQLite backup API starts over whenever another process writes, and a copied file may be torn. Rows by
number need neither: whatever is in the copy is a prefix of the record, at any moment, after any crash.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import msgspec

from data.record.chain import EMPTY, Head
from data.record.contract import Row
from data.record.errors import LogDamaged, LogDiverged, LogRemote, log_errors
from data.record.file import INSERT, check_access, connect, ensure, version_of
from data.record.network_fs import network_fs
from data.record.page import PAGE, followed, last_head, rows_after
from data.record.verification import verify

GiveWay = Callable[[], None]
"""Called between pages, with no lock held: wait a moment there, and nobody waits for us."""

_BUSY_MS = 5000


def copy_onward(source: Path, target: Path, *, give_way: GiveWay = lambda: None) -> Head:
    """Add to `target` what `source` has beyond it, verify the whole of `target`, return its head.

    `target` is made when it is not there. Raises LogDiverged where it holds other rows than `source`, or
    more; LogDamaged for a row of either that breaks the chain; LogRemote, LogFull and the rest for the
    files. What was copied before an error stays: it is a prefix.
    """
    if fs := network_fs(target):
        raise LogRemote(target, fs=fs)
    ensure(target)
    for path, writing in ((source, False), (target, True)):
        check_access(path, writing=writing)
    with (
        closing(connect(source, writing=False, busy_timeout_ms=_BUSY_MS)) as reader,
        closing(connect(target, writing=True, busy_timeout_ms=_BUSY_MS)) as writer,
    ):
        version_of(reader, source)
        version_of(writer, target)
        _copy(reader, writer, source, target, give_way)
    return verified(target, give_way)


def _copy(
    reader: sqlite3.Connection, writer: sqlite3.Connection, source: Path, target: Path, give_way: GiveWay
) -> None:
    head = last_head(writer, target)
    stands_on(head, row_at(reader, source, head.seq), target)
    while rows := rows_after(reader, source, head.seq, PAGE):
        head = followed(head, rows, source)
        insert_rows(writer, target, rows)
        give_way()


def insert_rows(writer: sqlite3.Connection, target: Path, rows: list[Row]) -> None:
    """Add stored rows as they are, in one transaction. Raises LogError."""
    with log_errors(target):
        writer.execute("BEGIN IMMEDIATE")
        try:
            writer.executemany(INSERT, map(msgspec.structs.astuple, rows))
            writer.execute("COMMIT")
        except BaseException:
            if writer.in_transaction:
                writer.execute("ROLLBACK")
            raise


def row_at(reader: sqlite3.Connection, path: Path, seq: int) -> Row | None:
    """Row `seq` as stored; None when there is none."""
    rows = rows_after(reader, path, seq - 1, 1) if seq else []
    return rows[0] if rows and rows[0].seq == seq else None


def stands_on(head: Head, row: Row | None, copy: Path) -> None:
    """Raises LogDiverged unless `row` of the record is the one at which `copy` ends."""
    if head != EMPTY and (row is None or row.hash != head.hash):
        raise LogDiverged(copy, row=head.seq)


def verified(path: Path, give_way: GiveWay = lambda: None) -> Head:
    """The head of the log at `path`, every row of which was read. Raises LogDamaged at the first bad one."""
    verdict = verify(path, progress=lambda _done, _total: give_way())
    if not verdict.ok:
        raise LogDamaged(path, why=verdict.why, row=verdict.bad_seq or 0)
    return verdict.head
