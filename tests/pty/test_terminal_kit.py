"""The terminal that other tests type into."""

from __future__ import annotations

import signal
import sys

import pytest
from kit.screens.terminal import Terminal

pytestmark = pytest.mark.pty


def test_it_types_reads_and_reports_the_exit() -> None:
    with Terminal(["sh", "-c", "read line; echo got:$line; exit 3"], 40, 5) as terminal:
        terminal.send("Đắk Lắk\n")
        terminal.wait_for("got:Đắk Lắk")
        assert terminal.wait_exit() == 3
        assert not terminal.alive


def test_the_program_owns_the_terminal_and_hears_a_resize() -> None:
    code = "import os,signal,time\nsignal.signal(signal.SIGWINCH,lambda *_: print(os.get_terminal_size()))\n"
    code += "print('up', os.get_terminal_size(), flush=True)\nwhile True: time.sleep(0.05)"
    with Terminal([sys.executable, "-u", "-c", code], 81, 23) as terminal:
        terminal.wait_for("up os.terminal_size(columns=81, lines=23)")
        terminal.resize(100, 30)
        terminal.wait_for("os.terminal_size(columns=100, lines=30)")
        assert len(terminal.lines()) == 30


def test_control_c_reaches_the_program() -> None:
    with Terminal([sys.executable, "-c", "print('up', flush=True); input()"], 80, 24) as terminal:
        terminal.wait_for("up")
        terminal.send(b"\x03")
        terminal.wait_for("KeyboardInterrupt")


def test_sequences_pyte_does_not_know_are_not_printed_even_in_pieces() -> None:
    pieces = r"\033[>1u", r"A\033", r"[?2026$", r"pB\033]0;title", r"\007C\033P+q\033\\", r"D\033[4 q", "E"
    script = "; sleep 0.05; ".join(f"printf '{piece}'" for piece in pieces)
    with Terminal(["bash", "-c", script + "; read x"], 40, 3) as terminal:
        terminal.wait_for("E")
        assert terminal.lines()[0].rstrip() == "ABCDE"
        assert b"title" in terminal.raw


def test_a_missing_text_says_what_was_there() -> None:
    with (
        Terminal(["sh", "-c", "echo here; read x"], 40, 3) as terminal,
        pytest.raises(TimeoutError, match="here"),
    ):
        terminal.wait_for("nowhere", timeout=0.5)


def test_a_dropped_connection_hangs_the_program_up() -> None:
    terminal = Terminal(["sh", "-c", "echo up; read x"], 40, 3)
    terminal.wait_for("up")
    terminal.hang_up()
    assert terminal.wait_exit() in (-signal.SIGHUP, 1)
    terminal.close()


def test_close_ends_a_program_that_listens_to_nothing() -> None:
    deaf = "trap '' TERM HUP INT; echo up; while :; do sleep 1; done"
    with Terminal(["sh", "-c", deaf], 40, 3) as terminal:
        terminal.wait_for("up")
    assert not terminal.alive
