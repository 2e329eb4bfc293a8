"""The record checked in the background, after the first picture: its chain, and our checkpoint.

Runs in a thread and gives way between pages, so that no key waits for it.
"""

from __future__ import annotations

import time
from pathlib import Path

import msgspec

from data.clock import SystemClock
from data.record import checkpoint
from data.record.errors import LogError
from data.record.event_log import EventLog, verify

PAUSE_S = 0.004


class Finding(msgspec.Struct, frozen=True):
    """What is wrong: `code` is "chain" (with the first bad row), "checkpoint" or "unreadable"."""

    code: str
    row: int | None = None


def audit(log_path: Path, checkpoint_path: Path) -> Finding | None:
    """Read the whole record once; None when it is whole. A checkpoint that lies is removed."""
    try:
        verdict = verify(log_path, progress=_give_way)
        if not verdict.ok:
            return Finding("chain", verdict.bad_seq)
        return None if _checkpoint_holds(log_path, checkpoint_path) else Finding("checkpoint")
    except LogError:
        return Finding("unreadable")


def _give_way(_done: int, _total: int) -> None:
    time.sleep(PAUSE_S)


def _checkpoint_holds(log_path: Path, path: Path) -> bool:
    found = checkpoint.load(path)
    if found is None:
        return True
    log = EventLog.open(
        log_path,
        clock=SystemClock(),
        initial=None,
        fold=lambda state, _events: state,
        resume=(found.head, None),
        read_only=True,
    )
    try:
        holds = checkpoint.is_true(found, log, give_way=lambda: time.sleep(PAUSE_S))
    finally:
        log.close()
    if not holds:
        path.unlink(missing_ok=True)
    return holds
