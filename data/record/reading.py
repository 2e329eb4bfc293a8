"""A log read from its file, page by page, on a connection of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TypeAlias

from data.events import Event
from data.record.chain import Head
from data.record.contract import Row
from data.record.file import check_access, connect, version_of
from data.record.page import PAGE, event_of, last_head, rows_after

Progress: TypeAlias = Callable[[int, int], None]
"""(rows done, rows in all), after every page."""


def log_pages(
    path: Path, progress: Progress | None, upto: int | None = None
) -> Iterator[tuple[Head, list[Row]]]:
    """The rows that are in the log at the start, or up to row `upto`, with the head of the log then.

    What is appended meanwhile is left out, so an export beside a busy conference ends. Raises
    LogError when the file cannot be read.
    """
    check_access(path, writing=False)
    with closing(connect(path, writing=False, busy_timeout_ms=5000)) as connection:
        version_of(connection, path)
        end = last_head(connection, path)
        done, last = 0, end.seq if upto is None else min(upto, end.seq)
        while done < last:
            rows = rows_after(connection, path, done, min(PAGE, last - done))
            if not rows:
                return
            yield end, rows
            done = rows[-1].seq
            if progress is not None:
                progress(done, last)


def head_of(path: Path) -> Head:
    """The last row there is now; its chain is not checked. Raises LogError."""
    check_access(path, writing=False)
    with closing(connect(path, writing=False, busy_timeout_ms=5000)) as connection:
        version_of(connection, path)
        return last_head(connection, path)


def log_events(path: Path, upto: int) -> Iterator[Event]:
    """Rows 1 to `upto` as events, read by pages. Raises LogError."""
    for _end, rows in log_pages(path, None, upto):
        for row in rows:
            yield event_of(row, path)
