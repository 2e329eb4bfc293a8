"""The folder as it was read last time, for as long as none of its files has changed.

Reading csv with every check takes tens of milliseconds, and a console that starts again in the
middle of a conference must not spend them. Disposable; only faultless readings are kept.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import msgspec

from data.code_digest import code_digest
from data.folder.model import Conference
from data.folder.problem import Problem

FILES = ("conference.toml", "agenda.csv", "agenda.xlsx", "points.csv", "points.xlsx")
_IMPORTERS = (
    *("agenda", "cells", "columns", "csv_grid", "csv_table", "findings", "grid", "legacy_text", "points"),
    *("sections", "settings", "sources", "table", "times", "xlsx_table"),
)
READERS = (
    *(
        "agenda/programme",
        "folder/conference",
        "folder/model",
        "folder/problem",
        "folder/second_path",
        "instants",
        "text",
    ),
    *(f"importers/{name}" for name in _IMPORTERS),
)
"""The modules on which the meaning of a stored reading depends."""


class CachedFolder(msgspec.Struct, frozen=True):
    """What `data.folder.conference.load` gave, and the files as they were then: (size, mtime in ns)."""

    code_digest: str
    files: tuple[tuple[int, int] | None, ...]
    conference: Conference
    problems: tuple[Problem, ...]


def recall(folder: Path, cache: Path) -> tuple[Conference, tuple[Problem, ...]] | None:
    """The last reading of `folder`, if it still stands."""
    try:
        found = msgspec.msgpack.decode(cache.read_bytes(), type=CachedFolder)
    except (OSError, msgspec.DecodeError):
        return None
    if found.code_digest != code_digest(*READERS) or found.files != _stamps(folder):
        return None
    return found.conference, found.problems


def load(folder: Path, cache: Path) -> tuple[Conference | None, tuple[Problem, ...]]:
    """As `data.folder.conference.load`, from the cache where it still stands; keeps a good reading there."""
    if (known := recall(folder, cache)) is not None:
        return known
    from data.folder.conference import load as read

    stamps = _stamps(folder)
    conference, problems = read(folder)
    if conference is not None:
        _keep(cache, CachedFolder(code_digest(*READERS), stamps, conference, problems))
    return conference, problems


def _keep(cache: Path, reading: CachedFolder) -> None:
    part = cache.with_name(f"{cache.name}.{os.getpid()}")
    with contextlib.suppress(OSError):
        cache.parent.mkdir(exist_ok=True)
        part.write_bytes(msgspec.msgpack.encode(reading))
        part.replace(cache)


def _stamps(folder: Path) -> tuple[tuple[int, int] | None, ...]:
    return tuple(_stamp(folder / name) for name in FILES)


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns
