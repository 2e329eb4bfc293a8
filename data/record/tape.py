"""The record as a tape: the state as of any row or moment, found fast. Reads only.

The state at a row is a fold from the nearest mark before it. Marks are laid while the tape is wound:
some for the whole of it, and closer ones where somebody is looking now, so that going back costs as
little as going on.
"""

from __future__ import annotations

import sqlite3
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from data.clock import Moment
from data.events import Event
from data.fold import fold
from data.instants import utc_iso
from data.record.contract import Row
from data.record.errors import LogDamaged, LogError, log_errors
from data.record.file import check_access, connect, version_of
from data.record.filter import LogFilter
from data.record.page import PAGE, events_after, events_among, last_head, rows_after
from data.state import EMPTY, ConferenceState
from data.units import NS_PER_MS

MARKS = 64
"""Over the whole tape; a state of 10,000 points holds half a megabyte of its own."""
NEAR = 32
CHUNK = 500
"""Rows between two marks where somebody looks."""


def passed_ms(before: Moment, after: Moment) -> int:
    """How long it was between two rows: by the monotonic clock, from one boot to another by the wall's."""
    if before.boot == after.boot:
        return max(0, (after.mono_ns - before.mono_ns) // NS_PER_MS)
    return max(0, after.utc_ms - before.utc_ms)


def later(moment: Moment, by_ms: int) -> Moment:
    """`by_ms` after `moment`, on the clocks of its time."""
    return Moment(moment.utc_ms + by_ms, moment.mono_ns + by_ms * NS_PER_MS, moment.boot)


class Tape:
    """One log. Use it from one thread at a time, any thread. `rows` is the number of its rows.

    `wound` is the row up to which marks are laid.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self.path = path
        self._connection = connection
        self.rows = last_head(connection, path).seq
        self._step = max(PAGE, -(-self.rows // MARKS))
        self._seqs = [0]
        self._states = [EMPTY]
        self._near: OrderedDict[int, ConferenceState] = OrderedDict()
        self._winding = EMPTY

    @classmethod
    def open(cls, path: Path) -> Tape:
        """Raises LogError; a log without a row is LogDamaged("empty")."""
        check_access(path, writing=False)
        connection = connect(path, writing=False, busy_timeout_ms=5000)
        try:
            version_of(connection, path)
            tape = cls(connection, path)
            if not tape.rows:
                raise LogDamaged(path, why="empty")
        except BaseException:
            connection.close()
            raise
        return tape

    @property
    def wound(self) -> int:
        """The row up to which marks are laid."""
        return self._winding.seq

    @property
    def day(self) -> str:
        """A moment (UTC, ISO) of the day on which the conference was opened, else of the first row."""
        opened = self.next_of(("ConferenceOpened",), 0) or 1
        return utc_iso(self.event(opened).at.utc_ms)

    def wind_on(self) -> bool:
        """Lay marks over one more page. False when the whole tape is wound. Raises LogError."""
        events = self.events(self._winding.seq, min(PAGE, self.rows - self._winding.seq))
        if not events:
            return False
        self._winding = fold(self._winding, events)
        if self._winding.seq - self._seqs[-1] >= self._step:
            self._seqs.append(self._winding.seq)
            self._states.append(self._winding)
        return self._winding.seq < self.rows

    def state_at(self, seq: int) -> ConferenceState:
        """The state after row `seq`. Raises LogError."""
        state = self._nearest(seq)
        while state.seq < seq:
            events = self.events(state.seq, min(CHUNK, seq - state.seq))
            if not events:
                break
            state = fold(state, events)
            self._near[state.seq] = state
            self._near.move_to_end(state.seq)
            while len(self._near) > NEAR:
                self._near.popitem(last=False)
        return state

    def _nearest(self, seq: int) -> ConferenceState:
        coarse = self._states[bisect_right(self._seqs, seq) - 1]
        near = max((at for at in self._near if at <= seq), default=0)
        if self._winding.seq <= seq and self._winding.seq > max(coarse.seq, near):
            return self._winding
        return self._near[near] if near > coarse.seq else coarse

    def row_at(self, utc_ms: int) -> int:
        """The last row not after `utc_ms`, at least 1. Raises LogError.

        Found by halving: where the wall clock was set back, a row at which it passed `utc_ms`.
        """
        wanted, low, high = utc_iso(utc_ms), 1, self.rows
        while low < high:
            middle = (low + high + 1) // 2
            rows = rows_after(self._connection, self.path, middle - 1, 1)
            if rows and rows[0].at <= wanted:
                low = middle
            else:
                high = middle - 1
        return low

    def event(self, seq: int) -> Event:
        """Row `seq`. Raises LogDamaged when there is none."""
        found = self.events(seq - 1, 1)
        if not found or found[0].seq != seq:
            raise LogDamaged(self.path, why="seq", row=seq)
        return found[0]

    def events(self, after: int, limit: int = PAGE) -> list[Event]:
        """Up to `limit` events behind row `after`."""
        return events_after(self._connection, self.path, after, limit)

    def among(self, after: int, upto: int, wanted: LogFilter) -> list[Event]:
        """As `EventLog.among`."""
        return events_among(self._connection, self.path, after, upto, wanted.narrowing())

    def stored(self, seq: int) -> Row | None:
        """Row `seq` as stored; None when there is none."""
        rows = rows_after(self._connection, self.path, seq - 1, 1)
        return rows[0] if rows and rows[0].seq == seq else None

    def next_of(self, kinds: Iterable[str], after: int) -> int:
        """The first row behind `after` of one of `kinds`, 0 when there is none."""
        return self._hop(kinds, "seq > ?", after, "ASC")

    def last_of(self, kinds: Iterable[str], before: int) -> int:
        """The last row before `before` of one of `kinds`, 0 when there is none."""
        return self._hop(kinds, "seq < ?", before, "DESC")

    def _hop(self, kinds: Iterable[str], where: str, seq: int, order: str) -> int:
        wanted = tuple(kinds)
        marks = ", ".join("?" * len(wanted))
        query = f"SELECT seq FROM event WHERE {where} AND kind IN ({marks}) ORDER BY seq {order} LIMIT 1"
        with log_errors(self.path):
            found = self._connection.execute(query, (seq, *wanted)).fetchone()
        return found[0] if found else 0

    def span(self, seq: int) -> tuple[int, int]:
        """The first and the last row that were written together with `seq`: no moment is shown by halves."""
        rows = self.events(max(0, seq - 1 - PAGE // 2))
        moment = next((row.at for row in rows if row.seq == seq), None)
        first = last = seq
        for row in rows:
            if row.at == moment:
                first, last = min(first, row.seq), max(last, row.seq)
        return first, last

    def close(self) -> None:
        """Close the file. Safe to call twice."""
        self._connection.close()


def is_sealed(path: Path) -> bool:
    """Whether the log at `path` has come to its end. False for one that is not there or cannot be read:
    whoever opens it will say so.
    """
    try:
        check_access(path, writing=False)
        with closing(connect(path, writing=False, busy_timeout_ms=5000)) as connection:
            rows = rows_after(connection, path, last_head(connection, path).seq - 1, 1)
    except LogError:
        return False
    return bool(rows) and rows[0].kind == "RecordSealed"


def has_run(path: Path) -> bool:
    """Whether an item of the programme ever went on air in the log at `path`; False as `is_sealed`."""
    try:
        check_access(path, writing=False)
        with closing(connect(path, writing=False, busy_timeout_ms=5000)) as connection, log_errors(path):
            query = "SELECT 1 FROM event WHERE kind = 'ItemStarted' LIMIT 1"
            return connection.execute(query).fetchone() is not None
    except LogError:
        return False
