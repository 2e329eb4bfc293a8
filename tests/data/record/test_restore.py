"""A log built anew: every row of its source, in place whole or not at all, nothing deleted."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from kit.record.logs import WHO, filled, open_log, tampered

from data.events import Fact, NoteAdded, RecordSealed
from data.record.chain import EMPTY
from data.record.copying import copy_onward
from data.record.errors import LogDamaged, LogSealed
from data.record.event_log import verify
from data.record.lines import append_lines
from data.record.restore import head_of_source, holds, look_at, restore


@pytest.fixture(params=["log", "lines"])
def copied(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, Path]:
    """A record, and a copy of it of either kind."""
    log = filled(tmp_path / "log.db", 1500)
    copy = tmp_path / "copy"
    (copy_onward if request.param == "log" else append_lines)(log, copy)
    return log, copy


def left_over(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {"log.db", "log.db-journal", "log.db.reserve", "copy"}


def test_a_lost_log_comes_back_byte_for_byte_in_its_rows(copied: tuple[Path, Path]) -> None:
    log, copy = copied
    head = verify(log).head
    with closing(open_log(log)) as handle:
        rows = handle.rows(0, 2000)
    log.unlink()
    assert restore(copy, log) == (head, None)
    with closing(open_log(log)) as handle:
        assert handle.rows(0, 2000) == rows
        handle.transact(lambda _s, _n: [Fact(NoteAdded(text="on it goes"))], **WHO)
    assert verify(log).rows == 1501
    assert {name for name in left_over(log.parent) if not name.startswith("copy")} == set()


def test_what_stood_there_is_kept_with_its_journal(copied: tuple[Path, Path]) -> None:
    log, copy = copied
    log.write_bytes(b"SQLite format 3\x00 torn")
    journal = log.with_name("log.db-journal")
    journal.write_bytes(b"would be played back")
    _head, kept = restore(copy, log)
    assert kept == log.with_name("log.db.before-1")
    assert kept.read_bytes() == b"SQLite format 3\x00 torn"
    assert kept.with_name("log.db.before-1-journal").read_bytes() == b"would be played back"
    assert not journal.exists() or journal.stat().st_size == 0
    assert verify(log).rows == 1500
    assert restore(copy, log)[1] == log.with_name("log.db.before-2")


def test_a_journal_of_the_old_log_is_not_played_into_the_new_one(tmp_path: Path) -> None:
    """A writer killed between its journal and its commit leaves one that SQLite would roll back."""
    append_lines(filled(tmp_path / "whole.db", 500), tmp_path / "copy")
    log = filled(tmp_path / "log.db", 50)
    torn = tmp_path / "log.db-journal"
    with closing(sqlite3.connect(log, isolation_level=None)) as writer:
        writer.execute("PRAGMA cache_size = 1")
        writer.execute("BEGIN")
        tampered_rows = "INSERT INTO event SELECT seq + 50, at, mono_ns, boot, actor, console, kind, v, item,"
        for (name,) in writer.execute("SELECT name FROM sqlite_master WHERE type='trigger'").fetchall():
            writer.execute(f"DROP TRIGGER {name}")
        writer.execute(f"{tampered_rows} point, body || zeroblob(90000), prev, hash FROM event")
        hot = torn.read_bytes()
    assert hot[:8] == b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7", "no journal to leave behind"
    torn.write_bytes(hot)
    restore(tmp_path / "copy", log)
    with closing(open_log(log)) as handle:
        assert handle.state == 500
    assert verify(log).rows == 500


@pytest.mark.parametrize("kind", ["log", "lines"])
def test_a_damaged_copy_changes_nothing(tmp_path: Path, kind: str) -> None:
    log, copy = filled(tmp_path / "log.db", 20), tmp_path / "copy"
    if kind == "log":
        copy_onward(log, copy)
        tampered(copy, "UPDATE event SET actor = 'me' WHERE seq = 7")
    else:
        append_lines(log, copy)
        copy.write_bytes(copy.read_bytes().replace(b"note 7", b"note 8", 2))
    before = log.read_bytes()
    with pytest.raises(LogDamaged) as caught:
        restore(copy, log)
    assert caught.value.params["row"] == 7
    verdict = head_of_source(copy)
    assert (verdict.ok, verdict.bad_seq) == (False, 7)
    assert log.read_bytes() == before
    assert {name for name in left_over(tmp_path) if not name.startswith("copy")} == set()


def test_a_sealed_record_comes_back_sealed(tmp_path: Path) -> None:
    log = filled(tmp_path / "log.db", 3)
    with closing(open_log(log)) as handle:
        handle.transact(lambda _s, _n: [Fact(RecordSealed(reason="xong"))], **WHO)
    append_lines(log, tmp_path / "copy")
    restore(tmp_path / "copy", log)
    with closing(open_log(log)) as handle, pytest.raises(LogSealed):
        handle.transact(lambda _s, _n: [Fact(NoteAdded(text="late"))], **WHO)


def test_what_would_be_lost_is_known_before(tmp_path: Path) -> None:
    log, copy = filled(tmp_path / "log.db", 10), tmp_path / "copy"
    append_lines(log, copy)
    assert holds(copy, verify(log).head) and holds(copy, EMPTY)
    filled(log, 1)
    assert not holds(copy, verify(log).head)
    found = look_at(tampered(log, "UPDATE event SET actor = 'me' WHERE seq = 9"))
    assert (found.exists, found.whole, found.head.seq) == (True, False, 8)
    assert holds(copy, found.head)
    assert look_at(tmp_path / "none").exists is False
    (tmp_path / "junk").write_bytes(b"junk")
    assert look_at(tmp_path / "junk").whole is False
