"""How far the second path of the record is, as the console at work sees it."""

from __future__ import annotations

from pathlib import Path

import msgspec


class BackupStatus(msgspec.Struct, frozen=True, kw_only=True):
    """How far the second path is: `lines` rows as lines, `copied` rows in the copy verified at `copied_ms`.

    `code` is what is wrong now, "" when all is well: that of a LogError, "path" when the folder cannot be
    reached, "slow" when it does not answer, "inside" when it is that of the record itself; `why` and `row` as
    those errors give them. `path` is the folder, `at_ms` when this was so.
    """

    path: str
    lines: int = 0
    copied: int = 0
    copied_ms: int | None = None
    code: str = ""
    why: str = ""
    row: int = 0
    at_ms: int = 0


def read_backup_status(path: Path) -> BackupStatus | None:
    """What the console at work left at `path` about the second path; None when there is nothing to read."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=BackupStatus)
    except (OSError, msgspec.DecodeError):
        return None
