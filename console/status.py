"""The state of a conference as any process may read it: the record, `live.db`, and a clock.

Nothing is written and nobody is asked: it works beside a running console and without one.
"""

from __future__ import annotations

from typing import Any

import msgspec

from console.facts import nullable
from console.facts.roll_call import summary
from console.folder import Folder
from console.keeping.backup_status import BackupStatus, read_backup_status
from console.keeping.opened_log import open_log
from console.presence import is_alive
from console.view import Desktop, SourceView, View
from console.view_maker import ViewMaker
from data.clock import make_clock
from data.folder.model import Conference
from data.instants import utc_iso
from data.record.chain import Head
from data.record.errors import LogMissing
from data.record.live_db import LiveDb
from data.roll_call.roll import RollTaker
from data.state import EMPTY, ConferenceState

HEALTHS = ("ok", "degraded", "down", "unknown", "stale")


class Status(msgspec.Struct, frozen=True):
    """A view without a console; `head` is None while there is no record, `as_of_ms` may be too.

    `backup` is how the second path fared when a console last worked on it, None where there is none.

    `as_of_ms` is the wall time of the youngest answer of a source, else of the last event.
    """

    view: View
    head: Head | None
    live: bool
    as_of_ms: int | None
    backup: BackupStatus | None = None


def read_status(folder: Folder, conference: Conference) -> Status:
    """What is true now. Raises LogError for a record that is there and cannot be read."""
    clock = make_clock(conference.speed, conference.speed_anchor_ms)
    state, head = _record(folder, conference)
    live = LiveDb(folder.live_path, read_only=True)
    try:
        readings, sources = live.readings(), {status.name: status for status in live.sources()}
    finally:
        live.close()
    now, real_ns = clock.now(), clock.real_ns()
    maker = ViewMaker(conference)
    nobody = Desktop(console="", actor="")
    view = maker.make(state, readings, sources, now=now, real_ns=real_ns, desktop=nobody)
    if not (state.poller and is_alive(folder.path, state.poller)):
        view = _unpolled(view, maker)
    ages = [source.age_s for source in view.sources if source.age_s is not None]
    last = state.timeline.last
    as_of = now.utc_ms - round(min(ages) * 1000) if ages else (last.utc_ms if last else None)
    backup = read_backup_status(folder.backup_notes_path) if conference.backup.path else None
    return Status(view, head, any(source.fresh for source in view.sources), as_of, backup)


def _unpolled(view: View, maker: ViewMaker) -> View:
    """The view when the console that polled is gone: its last answers are old, however young."""
    sources = tuple(msgspec.structs.replace(source, fresh=False) for source in view.sources)
    return msgspec.structs.replace(view, board=maker.boards.of(view.state, fresh=False), sources=sources)


def _record(folder: Folder, conference: Conference) -> tuple[ConferenceState, Head | None]:
    """The folded record; before the first run the folder's programme stands for it."""
    clock = make_clock(conference.speed, conference.speed_anchor_ms)
    try:
        log = open_log(folder, clock, read_only=True)
    except LogMissing:
        return _planned(EMPTY, conference), None
    try:
        return _planned(log.state, conference), log.head
    finally:
        log.close()


def _planned(state: ConferenceState, conference: Conference) -> ConferenceState:
    if state.items:
        return state
    return msgspec.structs.replace(
        state, items=conference.items, start_ms=conference.start_ms, hard_end_ms=conference.hard_end_ms
    )


def status_object(status: Status) -> dict[str, Any]:
    """The contract of `status --json`. Times are UTC ISO with milliseconds, `null` when unknown."""
    view, state = status.view, status.view.state
    control, counts = state.control, view.board.total.counts
    return {
        "title": view.conference.title,
        "phase": state.phase,
        "stage": str(state.stage),
        "now": utc_iso(view.now.utc_ms),
        "live": status.live,
        "as_of": nullable.iso(status.as_of_ms),
        "item": _item(view),
        "next": _next(view),
        "offset_s": view.forecast.offset_ms / 1000,
        "expected_end": utc_iso(view.forecast.expected_end_ms),
        "points": {"expected": view.board.total.expected, **{each: counts[each] for each in HEALTHS}},
        "incidents": {
            "open": len(view.incidents),
            "p1": sum(each.severity == "P1" for each in view.incidents),
            "acknowledged": sum(bool(each.taken) for each in view.incidents),
        },
        "sources": [_source(source) for source in view.sources],
        "control": {"console": control.console, "actor": control.actor} if control else None,
        "log": {"events": status.head.seq, "head": head_text(status.head)}
        if status.head
        else {"events": 0, "head": None},
        "roll_call": summary(view, RollTaker(view.conference.points).take(state)),
        "absence": {"since": utc_iso(state.absence.from_ms)} if state.absence else None,
        "backup": _backup(status.backup),
    }


def _backup(kept: BackupStatus | None) -> dict[str, Any] | None:
    if kept is None:
        return None
    copied_at = nullable.iso(kept.copied_ms)
    return {
        "path": kept.path,
        "rows": kept.lines,
        "copied": kept.copied,
        "copied_at": copied_at,
        "error": kept.code or None,
    }


def head_text(head: Head) -> str:
    """SEQ:HASH, as `verify --head` takes it."""
    return f"{head.seq}:{head.hash.hex()}"


def _item(view: View) -> dict[str, Any] | None:
    item, times = view.on_air, view.forecast.of(view.state.on_air)
    if item is None or times is None:
        return None
    return {
        "cue": item.cue,
        "title": item.title,
        "state": "held" if view.state.held else str(times.state),
        "started_at": nullable.iso(view.state.run(item.cue).started_ms),
        "elapsed_s": nullable.seconds(times.elapsed_ms),
        "remaining_s": nullable.seconds(times.remaining_ms),
    }


def _next(view: View) -> dict[str, Any] | None:
    entering = view.state.next_item
    times = view.forecast.of(entering.cue) if entering else None
    if entering is None or times is None:
        return None
    return {
        "cue": entering.cue,
        "title": entering.title,
        "expected_start": utc_iso(times.expected_start_ms),
    }


def _source(source: SourceView) -> dict[str, Any]:
    """A source that nobody asks any more is stale, whatever it last said."""
    state = source.state if source.fresh or source.state != "ok" else "stale"
    return {"name": source.name, "state": state, "age_s": nullable.rounded(source.age_s)}
