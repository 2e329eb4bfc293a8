"""The folded state as of some row, kept beside the log so that opening need not fold it all again.

Disposable: written whole or not at all, ignored when it does not fit this program or this log, and
never proof of anything. The record is the log; a console checks its checkpoint against a full fold
in the background (`is_true`), and the chain besides.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from data.code_digest import code_digest
from data.fold import fold
from data.folder.model import AgendaItem
from data.record.chain import Head
from data.record.event_log import EventLog
from data.record.page import PAGE
from data.state import EMPTY, ConferenceState

SHAPES = (
    *("builder", "clock", "control_events", "event_body", "events", "fold", "state", "text", "timeline"),
    *("absence/events", "absence/fold", "actions/action", "actions/events", "actions/fold", "actions/state"),
    *("agenda/events", "agenda/fold", "agenda/item_checks", "agenda/item_rules", "agenda/plan_events"),
    *("agenda/programme", "agenda/readiness", "agenda/run_state", "folder/model", "folder/plan_digest"),
    *("health/reading", "incidents/events", "incidents/fold", "incidents/state"),
    *("matching/events", "matching/fold", "matching/state", "overrule/events", "overrule/fold"),
    *("overrule/state", "points/events", "record/events", "record/notice_events"),
    *("roll_call/events", "roll_call/fold", "roll_call/state", "ruling"),
    *("speaking/events", "speaking/fold", "speaking/state", "stage/events", "stage/fold", "units"),
)
"""The modules on which the meaning of a stored state depends."""


class Checkpoint(msgspec.Struct, frozen=True):
    """`state` is the fold of the log up to and with row `seq`, whose hash is `hash`."""

    code_digest: str
    seq: int
    hash: bytes
    state: ConferenceState

    @property
    def head(self) -> Head:
        """The row it stands on."""
        return Head(self.seq, self.hash)


def load(path: Path) -> Checkpoint | None:
    """The checkpoint at `path`, if there is one that this program made."""
    try:
        found = msgspec.msgpack.decode(path.read_bytes(), type=Checkpoint)
    except (OSError, msgspec.DecodeError):
        return None
    if found.code_digest != code_digest(*SHAPES):
        return None
    return msgspec.structs.replace(found, state=_shared(found.state))


def _shared(state: ConferenceState) -> ConferenceState:
    """Equal items of the programme and of the plan as one object, as a fold has them.

    Every forecast compares the two; where they are one, that costs nothing.
    """
    now = {item.cue: item for item in state.items}

    def same(items: tuple[AgendaItem, ...]) -> tuple[AgendaItem, ...]:
        kept = tuple(now[item.cue] if now.get(item.cue) == item else item for item in items)
        return state.items if kept == state.items else kept

    return msgspec.structs.replace(state, frozen=same(state.frozen))


def save(path: Path, log: EventLog[ConferenceState]) -> None:
    """Keep the state of `log` as it is now; best effort."""
    if log.newer or not log.head.seq:
        return
    content = msgspec.msgpack.encode(Checkpoint(code_digest(*SHAPES), log.head.seq, log.head.hash, log.state))
    part = path.with_name(f"{path.name}.{os.getpid()}")
    with contextlib.suppress(OSError):
        path.parent.mkdir(exist_ok=True)
        part.write_bytes(content)
        part.replace(path)


def is_true(checkpoint: Checkpoint, log: EventLog[Any], *, give_way: Callable[[], None]) -> bool:
    """Whether folding the log from its first row gives the same state. Raises LogError.

    `give_way` is called between pages.
    """
    state, after = EMPTY, 0
    while after < checkpoint.seq and (page := log.read(after, min(PAGE, checkpoint.seq - after))):
        state, after = fold(state, page), page[-1].seq
        give_way()
    return state == checkpoint.state
