"""A terminal that nobody reads, as behind a line that stalls: nothing waits for it, and it catches up."""

from __future__ import annotations

import signal
import time
from pathlib import Path

import pytest
from kit.record.rows import kinds, log_rows, wait_log
from kit.screens.console_process import CTRL_Q, DOWN, F8, let_go, running
from kit.screens.terminal import Terminal
from kit.small_conference import conference

pytestmark = pytest.mark.pty

PICTURES = 24
"""Of the whole window, 15 kB each: far more than a terminal and all queues before it hold."""
GONE_S = 2.0
STILL_CELLS, STILL_ROWS = 40, 28
ON_AIR = ("ĐANG DIỄN RA", "F8 ►  1 ", "│► 1 ", "lên sóng", "đã nói")
"""Of every part of the desk, once the first item is on air."""


def fill(program: Terminal) -> None:
    """Have the console paint everything so often that its output is full."""
    for number in range(PICTURES):
        program.resize(119 + number % 2, 40)
        time.sleep(0.06)


def still(text: str) -> list[str]:
    """What of the desk neither counts down nor lies beneath a card."""
    return [line[:STILL_CELLS] for line in text.split("\n")[3:STILL_ROWS]]


def test_keys_and_the_record_go_on_and_the_picture_is_whole_when_it_is_read_again(tmp_path: Path) -> None:
    folder = conference(tmp_path / "c")
    with running(folder) as program:
        with program.unread():
            fill(program)
            let_go()
            program.send(F8)
            let_go()
            program.send(DOWN)
            let_go()
            program.send(F8)
            wait_log(folder, lambda log: "ItemStarted" in kinds(log))
        program.wait_until(lambda text: all(part in text for part in ON_AIR))
        shown = still(program.text())
        program.resize(119, 40)
        program.resize(120, 40)
        program.wait_until(lambda text: still(text) == shown)
        with program.unread():
            program.send(CTRL_Q)
            fill(program)
        program.wait_until(lambda text: "RỜI BÀN" in text and still(text) == shown)


def test_it_ends_in_order_while_nobody_reads(tmp_path: Path) -> None:
    folder = conference(tmp_path / "c")
    with running(folder) as program, program.unread():
        fill(program)
        told = time.monotonic()
        program.signal(signal.SIGTERM)
        assert program.wait_exit() == 0
        assert time.monotonic() - told <= GONE_S
    assert kinds(log_rows(folder))[-1] == "ControlHanded"
