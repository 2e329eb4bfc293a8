"""What a console that died could not write: taken up once, where it still fits, in the name of who did it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from filelock import FileLock
from kit.clock import ManualClock
from kit.desks.on_a_log import open_state_log
from kit.record.logs import WHO

from console.keeping.left_behind import take_up
from console.keeping.outbox import Outbox, lock_of
from data.events import AbsenceNoticed, Fact, NoteAdded
from data.record.authorship import PROGRAM
from data.record.event_log import EventLog
from data.state import ConferenceState

PATTERN = "unwritten-*.jsonl"


@pytest.fixture
def log(tmp_path: Path):  # type: ignore[no-untyped-def]
    with closing(open_state_log(tmp_path / "log.db", ManualClock())) as log:
        log.transact(lambda _s, _n: notes("a", "b"), **WHO)
        yield log


def notes(*texts: str) -> list[Fact]:
    return [Fact(NoteAdded(text=text)) for text in texts]


def left(folder: Path, after: int, *texts: str, name: str = "unwritten-1.jsonl", actor: str = "op9") -> Path:
    """The file of a console that is gone."""
    dead = Outbox(folder / name)
    dead.keep(notes(*texts), ManualClock().now(), after, actor, "c9")
    assert dead._lock is not None
    dead._lock.release()
    return dead.path


def texts(outbox: Outbox) -> list[str]:
    return [fact.body.text for fact in outbox.facts]  # type: ignore[attr-defined]


def test_it_is_taken_up_with_who_and_when(tmp_path: Path, log: EventLog[ConferenceState]) -> None:
    left(tmp_path, 2, "một", "hai")
    ours = Outbox(tmp_path / "unwritten-2.jsonl")
    assert ours.has_others(PATTERN)
    assert take_up(ours, PATTERN, log) == []
    assert texts(ours) == ["một", "hai"]
    assert {(each.actor, each.console) for each in ours.first} == {("op9", "c9")}
    assert [fact.at for fact in ours.facts] == [ManualClock().now()] * 2
    assert [event.seq for event in ours.events(2)] == [3, 4]
    assert not (tmp_path / "unwritten-1.jsonl").exists() and ours.path.exists()
    again = Outbox(tmp_path / "unwritten-3.jsonl")
    assert take_up(again, PATTERN, log) == [] and len(again) == 0, "ours is held by us now"


def test_what_had_reached_the_record_is_passed_over(tmp_path: Path, log: EventLog[ConferenceState]) -> None:
    path = left(tmp_path, 2, "một", "hai")
    whole = path.read_bytes()
    first = Outbox(tmp_path / "unwritten-2.jsonl")
    take_up(first, PATTERN, log)
    log.transact(lambda _s, _n: first.facts[:1], actor="op9", console="c9")
    assert first._lock is not None
    first._lock.release()
    ours = Outbox(tmp_path / "unwritten-3.jsonl")
    assert take_up(ours, PATTERN, log) == [] and texts(ours) == ["hai"]
    log.transact(lambda _s, _n: ours.facts, actor="op9", console="c9")
    path.write_bytes(whole)
    last = Outbox(tmp_path / "unwritten-4.jsonl")
    assert take_up(last, PATTERN, log) == [] and len(last) == 0
    assert not path.exists(), "all of it is in the record"


def test_where_the_record_has_gone_on_it_stays(tmp_path: Path, log: EventLog[ConferenceState]) -> None:
    path = left(tmp_path, 2, "một")
    log.transact(lambda _s, _n: notes("c"), **WHO)
    ours = Outbox(tmp_path / "unwritten-2.jsonl")
    assert take_up(ours, PATTERN, log) == [path] and len(ours) == 0 and path.exists()


def test_a_console_that_lives_keeps_its_own(tmp_path: Path, log: EventLog[ConferenceState]) -> None:
    path = left(tmp_path, 2, "một")
    with FileLock(lock_of(path)):
        ours = Outbox(tmp_path / "unwritten-2.jsonl")
        assert take_up(ours, PATTERN, log) == [] and len(ours) == 0
    assert path.exists()


def test_a_torn_line_and_a_kind_of_the_future_break_nothing(
    tmp_path: Path, log: EventLog[ConferenceState]
) -> None:
    path = left(tmp_path, 2, "một", "hai")
    path.write_bytes(path.read_bytes()[:-9])
    ours = Outbox(tmp_path / "unwritten-2.jsonl")
    assert take_up(ours, PATTERN, log) == [] and texts(ours) == ["một"]
    strange = left(tmp_path, 2, "ba", name="unwritten-8.jsonl")
    strange.write_bytes(strange.read_bytes().replace(b"NoteAdded", b"FromLater"))
    assert take_up(Outbox(tmp_path / "unwritten-9.jsonl"), PATTERN, log) == [strange]


def test_what_no_person_did_is_the_programs_own_and_never_written_twice(
    tmp_path: Path, log: EventLog[ConferenceState]
) -> None:
    away = Fact(AbsenceNoticed(from_ms=0, away_ms=54_000_000))
    dead = Outbox(tmp_path / "unwritten-1.jsonl")
    events = dead.keep([away, *notes("một")], ManualClock().now(), 2, "op9", "c9")
    assert [each.actor for each in events] == [PROGRAM, "op9"]
    older = dead.path.read_text(encoding="utf-8").replace(f'"actor":"{PROGRAM}"', '"actor":"op9"')
    assert PROGRAM not in older
    dead.path.write_text(older, encoding="utf-8")
    assert dead._lock is not None
    dead._lock.release()
    log.transact(lambda _s, _n: dead.facts[:1], actor="op9", console="c9")
    ours = Outbox(tmp_path / "unwritten-2.jsonl")
    assert take_up(ours, PATTERN, log) == []
    assert texts(ours) == ["một"], "the row of the absence is there already"
