"""`live.db`: the latest readings and who is here. Disposable: nothing in it is a record.

Every call is tolerant. When the file is busy, full, broken or of another layout the call does
nothing (or answers as if it were empty); a broken one is thrown away and made anew. Times are
`Clock.real_ns`, so what an earlier boot of the machine left is thrown away as well.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from data.clock import boot_id
from data.health.reading import Reading, SourceStatus
from data.units import NS_PER_S

if TYPE_CHECKING:
    from sqlite_utils import Database

T = TypeVar("T")

LEASE_DEAD_NS = 3 * NS_PER_S
"""A lease whose holder has not beaten for this long, or beat in another boot, is free."""

_LAYOUT = 1
_BROKEN = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)
_SCHEMA = (
    "CREATE TABLE reading (point TEXT PRIMARY KEY, observed_ns INTEGER, body TEXT) STRICT",
    "CREATE TABLE source (name TEXT PRIMARY KEY, body TEXT) STRICT",
    "CREATE TABLE beat (console TEXT PRIMARY KEY, actor TEXT, role TEXT, pid INTEGER, boot TEXT,"
    " beat_ns INTEGER) STRICT",
    "CREATE TABLE lease (id INTEGER PRIMARY KEY CHECK (id = 1), epoch INTEGER, console TEXT, boot TEXT,"
    " beat_ns INTEGER) STRICT",
    "CREATE TABLE origin (boot TEXT) STRICT",
)
_LEASE_BEAT = """
INSERT INTO lease (id, epoch, console, boot, beat_ns) VALUES (1, :epoch, :console, :boot, :now_ns)
ON CONFLICT (id) DO UPDATE SET epoch = :epoch, console = :console, boot = :boot, beat_ns = :now_ns
 WHERE :epoch >= epoch OR :boot <> boot OR :now_ns - beat_ns > :dead_ns
