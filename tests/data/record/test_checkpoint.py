"""A checkpoint saves time and never changes what is true."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import msgspec
import pytest
from kit.clock import ManualClock
from kit.conference import item

from data.commands import AdoptPlan, Advance, Hold, Move, UndoChange
from data.fold import fold
from data.record import checkpoint
from data.record.event_log import EventLog
from data.rules import Context, decide
from data.state import EMPTY, ConferenceState


def opened(path: Path, clock: ManualClock, resume: object = None) -> EventLog[ConferenceState]:
    return EventLog.open(path, clock=clock, initial=EMPTY, fold=fold, resume=resume)  # type: ignore[arg-type]


def day(path: Path, clock: ManualClock, commands: int = 6) -> EventLog[ConferenceState]:
    """A log with a programme under way."""
    log = opened(path, clock)
    who = Context(console="c", actor="a")
    items = tuple(item(str(n)) for n in range(1, 9))
    plan = AdoptPlan(items=items, start_ms=0, hard_end_ms=None, roster_digest="", roster_levels={})
    log.transact(lambda state, now: decide(state, plan, who, now), actor="a", console="c")
    for _ in range(commands):
        clock.advance(60)
        log.transact(
            lambda state, now: decide(state, Advance(leaves=state.on_air), who, now), actor="a", console="c"
        )
    clock.advance(5)
    log.transact(lambda state, now: decide(state, Hold(), who, now), actor="a", console="c")
    return log


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


def no_pause() -> None:
    """The tests do not give way."""


def test_a_log_opened_from_its_checkpoint_is_in_the_same_state(tmp_path: Path, clock: ManualClock) -> None:
    log = day(tmp_path / "log.db", clock)
    checkpoint.save(tmp_path / ".hidden" / "state", log)
    found = checkpoint.load(tmp_path / ".hidden" / "state")
    assert found is not None
    assert (found.head, found.state) == (log.head, log.state)
    assert checkpoint.is_true(found, log, give_way=no_pause)
    again = opened(tmp_path / "log.db", clock, (found.head, found.state))
    assert (again.state, again.head) == (log.state, log.head)


def test_what_was_written_after_the_checkpoint_is_folded_onto_it(tmp_path: Path, clock: ManualClock) -> None:
    log = day(tmp_path / "log.db", clock)
    checkpoint.save(tmp_path / "state", log)
    found = checkpoint.load(tmp_path / "state")
    assert found is not None
    clock.advance(30)
    who = Context(console="c", actor="a")
    log.transact(lambda s, now: decide(s, Advance(leaves=s.on_air), who, now), actor="a", console="c")
    again = opened(tmp_path / "log.db", clock, (found.head, found.state))
    assert again.state == log.state
    assert again.state.seq > found.seq


def test_a_checkpoint_of_another_log_is_ignored(tmp_path: Path, clock: ManualClock) -> None:
    other = day(tmp_path / "other.db", clock, commands=2)
    clock.advance(1000)
    mine = day(tmp_path / "log.db", clock, commands=4)
    again = opened(tmp_path / "log.db", clock, (other.head, other.state))
    assert again.state == mine.state


def test_a_checkpoint_beyond_the_end_of_the_log_is_ignored(tmp_path: Path, clock: ManualClock) -> None:
    log = day(tmp_path / "log.db", clock)
    beyond = msgspec.structs.replace(log.head, seq=log.head.seq + 5)
    again = opened(tmp_path / "log.db", clock, (beyond, EMPTY))
    assert again.state == log.state


@pytest.mark.parametrize("content", [b"", b"\x00", b"not msgpack at all", b"\x84" * 50])
def test_a_damaged_checkpoint_is_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "state").write_bytes(content)
    assert checkpoint.load(tmp_path / "state") is None


def test_a_checkpoint_by_other_code_is_none(tmp_path: Path, clock: ManualClock) -> None:
    log = day(tmp_path / "log.db", clock)
    checkpoint.save(tmp_path / "state", log)
    found = checkpoint.load(tmp_path / "state")
    assert found is not None
    foreign = msgspec.structs.replace(found, code_digest="somebody else")
    (tmp_path / "state").write_bytes(msgspec.msgpack.encode(foreign))
    assert checkpoint.load(tmp_path / "state") is None


def test_a_lying_checkpoint_is_found_out(tmp_path: Path, clock: ManualClock) -> None:
    log = day(tmp_path / "log.db", clock)
    checkpoint.save(tmp_path / "state", log)
    found = checkpoint.load(tmp_path / "state")
    assert found is not None
    lie = msgspec.structs.replace(found, state=msgspec.structs.replace(found.state, on_air="8"))
    assert not checkpoint.is_true(lie, log, give_way=no_pause)


def test_an_unwritable_place_is_no_error(tmp_path: Path, clock: ManualClock) -> None:
    log = day(tmp_path / "log.db", clock)
    (tmp_path / "file").write_text("in the way")
    checkpoint.save(tmp_path / "file" / "state", log)
    assert checkpoint.load(tmp_path / "file" / "state") is None


def test_a_changed_row_under_the_checkpoint_does_not_open(tmp_path: Path, clock: ManualClock) -> None:
    log = day(tmp_path / "log.db", clock)
    checkpoint.save(tmp_path / "state", log)
    log.close()
    raw = sqlite3.connect(tmp_path / "log.db")
    for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        raw.execute(f"DROP TRIGGER {name}")
    raw.execute("UPDATE event SET hash = zeroblob(32) WHERE seq = (SELECT max(seq) FROM event)")
    raw.commit()
    raw.close()
    found = checkpoint.load(tmp_path / "state")
    assert found is not None
    with pytest.raises(Exception, match="log_damaged"):
        opened(tmp_path / "log.db", clock, (found.head, found.state))


def test_what_was_one_object_is_one_object_again(tmp_path: Path, clock: ManualClock) -> None:
    log = day(tmp_path / "log.db", clock)
    who = Context(console="c", actor="a")
    log.transact(lambda state, now: decide(state, Move(item="8"), who, now), actor="a", console="c")
    checkpoint.save(tmp_path / "kept", log)
    found = checkpoint.load(tmp_path / "kept")
    assert found is not None and found.state == log.state
    state = found.state
    now = {each.cue: each for each in state.items}
    assert state.frozen != state.items
    assert all(each is now[each.cue] for each in state.frozen)
    log.transact(
        lambda state, now: decide(state, UndoChange(seq=state.changes[-1].seq), who, now),
        actor="a",
        console="c",
    )
    checkpoint.save(tmp_path / "kept", log)
    again = checkpoint.load(tmp_path / "kept")
    assert again is not None and again.state.frozen is again.state.items
