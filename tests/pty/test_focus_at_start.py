"""A window that gets or loses the keyboard while the console is still being built."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from kit.record.rows import put_on_air
from kit.screens.console_process import START_S, terminal
from kit.small_conference import conference

pytestmark = pytest.mark.pty

EVERY_S = 0.002


def test_reports_of_the_keyboard_before_the_first_picture_do_no_harm(tmp_path: Path) -> None:
    folder = conference(tmp_path / "c")
    put_on_air(folder)
    with terminal(folder, "run", folder) as program:
        end = time.monotonic() + START_S
        while "CẦM QUYỀN" not in program.text():
            assert program.alive and time.monotonic() < end, program.text()
            program.focus(False)
            time.sleep(EVERY_S)
        program.wait_for("BÀN PHÍM KHÔNG Ở CỬA SỔ NÀY")
        program.focus(True)
        program.wait_until(lambda text: "BÀN PHÍM KHÔNG Ở CỬA SỔ NÀY" not in text)
