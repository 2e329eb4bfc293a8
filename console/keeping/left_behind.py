"""What a console that died could not write: found on the second path, and taken up by the next one.

Its facts were acknowledged. They are taken up where the record still ends at the row behind which they were
to stand; rows of theirs that did reach the record are passed over. Where the record has gone on without
them nobody can say what they would change, so they stay where they are, and the console says so.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from console.keeping.outbox import Outbox, Waiting, lock_of
from data.clock import Moment
from data.events import Fact, Unknown, decode_body
from data.instants import utc_iso
from data.record.authorship import PROGRAM, actor_of
from data.record.canonical import body_text, stored_text
from data.record.event_log import EventLog

logger = logging.getLogger(__name__)


class _Line(msgspec.Struct, frozen=True):
    """A line of an outbox; see there."""

    kind: str
    v: int
    seq: int
    at_ms: int
    mono_ns: int
    boot: str
    actor: str
    console: str
    item: str | None
    point: str | None
    body: msgspec.Raw


def take_up(outbox: Outbox, pattern: str, log: EventLog[Any]) -> list[Path]:
    """Give `outbox` what waits in files beside it whose names match `pattern`, behind the last row of `log`.

    Returns the files that do not fit and stay. Raises LogError.
    """
    stay: list[Path] = []
    with contextlib.suppress(OSError):
        for path in sorted(outbox.path.parent.glob(pattern)):
            if path != outbox.path and _is_left(path) and not _taken(outbox, path, log):
                logger.error("not written, and the record has gone on: %s", path)
                stay.append(path)
    return stay


def _taken(outbox: Outbox, path: Path, log: EventLog[Any]) -> bool:
    missing, last = [line for line in _lines(path) if not _is_written(line, log)], log.head.seq
    try:
        if not missing:
            path.unlink()
            return True
        fits = [line.seq for line in missing] == list(range(last + 1, last + 1 + len(missing)))
        if not fits or len(outbox):
            return False
        outbox.take_up(path, [_waiting(line) for line in missing])
    except (OSError, ValueError):
        return False
    return True


def _lines(path: Path) -> Iterator[_Line]:
    """Whole lines only: what was being written when the console died was told to nobody."""
    for line in path.read_bytes().split(b"\n")[:-1]:
        with contextlib.suppress(msgspec.DecodeError):
            yield msgspec.json.decode(line, type=_Line)


def _is_written(line: _Line, log: EventLog[Any]) -> bool:
    """Whether the record has it, at the row where it was to be."""
    rows = log.rows(line.seq - 1, 1)
    if not rows:
        return False
    row = rows[0]
    told = (line.kind, utc_iso(line.at_ms), line.mono_ns, line.item, line.point)
    ours = row.actor in (stored_text(line.actor), PROGRAM)
    return ours and told == (row.kind, row.at, row.mono_ns, row.item, row.point)


def _waiting(line: _Line) -> Waiting:
    """Raises ValueError for a kind that this program does not know."""
    body = decode_body(line.kind, line.v, bytes(line.body).decode())
    if isinstance(body, Unknown):
        raise ValueError(line.kind)
    body_text(body)
    fact = Fact(body, line.item, line.point, Moment(line.at_ms, line.mono_ns, line.boot))
    return Waiting(fact, actor_of(body, line.actor), line.console)


def _is_left(path: Path) -> bool:
    """Whether nobody holds it any more."""
    from filelock import FileLock, Timeout

    lock = FileLock(lock_of(path))
    try:
        lock.acquire(timeout=0)
    except (Timeout, OSError):
        return False
    lock.release()
    with contextlib.suppress(OSError):
        lock_of(path).unlink()
    return True
