"""The log of a conference folder, read from outside by plain SQLite."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import console.cli


class Row(NamedTuple):
    """One row; `at` is text as stored."""

    seq: int
    at: str
    kind: str
    item: str | None
    actor: str
    console: str
    body: dict[str, Any]


def log_rows(folder: Path, name: str = "log.db") -> list[Row]:
    """What happened and what was done, all of it; [] before there is a log. Rows that only tell what a
    console has shown are no deeds and are left out.
    """
    if not (folder / name).exists():
        return []
    query = "SELECT seq, at, kind, item, actor, console, body FROM event ORDER BY seq"
    with closing(sqlite3.connect(folder / name, timeout=10)) as connection:
        rows = [Row(*row[:6], json.loads(row[6])) for row in connection.execute(query).fetchall()]
    return [row for row in rows if row.kind != "NoticeShown"]


def wait_log(folder: Path, true: Callable[[list[Row]], bool], timeout: float = 10) -> list[Row]:
    """The log once `true` of it; TimeoutError, with its kinds, after `timeout` s."""
    end = time.monotonic() + timeout
    while not true(log := log_rows(folder)):
        if time.monotonic() > end:
            raise TimeoutError(f"the log was: {[(row.kind, row.item) for row in log]}")
        time.sleep(0.02)
    return log


def kinds(log: Iterable[Row]) -> list[str]:
    """What happened, in order."""
    return [row.kind for row in log]


def started(folder: Path) -> list[str | None]:
    """The cues that went on air, in order."""
    return [row.item for row in log_rows(folder) if row.kind == "ItemStarted"]


def put_on_air(folder: Path, *left: str, take: bool = False) -> None:
    """Open the conference and leave these items, as the command line does; `take` control for it."""
    taking = ("--take-control", "test") if take else ()
    for cue in ("none", *left):
        assert console.cli.main(["advance", str(folder), "--expect", cue, *taking]) == 0
