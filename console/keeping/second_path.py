"""The record on a second path while a console runs: every row as a line at once, a verified log now and then.

One console of a folder does it, whichever holds the lock; the others read how it fares. All of it runs in
threads that nobody waits for: a disk that hangs must stop neither a key nor the end of the program.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from console.daemon_thread import in_daemon_thread
from console.keeping.backup_place import Place
from console.keeping.backup_status import BackupStatus, read_backup_status
from data.clock import Clock
from data.events import Event
from data.folder.second_path import lies_within
from data.record.errors import LogBusy, LogError

if TYPE_CHECKING:
    from filelock import FileLock

GAP_S = 1.0
"""Between two rounds of lines: what happened in a second goes with one fsync."""
RETRY_S = 5.0
LAST_S = 1.0
"""So long the end of the program waits for the last rows."""
SLOW_S = 60.0
"""A round that takes longer is one whose disk does not answer."""
PAUSE_S = 0.004
MARKS = frozenset({"ConferenceOpened", "ItemStarted", "ItemEnded", "PhaseChanged", "RecordSealed"})
"""After these the copy is brought up to date and verified, whenever the last time was."""


class SecondPath:
    """Follows the log at `log` into `second`; `kept` says how it fares, None before it is known."""

    def __init__(
        self, log: Path, second: Path, notes: Path, *, minutes: int, clock: Clock, changed: Callable[[], None]
    ) -> None:
        self.kept: BackupStatus | None = None
        self._log = log
        self._place = Place.of(log, second)
        self._notes = notes
        self._every_s = minutes * 60.0
        self._clock = clock
        self._changed = changed
        self._news = asyncio.Event()
        self._whole = True
        self._copied_at = 0.0
        self._lock: FileLock | None = None
        self._writing = threading.Lock()

    def note(self, events: tuple[Event, ...]) -> None:
        """New rows of the record."""
        if events:
            self._whole = self._whole or any(event.kind in MARKS for event in events)
            self._news.set()

    async def run(self) -> None:
        """Until it is cancelled."""
        self._news.set()
        while True:
            waited_s = RETRY_S if self._lock is None or (self.kept and self.kept.code) else self._every_s
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(waited_s):  # wait_for of 3.11 may swallow a cancellation
                    await self._news.wait()
            self._news.clear()
            await self._round()
            await asyncio.sleep(GAP_S)

    async def stop(self) -> None:
        """The last rows, as lines, if the disk takes them at once; then the lock is let go."""
        if self._lock is not None:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LAST_S):
                    await in_daemon_thread(lambda: self._write(whole=False))
            self._lock.release()

    async def _round(self) -> None:
        if not self._is_ours():
            self._show(await in_daemon_thread(lambda: read_backup_status(self._notes)))
            return
        now = asyncio.get_running_loop().time()
        whole = self._whole or now - self._copied_at >= self._every_s
        try:
            async with asyncio.timeout(SLOW_S):
                kept = await in_daemon_thread(lambda: self._write(whole=whole))
        except TimeoutError:
            kept = self._now(code="slow")
        if whole and not kept.code:
            self._whole, self._copied_at = False, now
        self._show(kept)

    def _show(self, kept: BackupStatus | None) -> None:
        before, self.kept = self.kept, kept
        if _worth_showing(before) != _worth_showing(kept):
            self._changed()

    def _is_ours(self) -> bool:
        """Take the lock if it is free. It is dropped by the system when this process dies."""
        if self._lock is None:
            from filelock import FileLock, Timeout

            lock = FileLock(self._notes.with_suffix(".held"))
            with contextlib.suppress(Timeout, OSError):
                lock.acquire(timeout=0)
                self._lock = lock
        return self._lock is not None

    def _now(self, code: str = "") -> BackupStatus:
        before = self.kept or BackupStatus(path=str(self._place.folder))
        return msgspec.structs.replace(before, code=code, why="", row=0, at_ms=self._clock.now().utc_ms)

    def _write(self, *, whole: bool) -> BackupStatus:
        """One round, in a thread; while an earlier one still waits for its disk, none."""
        if not self._writing.acquire(timeout=LAST_S):
            return self._now(code="slow")
        try:
            kept = self._written(whole)
        finally:
            self._writing.release()
        self._leave_note(kept)
        return kept

    def _written(self, whole: bool) -> BackupStatus:
        from data.folder.carried import carry
        from data.record.copying import copy_onward
        from data.record.lines import append_lines
        from data.record.signed_head import copy_heads

        place, kept = self._place, self._now()
        if lies_within(place.folder.parent.absolute(), self._log.absolute().parent):
            return msgspec.structs.replace(kept, code="inside")
        try:
            place.make()
            lines = append_lines(self._log, place.lines, give_way=_give_way)
            kept = msgspec.structs.replace(kept, lines=lines.seq)
            copy_heads(self._log, place.folder)
            if whole and place.is_record:  # after its rows: a stranger's record there has stopped us
                carry(self._log.parent, place.folder)
            if whole and not place.is_remote:
                copied = copy_onward(self._log, place.copy, give_way=_give_way).seq
                kept = msgspec.structs.replace(kept, copied=copied, copied_ms=self._clock.now().utc_ms)
        except LogBusy:
            pass  # the next round is soon
        except LogError as error:
            why, row = str(error.params.get("why", "")), int(error.params.get("row", 0))
            kept = msgspec.structs.replace(kept, code=error.code, why=why, row=row)
        except OSError as error:
            kept = msgspec.structs.replace(kept, code="path", why=errno.errorcode.get(error.errno or 0, ""))
        return kept

    def _leave_note(self, kept: BackupStatus) -> None:
        """For other processes; best effort."""
        part = self._notes.with_suffix(".part")
        with contextlib.suppress(OSError):
            part.write_bytes(msgspec.json.encode(kept))
            part.replace(self._notes)


def _worth_showing(kept: BackupStatus | None) -> object:
    """What of it is worth a new picture."""
    return kept and (kept.code, kept.why, kept.row, kept.copied_ms)


def _give_way() -> None:
    time.sleep(PAUSE_S)
