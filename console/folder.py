"""Where things lie in a conference folder."""

from __future__ import annotations

import glob
import hashlib
import os
from contextlib import suppress
from pathlib import Path

import msgspec

DEMO_NOTES = "demo.json"
"""What the demo keeps beside its conference; its presence makes a folder a demo's."""
SCRATCH = "diemcau-demo-"
"""How the name of a demo's folder begins that nobody chose."""
HIDDEN = ".diemcau"
"""What the program keeps for itself in a conference folder: locks and caches, all disposable."""


class Folder(msgspec.Struct, frozen=True):
    """A conference folder and the log that is in use there: the record, or a rehearsal's."""

    path: Path
    log_name: str = "log.db"

    @property
    def log_path(self) -> Path:
        """The record."""
        return self.path / self.log_name

    @property
    def live_path(self) -> Path:
        """Latest readings and heartbeats; disposable. A rehearsal has its own."""
        stem = self.log_name.removesuffix(".db")
        return self.path / ("live.db" if stem == "log" else f"live-{stem}.db")

    @property
    def quality_path(self) -> Path:
        """A row a point a minute, of this log's day."""
        from data.health.quality_db import quality_db_path

        return quality_db_path(self.log_path)

    @property
    def checkpoint_path(self) -> Path:
        """The folded state of this log; disposable."""
        return self.path / HIDDEN / f"{self.log_name}.state"

    @property
    def reading_path(self) -> Path:
        """The folder's files as they were read last time; disposable."""
        return self.path / HIDDEN / "conference.cache"

    @property
    def backup_notes_path(self) -> Path:
        """How the second path of this log fares, as the console at work says; disposable."""
        return self.path / HIDDEN / f"{self.log_name}.backup"

    @property
    def outbox_path(self) -> Path:
        """The second path: outside this folder, named after it and after this process."""
        return Path.home() / HIDDEN / f"{self._outbox_name}-{os.getpid()}.jsonl"

    @property
    def outbox_pattern(self) -> str:
        """The names of all such files of this log, whatever the process."""
        return f"{glob.escape(self._outbox_name)}-*.jsonl"

    @property
    def _outbox_name(self) -> str:
        name = hashlib.sha256(str(self.log_path.absolute()).encode()).hexdigest()[:12]
        return f"unwritten-{self.path.name}-{name}"

    @property
    def rehearsed_log(self) -> str:
        """The name of the log in use where it is a rehearsal's, else ""."""
        return self.log_name if self.log_name.startswith("rehearsal-") else ""

    @property
    def is_rehearsal(self) -> bool:
        """Whether nothing here counts: the log in use is a rehearsal's, or all of it is a demo."""
        return bool(self.rehearsed_log) or self.is_demo

    @property
    def is_demo(self) -> bool:
        """Whether the platform behind it is simulated."""
        return (self.path / DEMO_NOTES).exists()

    @property
    def is_scratch(self) -> bool:
        """Whether it is a demo's that goes when the demo is left."""
        return self.is_demo and self.path.name.startswith(SCRATCH)

    def rehearsal(self) -> Folder:
        """This folder with the next free rehearsal log."""
        number = 1
        while (self.path / f"rehearsal-{number}.db").exists():
            number += 1
        return Folder(self.path, f"rehearsal-{number}.db")

    def last_rehearsal(self) -> Folder | None:
        """This folder with the log of the last rehearsal that was begun, None when there was none."""
        numbers = []
        for path in self.path.glob("rehearsal-*.db"):
            with suppress(ValueError):
                numbers.append(int(path.stem.removeprefix("rehearsal-")))
        return Folder(self.path, f"rehearsal-{max(numbers)}.db") if numbers else None
