"""The second sink: the record as lines of JSON in a file that only grows, fsynced, on another disk.

Each line is one of the ndjson export, so the file verifies outside, and a log can be built from it anew. It
needs no locks of SQLite's, so it may lie on a network share. One process at a time appends.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from data.record.chain import EMPTY, Head
from data.record.contract import Row
from data.record.copying import row_at, stands_on
from data.record.errors import LogDamaged, LogFailed, LogFull, LogReadOnly, errno_name
from data.record.file import check_access, connect, version_of
from data.record.json_line import row_json
from data.record.page import PAGE, followed, rows_after
from data.whole_file import sync_folder

_LOOK_BACK = 64 * 1024
_NO_ROOM = ("ENOSPC", "EDQUOT", "EFBIG")
_NO_WRITING = ("EROFS", "EACCES", "EPERM")


class _Line(msgspec.Struct, frozen=True):
    """What a line must hold for its row to be built; `body` is not read, `raw` is what was hashed."""

    seq: int
    at: str
    mono_ns: int
    boot: str
    actor: str
    console: str
    kind: str
    v: int
    item: str | None
    point: str | None
    raw: str
    prev: str
    hash: str


_decode = msgspec.json.Decoder(_Line).decode


def append_lines(source: Path, target: Path, *, give_way: Callable[[], None] = lambda: None) -> Head:
    """Add to `target` what `source` has beyond its last whole line; on disk when this returns its head.

    A torn last line, as a killed process leaves one, is cut away first: nobody was told of it. Raises
    LogDiverged where the file ends in another row than the record has there, LogDamaged, and LogFull,
    LogReadOnly or LogFailed for the file.
    """
    check_access(source, writing=False)
    with closing(connect(source, writing=False, busy_timeout_ms=5000)) as reader:
        version_of(reader, source)
        try:
            with _opened(target) as file:
                head = _whole_tail(file, target)
                stands_on(head, row_at(reader, source, head.seq), target)
                while rows := rows_after(reader, source, head.seq, PAGE):
                    head = followed(head, rows, source)
                    file.write(b"".join([row_json(row) + b"\n" for row in rows]))
                    file.flush()
                    os.fsync(file.fileno())
                    give_way()
        except OSError as error:
            raise _translated(error, target) from error
    return head


def _opened(path: Path) -> BinaryIO:
    """For reading and appending; the new name is on the disk, where a folder can be synced."""
    known = path.exists()
    file = path.open("a+b")
    if not known:
        sync_folder(path.parent)
    return file


def _whole_tail(file: BinaryIO, path: Path) -> Head:
    """The head by the last whole line; what is torn behind it is cut away."""
    size, tail, span = file.seek(0, os.SEEK_END), b"", _LOOK_BACK
    while size:
        file.seek(max(0, size - span))
        tail = file.read()
        if tail.count(b"\n") > 1 or span >= size:
            break
        span *= 4
    whole, newline, torn = tail.rpartition(b"\n")
    if torn:
        file.truncate(size - len(torn))
        file.seek(0, os.SEEK_END)
    if not newline:
        return EMPTY
    row = _row_of(whole.rpartition(b"\n")[2], path, 0)
    return Head(row.seq, row.hash)


def read_lines(path: Path) -> Iterator[Row]:
    """Every row of the file, not yet verified; a torn last line is no row.

    Raises LogDamaged for a line that is no row, LogFailed for the file.
    """
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                if not line.endswith(b"\n"):
                    return
                yield _row_of(line, path, number)
    except OSError as error:
        raise _translated(error, path) from error


def _row_of(line: bytes, path: Path, number: int) -> Row:
    try:
        told = _decode(line)
        chain = [bytes.fromhex(told.prev), bytes.fromhex(told.hash)]
    except (msgspec.DecodeError, ValueError) as error:
        raise LogDamaged(path, why="body", row=number) from error
    fields: list[Any] = [*msgspec.structs.astuple(told)[:11], *chain]
    return Row(*fields)


def _translated(error: OSError, path: Path) -> LogFull | LogReadOnly | LogFailed:
    name = errno_name(error)
    if name in _NO_ROOM:
        return LogFull(path)
    return LogReadOnly(path) if name in _NO_WRITING else LogFailed(path, why=name)
