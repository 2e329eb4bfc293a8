"""The background audit finds a changed record and a checkpoint that lies, and nothing else."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import msgspec
import pytest
from kit.clock import ManualClock

from console.keeping.audit import Finding, audit
from data.events import Fact, NoteAdded
from data.fold import fold
from data.record import checkpoint
from data.record.event_log import EventLog
from data.state import EMPTY


@pytest.fixture
def record(tmp_path: Path) -> tuple[Path, Path]:
    path, kept = tmp_path / "log.db", tmp_path / "state"
    log = EventLog.open(path, clock=ManualClock(), initial=EMPTY, fold=fold)
    for n in range(20):
        log.transact(lambda _s, _now, n=n: (Fact(NoteAdded(text=f"note {n}")),), actor="a", console="c")
    checkpoint.save(kept, log)
    log.close()
    return path, kept


def test_a_whole_record_has_no_finding(record: tuple[Path, Path]) -> None:
    assert audit(*record) is None


def test_a_record_without_a_checkpoint_is_whole_too(record: tuple[Path, Path]) -> None:
    record[1].unlink()
    assert audit(*record) is None


def test_a_changed_body_is_found_with_its_row(record: tuple[Path, Path]) -> None:
    raw = sqlite3.connect(record[0])
    for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        raw.execute(f"DROP TRIGGER {name}")
    raw.execute("UPDATE event SET body = replace(body, 'note 6', 'note 9') WHERE seq = 7")
    raw.commit()
    raw.close()
    assert audit(*record) == Finding("chain", 7)


def test_a_lying_checkpoint_is_found_and_removed(record: tuple[Path, Path]) -> None:
    path, kept = record
    found = checkpoint.load(kept)
    assert found is not None
    lie = msgspec.structs.replace(found, state=msgspec.structs.replace(found.state, on_air="4.1"))
    kept.write_bytes(msgspec.msgpack.encode(lie))
    assert audit(path, kept) == Finding("checkpoint")
    assert not kept.exists()
    assert audit(path, kept) is None


def test_a_missing_record_is_said(tmp_path: Path) -> None:
    assert audit(tmp_path / "log.db", tmp_path / "state") == Finding("unreadable")
