"""A log that another process holds, and a log for which there is no room."""

from __future__ import annotations

import re
import resource
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest
from kit.record.rows import kinds, log_rows, put_on_air, started, wait_log
from kit.screens.console_process import CTRL_N, ENTER, ESC, F7, F8, let_go, running
from kit.screens.terminal import Terminal
from kit.small_conference import conference

from data.record.event_log import verify

pytestmark = pytest.mark.pty

HELD_S = 3.0
SEEN_S = 1.0
"""A person who pressed a key is told within this time why nothing happens."""


def test_a_busy_log_is_waited_for_and_the_advance_done_once(tmp_path: Path) -> None:
    folder = conference(tmp_path / "c")
    put_on_air(folder)
    with running(folder) as program:
        with closing(sqlite3.connect(folder / "log.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            begun = time.monotonic()
            program.send(F8)
            program.wait_for("đang chờ ghi", SEEN_S + 1)
            assert time.monotonic() - begun < SEEN_S
            assert "► 1 " in program.text()
            second = program.text().splitlines()[0].rstrip()[-8:]
            program.wait_until(lambda text: second not in text.splitlines()[0], 2)  # the clock goes on
            program.send(CTRL_N)
            program.wait_for("GHI CHÚ · mục 1", 1)  # and cards open
            program.send(ESC)
            time.sleep(max(0.0, begun + HELD_S - time.monotonic()))
            assert started(folder) == ["1"]
            other.execute("ROLLBACK")
        program.wait_for("► 2 ", 2)
        program.wait_until(lambda text: "đang chờ ghi" not in text, 3)
        let_go()
        assert started(folder) == ["1", "2"]


def test_impatience_while_the_log_is_busy_is_still_one_advance(tmp_path: Path) -> None:
    folder = conference(tmp_path / "c")
    put_on_air(folder)
    with running(folder) as program:
        with closing(sqlite3.connect(folder / "log.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            for _ in range(3):
                program.send(F8)
                time.sleep(1)
            other.execute("ROLLBACK")
        program.wait_for("► 2 ", 3)
        time.sleep(1)
        assert started(folder) == ["1", "2"]


def leave_no_room(program: Terminal, folder: Path) -> tuple[int, int]:
    """No file of the program may grow beyond the size of its log now."""
    before = resource.prlimit(program.pid, resource.RLIMIT_FSIZE)
    size = (folder / "log.db").stat().st_size
    resource.prlimit(program.pid, resource.RLIMIT_FSIZE, (size, before[1]))
    return before


def fill_page(program: Terminal, folder: Path) -> None:
    """Notes until the log may not grow any more."""
    for number in range(40):
        if "CHƯA GHI" in program.text():
            return
        before = len(log_rows(folder))
        program.send(CTRL_N)
        program.wait_for("GHI CHÚ ·")
        program.send(f"{number} " + "đầy " * 100)
        time.sleep(0.05)
        program.send(ENTER)
        program.wait_until(
            lambda text, before=before: "CHƯA GHI" in text or len(log_rows(folder)) > before, 10
        )
    raise AssertionError("the log goes on growing")


def test_without_room_the_programme_goes_on_and_says_so(tmp_path: Path) -> None:
    folder = conference(tmp_path / "c")
    put_on_air(folder)
    with running(folder, settled=False) as program:
        before = leave_no_room(program, folder)
        fill_page(program, folder)
        written = log_rows(folder)
        assert started(folder) == ["1"]

        let_go()
        program.send(F8)
        text = program.wait_for("► 2 ")
        assert "KHÔNG GHI ĐƯỢC NHẬT KÝ" in text
        let_go()
        program.send(F7)
        program.wait_for("TẠM DỪNG")
        let_go()
        program.send(F7)
        program.wait_until(lambda text: "TẠM DỪNG" not in text)
        text = program.text()
        assert re.search(r"CHƯA GHI \d+ việc", text)
        assert "ghi ✓" not in text
        strip = [line for line in text.splitlines() if "lên sóng" in line and "│ " in line and ":" in line]
        assert strip and "CHƯA GHI" in strip[0], strip
        assert log_rows(folder) == written
        assert list((tmp_path / "home").rglob("*.jsonl")), "the second path"

        resource.prlimit(program.pid, resource.RLIMIT_FSIZE, before)
        program.wait_until(lambda text: "CHƯA GHI" not in text and "ghi ✓" in text, 5)
        log = wait_log(folder, lambda log: kinds(log)[-1] == "ItemResumed")
        assert started(folder) == ["1", "2"]
        assert kinds(log).count("ItemHeld") == kinds(log).count("ItemResumed") == 1
        assert log[: len(written)] == written
        let_go()
        program.send(F8)
        wait_log(folder, lambda log: log[-1].item == "3")
    assert verify(folder / "log.db").ok
