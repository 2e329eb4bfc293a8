"""What the triggers refuse, and what the chain shows when somebody took the triggers away."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import msgspec
import pytest
from kit.clock import ManualClock
from kit.record.logs import WHO, filled, open_log, tampered

from data.events import Fact, NoteAdded, RecordSealed
from data.record.chain import GENESIS, Head
from data.record.errors import LogDamaged
from data.record.event_log import verify
from data.record.writing import sealed_rows

COPY = (
    "INSERT INTO event SELECT {seq}, at, mono_ns, boot, actor, console, kind, v, item, point, body,"
    " {prev}, hash FROM event WHERE seq = 3"
)
SWAP = (
    "UPDATE event SET seq = -1 WHERE seq = 4",
    "UPDATE event SET seq = 4 WHERE seq = 5",
    "UPDATE event SET seq = 5 WHERE seq = -1",
)


@pytest.fixture
def log(tmp_path):
    return filled(tmp_path / "log.db", 10)


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("UPDATE event SET actor = 'me' WHERE seq = 3", "event_update"),
        ("UPDATE OR REPLACE event SET seq = 1 WHERE seq = 3", "event_update"),
        ("DELETE FROM event WHERE seq = 10", "event_delete"),
        ("DELETE FROM event", "event_delete"),
        (COPY.format(seq=12, prev="hash"), "event_seq"),
        (COPY.format(seq=3, prev="prev"), "event_seq"),
        (COPY.format(seq="NULL", prev="prev"), "event_seq"),
        (COPY.format(seq=11, prev="prev"), "event_prev"),
        (COPY.format(seq=3, prev="prev").replace("INSERT", "REPLACE"), "event_seq"),
        (COPY.format(seq=3, prev="prev").replace("INSERT", "INSERT OR IGNORE"), "event_seq"),
        (COPY.format(seq=11, prev="prev").replace("INSERT", "INSERT OR REPLACE"), "event_prev"),
    ],
)
def test_the_triggers_refuse(log, statement, why):
    with closing(sqlite3.connect(log)) as connection:
        with pytest.raises(sqlite3.IntegrityError, match=why):
            connection.execute(statement)
        connection.commit()
    assert verify(log).ok and verify(log).rows == 10


def test_the_triggers_let_the_next_row_pass(log):
    """So that the refusals above are about what was wrong with them."""
    with closing(sqlite3.connect(log)) as connection:
        tip = "(SELECT hash FROM event WHERE seq = 10)"
        connection.execute(COPY.format(seq=11, prev=tip))


def test_nothing_is_inserted_behind_the_seal(tmp_path):
    path = tmp_path / "log.db"
    with closing(open_log(path)) as log:
        log.transact(lambda _s, _n: [Fact(RecordSealed())], **WHO)
    with closing(sqlite3.connect(path)) as connection, pytest.raises(sqlite3.IntegrityError, match="sealed"):
        connection.execute(COPY.replace("seq = 3", "seq = 1").format(seq=2, prev="hash"))


CHANGED = [f"UPDATE event SET {change} WHERE seq = 6" for change in (
    "at = '2024-06-16T07:00:00.001Z'", "mono_ns = mono_ns + 1", "boot = 'other'", "actor = 'me'",
    "console = 'c2'", "kind = 'ControlHanded'", "v = 2", "item = NULL", "item = ''", "point = 'P1'",
    "body = replace(body, 'note', 'nOte')", "body = body || ' '", "hash = zeroblob(32)",
    "body = CAST(x'ff7b7d' AS TEXT)",
)]  # fmt: skip


@pytest.mark.parametrize("statement", CHANGED)
def test_every_changed_column_is_found(log, statement):
    before = verify(log)
    verdict = verify(tampered(log, statement))
    assert before.ok
    assert (verdict.ok, verdict.bad_seq, verdict.rows, verdict.why) == (False, 6, 5, "hash")


@pytest.mark.parametrize(
    ("statements", "bad_seq", "why"),
    [
        (("UPDATE event SET prev = zeroblob(32) WHERE seq = 6",), 6, "prev"),
        (("DELETE FROM event WHERE seq = 1",), 1, "seq"),
        (("DELETE FROM event WHERE seq = 6",), 6, "seq"),
        (("DELETE FROM event WHERE seq <= 9",), 1, "seq"),
        (SWAP, 4, "prev"),
        (("DELETE FROM event WHERE seq = 6", "UPDATE event SET seq = seq - 1 WHERE seq > 6"), 6, "prev"),
        ((COPY.format(seq=0, prev="prev"),), 0, "seq"),
        ((COPY.format(seq=-7, prev="prev"),), -7, "seq"),
        ((COPY.format(seq=11, prev="hash"),), 11, "prev"),
        (("REPLACE " + COPY.format(seq=7, prev="prev").removeprefix("INSERT "),), 7, "prev"),
    ],
)
def test_deleted_inserted_and_reordered_rows_are_found(log, statements, bad_seq, why):
    verdict = verify(tampered(log, *statements))
    assert (verdict.ok, verdict.bad_seq, verdict.why) == (False, bad_seq, why)


def test_a_row_behind_the_seal_is_found(log):
    with closing(open_log(log)) as handle:
        handle.transact(lambda _s, _n: [Fact(RecordSealed())], **WHO)
        sealed = handle.head
    late = sealed_rows(sealed, [Fact(NoteAdded(text="late"))], ManualClock().now(), "me", "c9")[0]
    tampered(log)
    with closing(sqlite3.connect(log)) as connection:
        connection.execute(f"INSERT INTO event VALUES ({', '.join('?' * 13)})", msgspec.structs.astuple(late))
        connection.commit()
    found = verify(log)
    assert (found.ok, found.bad_seq, found.why) == (False, 12, "sealed")


def test_a_cut_off_tail_is_found_by_a_noted_head_only(log):
    noted = verify(log).head
    tampered(log, "DELETE FROM event WHERE seq > 7")
    assert verify(log).ok
    verdict = verify(log, head=noted)
    assert (verdict.ok, verdict.bad_seq, verdict.why) == (False, 8, "head")


def test_a_noted_head_holds_while_the_log_grows(log):
    noted = verify(log).head
    filled(log, 5)
    assert verify(log, head=noted) == verify(log) and verify(log).rows == 15
    wrong = verify(log, head=Head(10, bytes(32)))
    assert (wrong.ok, wrong.bad_seq, wrong.why) == (False, 10, "head")


def test_progress_and_an_empty_log(tmp_path):
    with closing(open_log(tmp_path / "empty.db")):
        pass
    empty = verify(tmp_path / "empty.db")
    assert (empty.ok, empty.rows, empty.head) == (True, 0, Head(0, GENESIS))
    seen = []
    verify(filled(tmp_path / "log.db", 2500), progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1000, 2500), (2000, 2500), (2500, 2500)]


def test_open_checks_the_last_thousand_rows_and_verify_all(tmp_path):
    path = tampered(filled(tmp_path / "log.db", 1500), "UPDATE event SET actor = 'me' WHERE seq = 300")
    with closing(open_log(path)) as log:
        assert log.state == 1500
    assert verify(path).bad_seq == 300
    tampered(path, "UPDATE event SET actor = 'me' WHERE seq = 900")
    with pytest.raises(LogDamaged) as caught:
        open_log(path)
    assert caught.value.params == {"file": str(path), "row": 900, "why": "hash"}


def test_a_hole_before_the_last_thousand_stops_the_opening(tmp_path):
    path = tampered(filled(tmp_path / "log.db", 1500), "DELETE FROM event WHERE seq = 300")
    with pytest.raises(LogDamaged) as caught:
        open_log(path)
    assert caught.value.params["why"] == "seq"


def test_a_fork_is_refused_while_running(tmp_path):
    path = filled(tmp_path / "log.db", 3)
    with closing(open_log(path)) as log:
        tampered(path, "DELETE FROM event WHERE seq = 3")
        with closing(sqlite3.connect(path)) as connection:
            connection.execute(COPY.replace("seq = 3", "seq = 2").format(seq=3, prev="hash"))
            connection.execute(COPY.replace("seq = 3", "seq = 2").format(seq=4, prev="hash"))
            connection.commit()
        with pytest.raises(LogDamaged) as caught:
            log.tail()
        assert caught.value.params["row"] == 4 and log.state == 3
