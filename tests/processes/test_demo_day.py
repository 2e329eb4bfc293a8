"""The whole sample conference for twenty seconds, as a newcomer would run it, looked at from outside."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from kit.cli import diemcau
from kit.processes import log_objects, process, rechained, status

POINTS = 767
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\Z")
STATUS_KEYS = [
    *("title", "phase", "stage", "now", "live", "as_of", "item", "next", "offset_s", "expected_end"),
    *("points", "incidents", "sources", "control", "log", "roll_call", "absence", "backup"),
]
LOG_KEYS = [
    *("seq", "at", "mono_ns", "boot", "kind", "v", "actor", "console", "item", "point"),
    *("body", "raw", "prev", "hash"),
]


class Day(NamedTuple):
    """The folder after the demo, and `status --json` at about the 12th, 15th and 18th second."""

    folder: Path
    seen: list[dict[str, Any]]


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Day]:
    folder = tmp_path_factory.mktemp("day") / "hn"
    argv = ("demo", "--headless", "--dir", folder, "--points", str(POINTS), "--seconds", "20")
    begun = time.monotonic()
    with process(*argv) as demo:
        seen = []
        for second in (12, 15, 18):
            time.sleep(max(0.0, begun + second - time.monotonic()))
            seen.append(status(folder))
        assert demo.wait(30) == 0, demo.communicate()[1]
    yield Day(folder, seen)


def test_from_second_twelve_on_most_points_are_well_and_some_are_not(day: Day) -> None:
    for seen in day.seen:
        points = seen["points"]
        assert points["expected"] == POINTS
        assert points["ok"] >= 700, points
        assert points["ok"] < POINTS
        assert points["stale"] == 0
        assert sum(points.values()) == 2 * POINTS
        assert seen["live"] is True
        assert [source["state"] for source in seen["sources"]] == ["ok"]


def test_afterwards_nothing_is_said_to_be_well(day: Day) -> None:
    after = status(day.folder)
    points = after["points"]
    assert points["stale"] + points["unknown"] == points["expected"] == POINTS
    assert points["ok"] == points["degraded"] == points["down"] == 0
    assert after["live"] is False
    assert [source["state"] for source in after["sources"]] == ["stale"]


def test_status_has_the_keys_of_the_contract_and_no_other(day: Day) -> None:
    for seen in day.seen:
        assert list(seen) == STATUS_KEYS
        assert list(seen["points"]) == ["expected", "ok", "degraded", "down", "unknown", "stale"]
        assert list(seen["incidents"]) == ["open", "p1", "acknowledged"]
        assert [list(source) for source in seen["sources"]] == [["name", "state", "age_s"]]
        assert list(seen["log"]) == ["events", "head"]
        assert list(seen["next"]) == ["cue", "title", "expected_start"]
        for instant in (seen["now"], seen["as_of"], seen["expected_end"], seen["next"]["expected_start"]):
            assert INSTANT.match(instant)


def test_log_lines_have_the_keys_of_the_contract_and_verify_from_raw_alone(day: Day) -> None:
    rows = log_objects(day.folder)
    assert len(rows) > 700
    assert all(list(row) == LOG_KEYS for row in rows)
    assert all(INSTANT.match(row["at"]) for row in rows)
    assert [row["at"] for row in rows] == sorted(row["at"] for row in rows)
    assert all(json.loads(row["raw"]) == row["body"] for row in rows)
    head = status(day.folder)["log"]
    assert (head["events"], head["head"]) == (len(rows), f"{len(rows)}:{rechained(rows)}")


def test_the_arrival_of_767_rooms_is_told_once_each(day: Day) -> None:
    rows = log_objects(day.folder)
    arrived = [row["point"] for row in rows if row["kind"] == "PointJoined" and not row["body"]["rejoin"]]
    assert len(arrived) == len(set(arrived)) >= 700
    assert [row["kind"] for row in rows].count("PollingTaken") == 1
    assert not [row for row in rows if row["kind"] in ("SourceLost", "SourceRecovered")]


def test_the_record_verifies(day: Day) -> None:
    done = diemcau("verify", day.folder)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def copied(day: Day, tmp_path: Path) -> Path:
    shutil.copy(day.folder / "log.db", tmp_path / "log.db")
    return tmp_path / "log.db"


@pytest.mark.parametrize("place", ["first", "middle", "last"])
def test_one_altered_letter_of_one_body_is_found_by_row(copied: Path, place: str) -> None:
    with closing(sqlite3.connect(copied)) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
        (last,) = connection.execute("SELECT max(seq) FROM event").fetchone()
        seq = {"first": 1, "middle": last // 2, "last": last}[place]
        (body,) = connection.execute("SELECT body FROM event WHERE seq = ?", (seq,)).fetchone()
        altered = body[:-2] + chr(ord(body[-2]) ^ 1) + body[-1]
        assert len(altered) == len(body)
        connection.execute("UPDATE event SET body = ? WHERE seq = ?", (altered, seq))
        connection.commit()
    done = diemcau("verify", copied, "--lang", "en")
    assert done.returncode == 1
    assert f"row {seq}:" in done.stdout


def test_one_altered_byte_of_the_file_is_found_by_row(copied: Path) -> None:
    rows = log_objects(copied)
    victim = next(row for row in rows if row["kind"] == "PointJoined")
    stored, content = copied.read_bytes(), victim["raw"].encode()
    assert stored.count(content) == 1
    at = stored.index(content) + content.index(b'"ref"') + 8
    copied.write_bytes(stored[:at] + bytes([stored[at] ^ 1]) + stored[at + 1 :])
    done = diemcau("verify", copied, "--lang", "en")
    assert done.returncode == 1
    assert f"row {victim['seq']}:" in done.stdout
