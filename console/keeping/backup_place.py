"""Where the second copies of a record lie: a folder of its own under the path that was configured."""

from __future__ import annotations

from pathlib import Path

import msgspec

from data.record.network_fs import network_fs

RECORD = "log.db"
"""What the log of the day itself is called; a rehearsal's has another name."""


class Place(msgspec.Struct, frozen=True):
    """The folder of one conference under the second path, and the files of one log in it.

    `lines` is the sink that follows every row; `copy` is a log, verified after each round.
    """

    folder: Path
    log_name: str

    @classmethod
    def of(cls, log: Path, second: Path) -> Place:
        """For the record at `log`: conferences whose folders have one name lie in one place and are told
        apart by their rows, which never fit one another.
        """
        return cls(second / log.absolute().parent.name, log.name)

    @property
    def copy(self) -> Path:
        """A log that opens like the record itself."""
        return self.folder / self.log_name

    @property
    def lines(self) -> Path:
        """The same rows as lines of JSON."""
        return self.folder / f"{self.log_name.removesuffix('.db')}.jsonl"

    @property
    def is_record(self) -> bool:
        """Whether it is of the day itself, and not of a rehearsal."""
        return self.log_name == RECORD

    @property
    def is_remote(self) -> bool:
        """Whether it is on a network file system, where no log may lie: then there are lines only."""
        return bool(network_fs(self.copy))

    def make(self) -> None:
        """Make the folder; the second path itself must be there, or an unplugged disk would be a folder.

        Raises OSError.
        """
        self.folder.parent.stat()
        self.folder.mkdir(exist_ok=True)
