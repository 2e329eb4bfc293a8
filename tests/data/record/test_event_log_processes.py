"""Several processes on one log: none loses a row, whoever is killed, whatever is being read."""

from __future__ import annotations

import io
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
from kit.product import SUBPROCESS_ENV
from kit.record.logs import WHO, collect, filled, open_log, python

from data.events import Fact, NoteAdded
from data.exporters.csv_log import write_csv
from data.exporters.ndjson_log import write_ndjson
from data.record.errors import LogBusy
from data.record.event_log import verify

KILLS = 24


def writer(path: Path, name: str, *count: str) -> subprocess.Popen[bytes]:
    command = python("-m", "kit.record.writer", str(path), name, *count)
    return subprocess.Popen(command, env=SUBPROCESS_ENV, stdout=subprocess.PIPE)


def acknowledged(lines: bytes) -> dict[int, str]:
    """Only whole lines count: the last may have been cut by the kill."""
    whole = lines.decode().split("\n")[:-1]
    return {int(seq): text for seq, text in (line.split(" ", 1) for line in whole)}


def texts(path: Path) -> dict[int, str]:
    with closing(open_log(path, initial=(), fold=collect, read_only=True)) as log:
        return {event.seq: event.body.text for event in log.state}


def test_three_writers_and_no_fork(tmp_path):
    path = filled(tmp_path / "log.db", 1)
    writers = [writer(path, name, "60") for name in "abc"]
    answers = [process.communicate(timeout=120)[0] for process in writers]
    stored = texts(path)
    promised = [acknowledged(answer) for answer in answers]
    assert [len(rows) for rows in promised] == [60, 60, 60]
    assert {seq: text for rows in promised for seq, text in rows.items()} == {
        seq: text for seq, text in stored.items() if seq > 1
    }
    assert verify(path).ok and verify(path).rows == 181


def test_creating_it_together(tmp_path):
    path = tmp_path / "log.db"
    writers = [writer(path, name, "5") for name in "abc"]
    for process in writers:
        process.communicate(timeout=120)
    assert [process.returncode for process in writers] == [0, 0, 0]
    assert verify(path).ok and len(texts(path)) == 15
    assert not [left.name for left in tmp_path.iterdir() if left.name.endswith(".new")]


@pytest.mark.crash
def test_killing_a_writer_loses_nothing_it_acknowledged(tmp_path):
    path = filled(tmp_path / "log.db", 1)
    promised: dict[int, str] = {}
    for round_ in range(KILLS):
        process = writer(path, f"w{round_}")
        assert process.stdout is not None
        first = b"".join(process.stdout.readline() for _ in range(1 + round_ % 5))
        process.kill()
        promised |= acknowledged(first + process.communicate(timeout=60)[0])
        if round_ % 6 == 0:
            assert verify(path).ok
    stored = texts(path)
    assert len(promised) >= KILLS
    assert {seq: stored.get(seq) for seq in promised} == promised
    verdict = verify(path)
    assert verdict.ok and verdict.rows == len(stored) >= len(promised) + 1


class Interrupting(io.BytesIO):
    """A slow disk to export to: the desk writes to the log in the middle of every page."""

    def __init__(self, log) -> None:
        super().__init__()
        self.log, self.writes = log, 0

    def write(self, data) -> int:
        self.log.transact(lambda _s, _n: [Fact(NoteAdded(text="meanwhile"))], **WHO)
        self.writes += 1
        return super().write(data)


@pytest.mark.parametrize("export", [write_csv, write_ndjson])
def test_an_export_under_way_holds_no_lock(tmp_path, export):
    path = filled(tmp_path / "log.db", 3500)
    with closing(open_log(path, busy_timeout_ms=0)) as log:
        out = Interrupting(log)
        head = export(path, out)
        assert head.seq in (3500, 3501)  # csv writes its header before it looks
        assert out.writes >= 4 and log.state == 3500 + out.writes


def test_a_verification_under_way_holds_no_lock(tmp_path):
    path = filled(tmp_path / "log.db", 2500)
    with closing(open_log(path, busy_timeout_ms=0)) as log:
        append = lambda *_: log.transact(lambda _s, _n: [Fact(NoteAdded(text="x"))], **WHO)  # noqa: E731
        assert verify(path, progress=append).rows == 2500
        assert log.head.seq == 2503


def test_busy_is_said_nothing_is_written_and_later_it_works(tmp_path):
    path = filled(tmp_path / "log.db", 3)
    with closing(open_log(path, busy_timeout_ms=20)) as mine, closing(open_log(path)) as other:
        other._connection.execute("BEGIN EXCLUSIVE")
        with pytest.raises(LogBusy):
            mine.transact(lambda _s, _n: [Fact(NoteAdded(text="x"))], **WHO)
        assert mine.tail() == () and mine.state == 3
        with pytest.raises(LogBusy):
            open_log(path, busy_timeout_ms=20)
        other._connection.execute("ROLLBACK")
        assert mine.transact(lambda _s, _n: [Fact(NoteAdded(text="x"))], **WHO).events[0].seq == 4


def test_a_reader_in_the_way_of_the_commit_is_busy_too(tmp_path):
    path = filled(tmp_path / "log.db", 3)
    with closing(open_log(path, busy_timeout_ms=20)) as mine, closing(open_log(path)) as other:
        cursor = other._connection.execute("SELECT seq FROM event")
        cursor.fetchone()
        with pytest.raises(LogBusy):
            mine.transact(lambda _s, _n: [Fact(NoteAdded(text="lost?"))], **WHO)
        assert mine.head.seq == mine.state == 3
        cursor.close()
        assert mine.transact(lambda _s, _n: [Fact(NoteAdded(text="again"))], **WHO).events[0].seq == 4
    assert texts(path)[4] == "again" and verify(path).ok
