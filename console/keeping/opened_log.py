"""How this program opens a conference's log: from its checkpoint, and folded into its state."""

from __future__ import annotations

from console.folder import Folder
from data.clock import Clock
from data.fold import fold
from data.record import checkpoint
from data.record.event_log import EventLog
from data.state import EMPTY, ConferenceState

WORTH_SAVING = 2000
"""Events folded at opening from which on a new checkpoint pays."""


def open_log(
    folder: Folder, clock: Clock, *, read_only: bool = False, busy_timeout_ms: int = 5000
) -> EventLog[ConferenceState]:
    """The folded log of `folder`. Raises `data.record.errors.LogError`."""
    found = checkpoint.load(folder.checkpoint_path)
    log = EventLog.open(
        folder.log_path,
        clock=clock,
        initial=EMPTY,
        fold=fold,
        resume=(found.head, found.state) if found else None,
        read_only=read_only,
        busy_timeout_ms=busy_timeout_ms,
    )
    if not read_only and log.head.seq - (found.seq if found else 0) >= WORTH_SAVING:
        checkpoint.save(folder.checkpoint_path, log)
    return log
