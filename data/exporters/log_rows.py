"""Stored rows for an export: page by page, on a connection of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TypeAlias

from data.chain import Head
from data.log_file import check_access, connect, version_of
from data.log_page import PAGE, last_head, rows_after
from data.record import Row

Progress: TypeAlias = Callable[[int, int], None]
"""(rows done, rows in all), after every page."""


def log_pages(path: Path, progress: Progress | None) -> Iterator[tuple[Head, list[Row]]]:
    """The rows that are in the log at the start, with the head they end at.

    What is appended meanwhile is left out, so an export beside a busy conference ends. Raises
    LogError when the file cannot be read.
    """
    check_access(path, writing=False)
    with closing(connect(path, writing=False, busy_timeout_ms=5000)) as connection:
        version_of(connection, path)
        end = last_head(connection, path)
        done = 0
        while done < end.seq:
            rows = rows_after(connection, path, done, min(PAGE, end.seq - done))
            if not rows:
                return
            yield end, rows
            done = rows[-1].seq
            if progress is not None:
                progress(done, end.seq)
