"""A terminal that nobody reads, as behind a line that stalls: nothing waits for it, and it catches up."""

from __future__ import annotations

import signal
import time
from pathlib import Path

import pytest
from kit.record.rows import kinds, log_rows, wait_log
from kit.screens.console_process import DOWN, F8, let_go, running
from kit.screens.terminal import Terminal
from kit.small_conference import conference

pytestmark = pytest.mark.pty

PICTURES = 24
"""Of the whole window, 15 kB each: far more than a terminal and all queues before it hold."""
GONE_S = 2.0


def fill(program: Terminal) -> None:
    """Have the console paint everything so often that its output is full."""
    for number in range(PICTURES):
        program.resize(119 + number % 2, 40)
        time.sleep(0.06)


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
        program.wait_until(lambda text: "ĐANG DIỄN RA" in text and "F8 ►  1 " in text)
        shown = [line[:60] for line in program.lines()[3:35]]
        program.resize(119, 40)
        program.resize(120, 40)
        program.wait_until(lambda text: [line[:60] for line in text.split("\n")[3:35]] == shown)


def test_it_ends_in_order_while_nobody_reads(tmp_path: Path) -> None:
    folder = conference(tmp_path / "c")
    with running(folder) as program, program.unread():
        fill(program)
        told = time.monotonic()
        program.signal(signal.SIGTERM)
        assert program.wait_exit() == 0
        assert time.monotonic() - told <= GONE_S
    assert kinds(log_rows(folder))[-1] == "ControlHanded"
