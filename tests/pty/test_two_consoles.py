"""Two consoles on one conference: one of them holds control, and both know which."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from kit.record.rows import kinds, log_rows, put_on_air, started, wait_log
from kit.screens.console_process import CTRL_P, DOWN, ENTER, F8, confirm, let_go, running
from kit.screens.terminal import Terminal
from kit.small_conference import conference

pytestmark = [pytest.mark.pty, pytest.mark.crash]


def take_control(program: Terminal, reason: str) -> None:
    program.send(CTRL_P)
    program.wait_for("gõ tên lệnh")
    program.send("cam quyen")
    program.wait_until(lambda text: "Hoàn tác" not in text.partition("gõ")[0] and "Cầm quyền" in text)
    program.send(ENTER)
    program.wait_for("CẦM QUYỀN ĐIỀU HÀNH?")
    program.send(DOWN)
    program.wait_for("gõ lý do")
    program.send(reason)
    program.wait_for(reason)
    let_go()
    program.send(F8)


def test_only_the_holder_of_control_advances(tmp_path: Path) -> None:
    folder = conference(tmp_path / "c", "123456")
    put_on_air(folder)
    with (
        running(folder) as first,
        running(folder, says="op1 cầm quyền", DIEMCAU_AS="op2", polls=False) as second,
    ):
        first.send(F8)
        wait_log(folder, lambda log: log[-1].item == "2")
        second.wait_for("► 2 ")
        assert "op1 đang cầm quyền" in second.text()
        second.send(F8)
        let_go()
        let_go()
        assert started(folder) == ["1", "2"]

        take_control(second, "thay ca")
        taken = wait_log(folder, lambda log: "thay ca" in [row.body.get("reason") for row in log])
        begun = time.monotonic()
        first.wait_for("op2 đang cầm quyền")
        seen_after = time.monotonic() - begun
        assert taken[-1].kind == "ControlTaken"
        assert seen_after < 1.0
        first.send(F8)
        let_go()
        assert started(folder) == ["1", "2"]
        second.send(F8)
        wait_log(folder, lambda log: log[-1].item == "3")
        assert log_rows(folder)[-1].actor == "op2"

        second.kill()
        first.wait_for("op2 đang cầm quyền")
        let_go()
        first.send(F8)
        let_go()
        assert started(folder) == ["1", "2", "3"]
        take_control(first, "máy kia tắt")
        first.wait_for("op1 · CẦM QUYỀN")
        let_go()
        first.send(F8)
        wait_log(folder, lambda log: log[-1].item == "4")
    assert started(folder) == ["1", "2", "3", "4"]


def test_a_console_that_was_left_lets_control_go(tmp_path: Path) -> None:
    from kit.screens.console_process import CTRL_Q

    folder = conference(tmp_path / "c")
    with running(folder) as first:
        first.send(CTRL_Q)
        first.wait_for("RỜI BÀN ĐIỀU HÀNH?")
        confirm(first)
        assert first.wait_exit() == 0
    assert kinds(log_rows(folder))[-1] == "ControlHanded"
    with running(folder, DIEMCAU_AS="op2") as second:
        assert "op2 · CẦM QUYỀN" in second.text()
