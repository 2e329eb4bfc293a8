"""Keys that must do nothing on a real terminal, and windows of every size. See test_every_key."""

from __future__ import annotations

import random
import string
import time
from pathlib import Path

import pytest
from kit.record.rows import log_rows, put_on_air, started, wait_log
from kit.screens.console_process import F3, F4, F5, F8, START_S, let_go, running, terminal
from kit.small_conference import conference

pytestmark = pytest.mark.pty


def test_letters_digits_space_and_backspace_change_nothing(tmp_path: Path) -> None:
    folder = conference(tmp_path / "c")
    put_on_air(folder)
    with running(folder) as program:
        before = log_rows(folder)
        harmless = string.ascii_letters + string.digits + " \t\x7f\x08" + string.punctuation.replace("?", "")
        for char in harmless + "đăâêôơưẾ":
            program.send(char)
            time.sleep(0.005)
        for key in ("\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D", "\x1b[5~", "\x1b[6~", "\x1b[H", "\x1b[F", "\r"):
            program.send(key)
        for key in ("\x1b[21~", "\x1b[23~", "\x1b[24~", "\x1b[1;5A", "\x1b[19;2~", "\x1b[19;5~"):
            program.send(key)  # F10 F11 F12, Ctrl+Up, Shift+F8, Ctrl+F8
        for control in (1, 2, 4, 5, 7, 11, 15, 18, 19, 20, 21, 22, 23, 24, 25, 28, 29, 30, 31):
            program.send(bytes([control]))
        time.sleep(1)
        assert program.alive
        assert log_rows(folder) == before
        program.send(F8)
        wait_log(folder, lambda log: log[-1].item == "2")


def test_windows_of_every_size(tmp_path: Path) -> None:
    folder = conference(tmp_path / "c", "123456")
    put_on_air(folder)
    chance = random.Random(3)
    sizes = [(1, 1), (2, 50), (200, 2), (300, 100), (40, 10), (79, 23), (80, 24), (119, 37), (140, 50)]
    sizes += [(chance.randint(1, 300), chance.randint(1, 100)) for _ in range(40)]
    with running(folder) as program:
        for cols, rows in sizes:
            program.resize(cols, rows)
            time.sleep(chance.choice((0.0, 0.01, 0.05)))
        program.resize(1, 1)
        time.sleep(0.5)
        assert program.alive

        program.resize(60, 12)
        program.wait_until(lambda text: "cần 80×24" in text and "F8 ►" in text)
        program.send(F8)
        wait_log(folder, lambda log: log[-1].item == "2")

        for cols, rows in ((80, 24), (120, 40), (300, 100)):
            program.resize(cols, rows)
            program.wait_until(lambda text: "► 2 " in text and "F8 ►" in text and "CHƯƠNG TRÌNH" in text)
            assert len(program.lines()) == rows
        let_go()
        program.send(F8)
        wait_log(folder, lambda log: log[-1].item == "3")
    assert started(folder) == ["1", "2", "3"]


def test_mouse_and_paste_change_nothing(tmp_path: Path) -> None:
    folder = conference(tmp_path / "c")
    put_on_air(folder)
    with running(folder) as program:
        before = log_rows(folder)
        for row in range(1, 41):
            for col in (3, 60, 110):
                program.send(f"\x1b[<0;{col};{row}M\x1b[<0;{col};{row}m")
        program.send("\x1b[200~\r\x1b[19~F8\r\x1b[201~")
        time.sleep(1)
        assert program.alive
        assert started(folder) == ["1"]
        assert log_rows(folder) == before


def test_keys_typed_ahead_of_the_first_picture_do_nothing(tmp_path: Path) -> None:
    folder = conference(tmp_path / "c")
    put_on_air(folder)
    with terminal(folder, "run", folder) as program:
        while b"\x1b[?1049h" not in program.raw:
            time.sleep(0.001)
        for _ in range(3):
            program.send(F8)
        program.wait_for("CẦM QUYỀN", START_S)
        time.sleep(1)
        assert started(folder) == ["1"]


@pytest.mark.parametrize(
    ("burst", "answer"),
    [
        (F5 + b"\x05", "XUẤT TỆP"),
        (F3 + b"\r", "ĐT"),
        (F4 + b" ", "PresenceMarked"),
    ],
)
def test_the_first_key_of_a_screen_may_come_with_the_key_that_opens_it(
    tmp_path: Path, burst: bytes, answer: str
) -> None:
    folder = conference(tmp_path / "c")
    put_on_air(folder)
    with running(folder) as program:
        program.send(burst)
        if answer == "PresenceMarked":
            wait_log(folder, lambda log: log[-1].kind == answer)
        else:
            program.wait_for(answer)
