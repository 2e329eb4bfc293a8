"""Checking the chain of a whole log, or of a log up to a head noted elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

from data.record.chain import EMPTY, Head, digest
from data.record.contract import Verification
from data.record.errors import log_errors
from data.record.file import check_access, connect, version_of
from data.record.page import PAGE, last_head

_SEALED = b"RecordSealed"
_STORED = """
SELECT CAST(seq AS TEXT), at, CAST(mono_ns AS TEXT), boot, actor, console, kind, CAST(v AS TEXT),
       item, point, body, prev, hash
  FROM event WHERE seq > ? ORDER BY seq LIMIT ?
"""


def verify(
    path: Path,
    *,
    head: Head | None = None,
    heads: Iterable[Head] = (),
    progress: Callable[[int, int], None] | None = None,
) -> Verification:
    """Read every row there is now and check the chain; name the first bad row.

    `head`, or any number of `heads`, were noted earlier: the chain must still hold them, which finds a
    cut-off tail.
    `progress(done, total)` is called after every page. Its own connection, no lock held between
    pages, so it may run beside writers. Raises LogError when the file cannot be read at all.
    """
    check_access(path, writing=False)
    with closing(connect(path, writing=False, busy_timeout_ms=5000)) as connection:
        version_of(connection, path)
        end = last_head(connection, path).seq
        with log_errors(path):
            (first,) = connection.execute("SELECT MIN(seq) FROM event").fetchone()
        if first is not None and first < 1:
            return Verification(False, 0, EMPTY, first, "seq")
        connection.text_factory = bytes  # the bytes as stored, whatever they are
        walk = _Walk([*heads, *([head] if head else [])])
        while walk.seq < end and not walk.why:
            with log_errors(path):
                page = connection.execute(_STORED, (walk.seq, min(PAGE, end - walk.seq))).fetchall()
            walk.over(page)
            if not page:
                walk.why = "seq"
            if progress is not None:
                progress(walk.seq, end)
    return walk.verdict()


class _Walk:
    """A walk along the chain: the last good row, and why it went no further."""

    def __init__(self, noted: Iterable[Head]) -> None:
        self.seq = EMPTY.seq
        self.tip = EMPTY.hash
        self.why = ""
        self._kind = b""
        told = sorted({each for each in noted if each != EMPTY}, key=lambda each: each.seq, reverse=True)
        self._noted = told
        """The lowest comes last."""

    def over(self, page: Iterable[tuple[bytes, ...]]) -> None:
        """Go on over the rows of a page, up to the first bad one."""
        noted = self._noted[-1].seq if self._noted else -1
        for row in page:
            prev, stored = row[11], row[12]
            self.why = self._fault(row, prev, stored)
            if self.why:
                return
            if self.seq + 1 == noted:
                if not self._is_noted(stored):
                    self.why = "head"
                    return
                noted = self._noted[-1].seq if self._noted else -1
            self.seq, self.tip, self._kind = self.seq + 1, stored, row[6]

    def _is_noted(self, stored: bytes) -> bool:
        """Whether everything that was noted about the next row is its hash; it is not asked again."""
        while self._noted and self._noted[-1].seq == self.seq + 1:
            if self._noted.pop().hash != stored:
                return False
        return True

    def _fault(self, row: tuple[bytes, ...], prev: bytes, stored: bytes) -> str:
        if row[0] != b"%d" % (self.seq + 1):
            return "seq"
        if self._kind == _SEALED:
            return "sealed"
        if prev != self.tip:
            return "prev"
        try:
            return "" if digest(prev, row[:11]) == stored else "hash"
        except TypeError:  # NULL where our schema allows none
            return "hash"

    def verdict(self) -> Verification:
        """What is known at the end of the walk."""
        if not self.why and self._noted:
            self.why = "head"
        bad = self.seq + 1 if self.why else None
        return Verification(not self.why, self.seq, Head(self.seq, self.tip), bad, self.why)