"""

_encode = msgspec.json.Encoder().encode
_reading = msgspec.json.Decoder(Reading).decode
_source = msgspec.json.Decoder(SourceStatus).decode


class Beat(msgspec.Struct, frozen=True):
    """A console that was here at `beat_ns` of the boot named `boot`."""

    console: str
    actor: str
    role: str
    pid: int
    boot: str
    beat_ns: int


class LeaseBeat(msgspec.Struct, frozen=True):
    """Who polls, under which epoch of the record, and when it last said so."""

    epoch: int
    console: str
    boot: str
    beat_ns: int


class LiveDb:
    """One `live.db`. Use it from one thread at a time, any thread. No method raises for the file."""

    def __init__(
        self,
        path: Path,
        *,
        read_only: bool = False,
        boot: str | None = None,
        busy_timeout_ms: int = 200,
    ) -> None:
        self.path = path
        self._read_only = read_only
        self._boot = boot_id() if boot is None else boot
        self._timeout_s = busy_timeout_ms / 1000
        self._connection: sqlite3.Connection | None = None
        self._inode = 0

    def put_readings(self, readings: Sequence[Reading]) -> None:
        """Keep these as the latest of their points; give only those that changed."""
        rows = [
            {"point": one.point, "observed_ns": one.observed_ns, "body": _encode(one).decode()}
            for one in readings
        ]
        self._try(lambda c: _upsert(c, "reading", "point", rows), None)

    def put_sources(self, sources: Sequence[SourceStatus]) -> None:
        """Keep these as the latest word on their sources."""
        rows = [{"name": one.name, "body": _encode(one).decode()} for one in sources]
        self._try(lambda c: _upsert(c, "source", "name", rows), None)

    def beat(self, console: str, *, actor: str, role: str, boot: str, now_ns: int) -> None:
        """`console` (this process) is here."""
        row = msgspec.structs.asdict(Beat(console, actor, role, os.getpid(), boot, now_ns))
        self._try(lambda c: _upsert(c, "beat", "console", [row]), None)

    def lease_beat(self, epoch: int, console: str, boot: str, now_ns: int) -> bool:
        """The holder of `epoch` is alive. False when a living lease of a newer epoch is there.

        True also when the file would not say: the record, not this file, settles who polls.
        """
        row = {"epoch": epoch, "console": console, "boot": boot, "now_ns": now_ns, "dead_ns": LEASE_DEAD_NS}
        return self._try(lambda c: c.execute(_LEASE_BEAT, row).rowcount == 1, True)

    def lease(self) -> LeaseBeat | None:
        """The lease as last beaten, alive or not."""
        query = "SELECT epoch, console, boot, beat_ns FROM lease"
        rows = self._rows(query)
        return LeaseBeat(*rows[0]) if rows else None

    def beats(self) -> list[Beat]:
        """Every console that ever said it was here, the latest first."""
        query = "SELECT console, actor, role, pid, boot, beat_ns FROM beat ORDER BY beat_ns DESC"
        return [Beat(*row) for row in self._rows(query)]

    def readings(self) -> dict[str, Reading]:
        """Point → its latest reading."""
        query = "SELECT body FROM reading"
        found = (_reading(body) for (body,) in self._rows(query))
        return {reading.point: reading for reading in found}

    def sources(self) -> list[SourceStatus]:
        """The latest word on every source, by name."""
        query = "SELECT body FROM source ORDER BY name"
        return [_source(body) for (body,) in self._rows(query)]

    def close(self) -> None:
        """Close the file. Safe to call twice; a later call opens it again."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _rows(self, query: str) -> list[tuple[Any, ...]]:
        empty: list[tuple[Any, ...]] = []
        return self._try(lambda connection: connection.execute(query).fetchall(), empty)

    def _try(self, work: Callable[[sqlite3.Connection], T], otherwise: T) -> T:
        """`work`, at most twice: the second time on a new file when the first was broken."""
        for last in (False, True):
            try:
                connection = self._open()
                return otherwise if connection is None else work(connection)
            except (sqlite3.Error, OSError) as error:
                code = getattr(error, "sqlite_errorcode", 0) & 0xFF
                if last or self._read_only or code not in _BROKEN:
                    return otherwise
                self._discard()
        return otherwise

    def _open(self) -> sqlite3.Connection | None:
        """The connection; anew when the file is not the one we had. None: nothing there to read."""
        inode = self.path.stat().st_ino if self.path.exists() else 0
        if self._connection is not None and inode != self._inode:
            self.close()
        if self._connection is None:
            if self._read_only and not inode:
                return None
            uri = self.path.resolve().as_uri() + ("?mode=rw" if self._read_only else "?mode=rwc")
            connection = sqlite3.connect(
                uri, uri=True, timeout=self._timeout_s, isolation_level=None, check_same_thread=False
            )
            try:
                fit = self._prepare(connection)
            except BaseException:
                connection.close()
                raise
            if not fit:
                connection.close()
                return None
            self._connection, self._inode = connection, self.path.stat().st_ino
        return self._connection

    def _prepare(self, connection: sqlite3.Connection) -> bool:
        """Settings and tables. False when a reader finds another layout, or another boot's."""
        connection.execute("PRAGMA synchronous=OFF")
        if self._read_only:
            connection.execute("PRAGMA query_only=ON")
            return self._is_ours(connection)
        connection.execute("PRAGMA journal_mode=TRUNCATE")
        if not self._is_ours(connection):
            self._make(connection)
        return True

    def _is_ours(self, connection: sqlite3.Connection) -> bool:
        if connection.execute("PRAGMA user_version").fetchone() != (_LAYOUT,):
            return False
        found = connection.execute("SELECT boot FROM origin").fetchone()
        # A boot named by one process alone cannot be compared with another's.
        return found is not None and (found[0] == self._boot or self._boot.startswith("proc-"))

    def _make(self, connection: sqlite3.Connection) -> None:
        connection.execute("BEGIN IMMEDIATE")
        try:
            if not self._is_ours(connection):
                tables = "SELECT name FROM sqlite_master WHERE type = 'table'"
                for (name,) in connection.execute(tables).fetchall():
                    connection.execute(f'DROP TABLE "{name}"')
                for statement in _SCHEMA:
                    connection.execute(statement)
                connection.execute("INSERT INTO origin VALUES (?)", (self._boot,))
                connection.execute(f"PRAGMA user_version = {_LAYOUT}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise

    def _discard(self) -> None:
        """Throw the file away; a process that still has it open will see that it is gone."""
        self.close()
        for name in (self.path, self.path.with_name(self.path.name + "-journal")):
            with suppress(OSError):
                name.unlink(missing_ok=True)


def _upsert(connection: sqlite3.Connection, table: str, key: str, rows: list[dict[str, Any]]) -> None:
    import sqlite_utils

    database: Database = sqlite_utils.Database(connection, recursive_triggers=False, execute_plugins=False)
    database.table(table).upsert_all(rows, pk=key)
