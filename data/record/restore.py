"""A log built anew from a copy or from the lines of the second sink; put in its place whole or not at all.

What stood there is never deleted: it is moved aside, together with its journal. A journal left beside the
new file would be played back into it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, suppress
from itertools import islice
from pathlib import Path

import msgspec

from data.record.chain import EMPTY, Head
from data.record.contract import Row, Verification
from data.record.copying import insert_rows, verified
from data.record.errors import LogError, LogFailed, errno_name
from data.record.file import check_access, connect, ensure, publish
from data.record.lines import read_lines
from data.record.page import PAGE, followed
from data.record.reading import log_pages
from data.record.verification import verify

_SQLITE = b"SQLite format 3\x00"


class LogContents(msgspec.Struct, frozen=True):
    """What a log that may have to give way holds: whole rows up to `head`, and whether that is all of it.

    `exists` is False when there is no file.
    """

    exists: bool
    head: Head = EMPTY
    whole: bool = True


def stored_rows(source: Path) -> Iterator[Row]:
    """The rows of a log or of a file of lines, in order, not verified. Raises LogError."""
    if is_log(source):
        for _head, rows in log_pages(source, None):
            yield from rows
    else:
        check_access(source, writing=False)
        yield from read_lines(source)


def is_log(path: Path) -> bool:
    """Whether the file begins as SQLite's do. Not for a log that this process has open."""
    with suppress(OSError), path.open("rb") as file:
        return file.read(len(_SQLITE)) == _SQLITE
    return False


def build(source: Path, draft: Path) -> Head:
    """A new log at `draft` with every row of `source`, verified on the way and once more when it stands.

    Raises LogDamaged at the first row that breaks the chain, and LogError for the files.
    """
    ensure(draft)
    rows, head = stored_rows(source), EMPTY
    with closing(connect(draft, writing=True, busy_timeout_ms=5000)) as writer:
        while page := list(islice(rows, PAGE)):
            head = followed(head, page, source)
            insert_rows(writer, draft, page)
    return verified(draft)


def put_in_place(draft: Path, path: Path) -> Path | None:
    """Give the draft the name of the log; what had it is kept under the name that is returned.

    Raises LogFailed.
    """
    aside = _free_name(path) if os.path.lexists(path) else None
    try:
        if aside is not None:
            with suppress(FileNotFoundError):
                path.with_name(f"{path.name}-journal").replace(aside.with_name(f"{aside.name}-journal"))
            path.replace(aside)
        publish(draft, path)
    except OSError as error:
        raise LogFailed(path, why=errno_name(error)) from error
    return aside


def _free_name(path: Path) -> Path:
    number = 1
    while os.path.lexists(kept := path.with_name(f"{path.name}.before-{number}")):
        number += 1
    return kept


def restore(source: Path, path: Path) -> tuple[Head, Path | None]:
    """`path` becomes a log with every row of `source`; (its head, where the old one is kept now).

    Raises LogError; then `path` is as it was.
    """
    draft = path.with_name(f".{path.name}.{os.urandom(6).hex()}.new")
    try:
        head = build(source, draft)
        return head, put_in_place(draft, path)
    finally:
        for left in (draft, draft.with_name(f"{draft.name}-journal")):
            with suppress(OSError):
                left.unlink(missing_ok=True)


def look_at(path: Path) -> LogContents:
    """What stands at `path` now. Never raises: what cannot be read holds nothing."""
    if not os.path.lexists(path):
        return LogContents(exists=False)
    try:
        verdict = verify(path)
    except LogError:
        return LogContents(exists=True, whole=False)
    return LogContents(exists=True, head=verdict.head, whole=verdict.ok)


def holds(source: Path, head: Head) -> bool:
    """Whether row `head.seq` of `source` has that hash: then it loses nothing that stood up to there."""
    if head == EMPTY:
        return True
    found = next(islice(stored_rows(source), head.seq - 1, head.seq), None)
    return found is not None and (found.seq, found.hash) == (head.seq, head.hash)


def head_of_source(source: Path) -> Verification:
    """Every row of `source` read and checked, as `verify` does for a log."""
    if is_log(source):
        return verify(source)
    head = EMPTY
    rows = stored_rows(source)
    try:
        while page := list(islice(rows, PAGE)):
            head = followed(head, page, source)
    except LogError as error:
        row = int(error.params.get("row", 0))
        return Verification(False, head.seq, head, row, str(error.params.get("why", "body")))
    return Verification(True, head.seq, head)
