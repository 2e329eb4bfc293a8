"""A file that another program writes again and again: csv or json, on this machine or a share.

Settings of the source: `path` (whole), `rows` (where the list is in a json), `max_age` in seconds
(300), and those of `FieldMap`; a field lies under its own name unless told else.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from adapters.errors import AdapterError, BadPayload, Unreachable
from adapters.listed.field_map import MAPPABLE, FieldMap, compiled
from adapters.listed.over_http import read_rows
from adapters.settings import Settings
from adapters.transport.documents import read_csv, read_json
from adapters.transport.restart import RestartWatch
from data.folder.model import Source
from data.health.reading import Participant, Snapshot
from data.units import NS_PER_S

MAX_BYTES = 8 * 1024 * 1024
MAX_AGE_S = 300
STILL_S = 0.3
TRIES = 5
READERS = {".csv": read_csv, ".json": read_json}


class Found(msgspec.Struct, frozen=True):
    """A file as it was: `written_ns` is the wall time of its last change."""

    written_ns: int
    size: int
    payload: bytes


class FileDropAdapter:
    """One file. See `adapters.base.Adapter`.

    A snapshot is as old as the file, and says when it was read. A file that is missing, cannot be read, is
    older than `max_age` or is never still raises Unreachable with a code of its own.
    """

    mappable = MAPPABLE
    proved_on = "real files"

    def __init__(
        self,
        source: Source,
        real_ns: Callable[[], int],
        *,
        wall_ns: Callable[[], int] = time.time_ns,
        still_s: float = STILL_S,
    ) -> None:
        self._source = source
        self._real_ns = real_ns
        self._wall_ns = wall_ns
        self._still_s = still_s
        settings = Settings(source)
        self._path = Path(settings.text("path", required=True))
        if not self._path.is_absolute():
            raise settings.bad("path", "C:/... | /...")
        if self._path.suffix.lower() not in READERS:
            raise settings.bad("path", ", ".join(READERS))
        self._document = READERS[self._path.suffix.lower()]
        self._max_age_s = settings.number("max_age", MAX_AGE_S, least=1)
        self._rows = compiled(settings, "rows", settings.text("rows", "@"))
        self._fields = FieldMap(settings, own_names=True)
        self._restart = RestartWatch()
        self.capabilities = self._fields.capabilities

    async def poll(self, focus: Sequence[str] = ()) -> Snapshot:
        """What the file says, as of when it was written."""
        started_ns = self._real_ns()
        found = await self._still_file()
        age_ns = max(self._wall_ns() - found.written_ns, 0)
        if age_ns > self._max_age_s * NS_PER_S:
            raise Unreachable(f"{self._path.name}: {age_ns // NS_PER_S} s", code="file_old")
        listed = self.parse(found.payload)
        self._restart.check(listed, started_ns)
        return Snapshot(
            source=self._source.name,
            observed_ns=started_ns - age_ns,
            asked_ns=started_ns,
            participants=tuple(listed),
            poll_ms=(self._real_ns() - started_ns) / 1e6,
            requests=0,
        )

    def parse(self, payload: bytes) -> list[Participant]:
        """The participants of a file. Raises BadPayload."""
        return read_rows(self._rows(self._document(payload)), self._fields)

    async def aclose(self) -> None:
        """Nothing is held open."""

    async def _still_file(self) -> Found:
        """The file, once it is not being written: half of it would read as rooms that left."""
        found = await self._read()
        for _ in range(TRIES):
            if self._wall_ns() - found.written_ns >= self._still_s * NS_PER_S:
                return found
            await asyncio.sleep(self._still_s)
            again = await self._read()
            if (again.written_ns, again.size) == (found.written_ns, found.size):
                return again
            found = again
        raise Unreachable(self._path.name, code="file_busy")

    async def _read(self) -> Found:
        found = await asyncio.to_thread(_read, self._path)
        if isinstance(found, AdapterError):
            raise found
        return found


def _read(path: Path) -> Found | AdapterError:
    """In a thread, for a share may hang."""
    try:
        with path.open("rb") as file:
            payload = file.read(MAX_BYTES + 1)
        stat = path.stat()
    except FileNotFoundError:
        return Unreachable(path.name, code="file_missing")
    except OSError:
        return Unreachable(path.name, code="file_unreadable")
    if len(payload) > MAX_BYTES:
        return BadPayload(f"{path.name}: over {MAX_BYTES} bytes")
    return Found(stat.st_mtime_ns, stat.st_size, payload)
