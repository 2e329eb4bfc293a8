"""A terminal that goes takes nothing with it: what draws goes on, and so the console can end in order."""

from __future__ import annotations

import os
import pty
import sys
import threading

import pytest
from textual.drivers._writer_thread import MAX_QUEUED_WRITES, WriterThread

from console.terminal.lasting_output import LastingOutput, lasting_output
from console.terminal.outlet import CALM


def test_the_drawing_thread_outlives_its_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it the thread ends at the first picture and whoever draws on waits for ever."""
    master, slave = pty.openpty()
    with os.fdopen(slave, "w", closefd=True) as stream:
        monkeypatch.setattr(sys, "__stderr__", LastingOutput(stream))
        drawing = WriterThread(sys.__stderr__)  # type: ignore[arg-type]
        drawing.start()
        os.close(master)

        def draw() -> None:
            for number in range(3 * MAX_QUEUED_WRITES):
                drawing.write(f"picture {number}\n")
            drawing.stop()

        drawn = threading.Thread(target=draw, daemon=True)
        drawn.start()
        drawn.join(10)
        assert not drawn.is_alive(), "the one who draws waits for nobody"
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, slave)
        os.close(null)


def test_it_is_the_stream_in_all_else_and_only_for_so_long() -> None:
    before = sys.__stderr__
    assert before is not None
    with lasting_output():
        inside = sys.__stderr__
        assert inside is not before and inside is not None
        assert inside.fileno() == before.fileno()
        assert inside.encoding == before.encoding
        assert inside.write("shown") == len("shown")
        inside.flush()
    assert sys.__stderr__ is before


def test_a_terminal_that_is_not_read_keeps_nobody_waiting_and_catches_up() -> None:
    """Texts that grew old are let go of whole; the newest arrive when somebody reads again."""
    master, slave = pty.openpty()
    caught_up = threading.Event()
    with os.fdopen(slave, "w", encoding="utf-8") as stream:
        output = LastingOutput(stream, caught_up.set)
        drawing = WriterThread(output)  # type: ignore[arg-type]
        drawing.start()

        def draw() -> None:
            for number in range(20 * MAX_QUEUED_WRITES):
                drawing.write(f"<{number}{'·' * 500}>\n")

        drawn = threading.Thread(target=draw, daemon=True)
        drawn.start()
        drawn.join(10)
        assert not drawn.is_alive(), "the one who draws waits for nobody"
        read = bytearray()
        while CALM not in read:
            read += os.read(master, 1 << 16)
        assert caught_up.wait(10)
        drawing.write("anew")
        drawing.stop()
        while not read.endswith(b"anew"):
            read += os.read(master, 1 << 16)
        output.let_go()
        assert os.get_blocking(slave), "whoever shares the terminal goes on as before"
    os.close(master)
    texts = read.decode().replace("\r\n", "\n").replace(CALM.decode(), "").split("\n")[:-1]
    assert all(text == f"<{text[1:].split('·')[0]}{'·' * 500}>" for text in texts), "none is cut"
    assert len(texts) < 20 * MAX_QUEUED_WRITES
    assert texts[-1].startswith(f"<{20 * MAX_QUEUED_WRITES - 1}·")
