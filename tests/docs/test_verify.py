"""The verifier outside: it agrees with the one inside about whole and about broken records."""

from __future__ import annotations

import json
import random
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from kit.product import ROOT
from kit.record.logs import filled, tampered

from data.events import Fact, RecordSealed
from data.exporters.ndjson_log import write_ndjson
from data.record.event_log import verify as verify_inside

SCRIPT = ROOT / "docs" / "verify.py"
outside = runpy.run_path(str(SCRIPT))
ROWS = 40


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> bytes:
    return filled(tmp_path_factory.mktemp("log") / "log.db", ROWS).read_bytes()


@pytest.fixture
def log(tmp_path: Path, whole: bytes) -> Path:
    path = tmp_path / "log.db"
    path.write_bytes(whole)
    return path


def exported(log: Path) -> Path:
    path = log.with_suffix(".ndjson")
    with path.open("wb") as out:
        write_ndjson(log, out)
    return path


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """As anybody would: an interpreter without our packages."""
    return subprocess.run(
        [sys.executable, "-I", "-S", str(SCRIPT), *map(str, arguments)],
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_whole_record_and_its_export_are_whole(log: Path) -> None:
    head = verify_inside(log).head
    for path in (log, exported(log)):
        done = run(path, "--head", f"{head.seq}:{head.hash.hex()}")
        assert (done.returncode, done.stdout) == (0, f"whole: {ROWS} rows; head {ROWS}:{head.hash.hex()}\n")


TAMPERING = {
    "change": "UPDATE event SET actor = 'x' WHERE seq = 7",
    "body": 'UPDATE event SET body = \'{"text":"x"}\' WHERE seq = 7',
    "null": "UPDATE event SET item = NULL WHERE seq = 7",
    "number": "UPDATE event SET mono_ns = mono_ns + 1 WHERE seq = 7",
    "delete": "DELETE FROM event WHERE seq = 7",
    "first": "DELETE FROM event WHERE seq = 1",
    "before": "INSERT INTO event SELECT 0, at, mono_ns, boot, actor, console, kind, v, item, point, body, "
    "prev, hash FROM event WHERE seq = 7",
    "insert": "INSERT INTO event SELECT 41, at, mono_ns, boot, actor, console, kind, v, item, point, body, "
    "prev, hash FROM event WHERE seq = 7",
    "replace": "REPLACE INTO event SELECT 7, at, mono_ns, boot, actor, console, kind, v, item, point, body, "
    "prev, hash FROM event WHERE seq = 8",
    "hash": "UPDATE event SET hash = zeroblob(32) WHERE seq = 7",
    "prev": "UPDATE event SET prev = zeroblob(32) WHERE seq = 7",
}


@pytest.mark.parametrize("statement", TAMPERING.values(), ids=TAMPERING)
def test_tampering_is_found_at_the_same_row_inside_and_outside(log: Path, statement: str) -> None:
    tampered(log, statement)
    verdict = verify_inside(log)
    good, tip, fault = outside["verify"](outside["rows_of_log"](log))
    assert not verdict.ok and fault
    assert (good, tip) == (verdict.rows, verdict.head.hash)
    assert run(log).returncode == 1


def test_two_rows_that_changed_places_are_found(log: Path) -> None:
    columns = "at, mono_ns, boot, actor, console, kind, v, item, point, body, prev, hash"
    swap = [
        "CREATE TEMP TABLE kept AS SELECT * FROM event WHERE seq IN (7, 8)",
        "DELETE FROM event WHERE seq IN (7, 8)",
        f"INSERT INTO event SELECT 15 - seq, {columns} FROM kept",
    ]
    tampered(log, *swap)
    assert outside["verify"](outside["rows_of_log"](log))[0] == verify_inside(log).rows == 6


def test_a_cut_tail_is_found_against_a_noted_head_only(log: Path) -> None:
    head = verify_inside(log).head
    tampered(log, f"DELETE FROM event WHERE seq > {ROWS - 5}")
    assert run(log).returncode == 0 and verify_inside(log).ok
    assert run(log, "--head", f"{head.seq}:{head.hash.hex()}").returncode == 1
    assert not verify_inside(log, head=head).ok


def test_nothing_may_follow_the_end_of_the_record(tmp_path: Path) -> None:
    from contextlib import closing

    from kit.record.logs import WHO, open_log

    from data.clock import Moment
    from data.events import NoteAdded
    from data.record.chain import Head
    from data.record.writing import sealed_rows

    log = tmp_path / "log.db"
    with closing(open_log(log)) as handle:
        handle.transact(lambda _s, _n: [Fact(RecordSealed(reason="xong"))], **WHO)
        tip = handle.head
    assert run(log).returncode == 0
    (row,) = sealed_rows(Head(tip.seq, tip.hash), [Fact(NoteAdded(text="x"))], Moment(0, 0, "b"), "a", "c")
    values = [row.seq, row.at, row.mono_ns, row.boot, row.actor, row.console, row.kind, row.v]
    literal = ", ".join(repr(value) for value in values)
    blobs = f"X'{row.prev.hex()}', X'{row.hash.hex()}'"
    tampered(log, f"INSERT INTO event VALUES ({literal}, NULL, NULL, '{row.body}', {blobs})")
    done = run(log)
    assert done.returncode == 1 and "row 2: follows the end" in done.stdout
    assert verify_inside(log).why == "sealed"


def test_an_export_that_was_changed_anywhere_is_broken(log: Path) -> None:
    """1,000 changes of one value each, none missed."""
    lines = exported(log).read_bytes().splitlines()
    head = verify_inside(log).head
    choose = random.Random(7)
    changed = log.with_suffix(".changed")
    for _ in range(1000):
        at = choose.randrange(len(lines))
        row = json.loads(lines[at])
        name = choose.choice(sorted(row))
        value = row[name]
        if name == "body":
            row[name] = {"text": "other"}
        elif isinstance(value, int):
            row[name] = value + choose.choice((-1, 1))
        elif value is None:
            row[name] = "x"
        else:
            spot = choose.randrange(len(value))
            row[name] = value[:spot] + ("0" if value[spot] != "0" else "1") + value[spot + 1 :]
        changed.write_bytes(b"\n".join([*lines[:at], json.dumps(row).encode(), *lines[at + 1 :]]))
        assert outside["verify"](outside["rows_of_ndjson"](changed), (head.seq, head.hash))[2], (at, name)


@pytest.mark.parametrize("order", ["delete", "swap", "double", "cut"])
def test_lines_of_an_export_that_moved_are_found(log: Path, order: str) -> None:
    lines = exported(log).read_bytes().splitlines(keepends=True)
    match order:
        case "delete":
            del lines[5]
        case "swap":
            lines[5], lines[6] = lines[6], lines[5]
        case "double":
            lines.insert(5, lines[5])
        case "cut":
            lines[-1] = lines[-1][:40]
    path = log.with_suffix(".moved")
    path.write_bytes(b"".join(lines))
    assert run(path).returncode == 1


def test_what_is_no_record_is_told(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"hello\n")
    assert run(tmp_path / "x").returncode == 1
    assert run(tmp_path / "none").returncode == 2
    assert run(tmp_path / "x", "--head", "nonsense").returncode == 2


def test_a_hundred_whole_records_raise_no_alarm(tmp_path: Path) -> None:
    for rows in range(100):
        log = filled(tmp_path / f"{rows}.db", rows)
        assert outside["verify"](outside["rows_of_log"](log)) == (rows, verify_inside(log).head.hash, "")
