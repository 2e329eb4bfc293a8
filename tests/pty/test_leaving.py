"""However the console ends, it ends quickly, leaves the terminal as it was, and the show on air."""

from __future__ import annotations

import os
import pty
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from kit.product import ROOT
from kit.record.rows import kinds, log_rows, put_on_air, started, wait_log
from kit.screens.console_process import (
    CTRL_C,
    CTRL_Z,
    ESC,
    START_S,
    confirm,
    diemcau,
    environment,
    running,
    terminal,
)
from kit.screens.stream import left_on
from kit.screens.terminal import Terminal
from kit.small_conference import conference

pytestmark = [pytest.mark.pty, pytest.mark.crash]

GONE_S = 2.0


def gone_within(end: Callable[[], object], process: Terminal | subprocess.Popen[bytes]) -> float:
    """Seconds from `end` until the process is no more."""
    begun = time.monotonic()
    end()
    process.wait_exit(30) if isinstance(process, Terminal) else process.wait(30)
    return time.monotonic() - begun


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal(tmp_path: Path, number: signal.Signals) -> None:
    folder = conference(tmp_path / "c")
    put_on_air(folder)
    with terminal(folder, "run", folder) as program:
        before = program.modes()
        program.wait_for("CẦM QUYỀN", START_S)
        assert program.modes() != before
        assert "1049" in left_on(program.raw)
        took = gone_within(lambda: program.signal(number), program)
        assert took <= GONE_S
        time.sleep(0.2)
        assert program.modes() == before
        assert left_on(program.raw) == set()
        assert b"Traceback" not in program.raw
    assert kinds(log_rows(folder))[-1] == "ControlHanded"
    assert started(folder) == ["1"]
    assert "ItemEnded" not in kinds(log_rows(folder))


def test_leaving_by_its_key(tmp_path: Path) -> None:
    folder = conference(tmp_path / "c")
    put_on_air(folder)
    with terminal(folder, "run", folder) as program:
        before = program.modes()
        program.wait_for("CẦM QUYỀN", START_S)
        program.send(b"\x11")
        program.wait_for("RỜI BÀN ĐIỀU HÀNH?")
        confirm(program)
        assert program.wait_exit() == 0
        time.sleep(0.2)
        assert program.modes() == before
        assert left_on(program.raw) == set()
    assert started(folder) == ["1"]


def test_a_rehearsal_is_shared_and_come_back_to(tmp_path: Path) -> None:
    folder = conference(tmp_path / "c")
    with (
        running(folder, "--rehearsal", polls=False, settled=False, says="DIỄN TẬP"),
        terminal(folder, "run", folder, "--again") as second,
    ):
        second.wait_for("rehearsal-1.db ✓", START_S)
        second.send(b"\x11")
        second.wait_for("--again")
        confirm(second)
        assert second.wait_exit() == 0
    assert [path.name for path in folder.glob("rehearsal-*.db")] == ["rehearsal-1.db"]
    assert kinds(log_rows(folder)) == []


def test_a_terminal_that_was_closed(tmp_path: Path) -> None:
    folder = conference(tmp_path / "c")
    put_on_air(folder)
    with running(folder, settled=False) as program:
        assert gone_within(program.hang_up, program) <= GONE_S
    assert kinds(log_rows(folder))[-1] == "ControlHanded"
    assert started(folder) == ["1"]
    assert "ItemEnded" not in kinds(log_rows(folder))


@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
def test_when_tmux_goes_control_is_let_go_and_the_next_console_has_it(tmp_path: Path) -> None:
    folder = conference(tmp_path / "c")
    put_on_air(folder)
    tmux = ["tmux", "-S", str(tmp_path / "socket"), "-f", os.devnull]
    surroundings = {**os.environ, **environment(folder)}
    start = [*tmux, "new-session", "-d", "-x", "120", "-y", "40", *diemcau("run", folder)]
    subprocess.run(start, cwd=ROOT, env=surroundings, timeout=10, check=True)
    try:
        wait_log(folder, lambda log: "PollingTaken" in kinds(log), START_S)
    finally:
        subprocess.run([*tmux, "kill-server"], timeout=10, check=True)
    wait_log(folder, lambda log: kinds(log)[-1] == "ControlHanded", GONE_S)
    with running(folder, settled=False):
        assert started(folder) == ["1"]


@pytest.mark.parametrize("same", [True, False], ids=["the whole terminal", "input alone"])
def test_the_end_of_input_without_a_signal(tmp_path: Path, same: bool) -> None:
    """Nobody sends SIGHUP to a program that has no controlling terminal."""
    folder = conference(tmp_path / "c")
    put_on_air(folder)
    keyboard, typed = pty.openpty()
    screen, shown = (keyboard, typed) if same else pty.openpty()
    process = subprocess.Popen(
        diemcau("run", folder),
        stdin=typed,
        stdout=shown,
        stderr=shown,
        cwd=ROOT,
        env={**os.environ, **environment(folder), "TERM": "xterm-256color"},
        start_new_session=True,
    )
    try:
        for fd in {typed, shown}:
            os.close(fd)
        wait_log(folder, lambda log: "PollingTaken" in kinds(log), START_S)
        if not same:
            os.set_blocking(screen, False)
        assert process.poll() is None
        assert gone_within(lambda: os.close(keyboard), process) <= GONE_S
    finally:
        process.kill()
        process.wait()
        if not same:
            os.close(screen)
    if same:
        assert kinds(log_rows(folder))[-1] == "ControlHanded", "it ended in order"
    assert started(folder) == ["1"]


def test_control_c_and_control_z_are_keys_and_change_nothing(tmp_path: Path) -> None:
    folder = conference(tmp_path / "c")
    put_on_air(folder)
    with running(folder, settled=False) as program:
        before = log_rows(folder)
        for _ in range(3):
            program.send(CTRL_C)
        program.wait_for("muốn rời: Ctrl+Q")
        program.send(CTRL_Z)
        program.wait_for("HOÀN TÁC THAY ĐỔI CUỐI?")
        program.send(CTRL_Z + CTRL_C)
        time.sleep(0.3)
        program.send(ESC)
        program.wait_until(lambda text: "HOÀN TÁC" not in text)
        assert program.alive
        assert log_rows(folder) == before
        status = psutil.Process(program.pid).status()
        assert status != psutil.STATUS_STOPPED


@pytest.mark.parametrize("how", ["SIGKILL", "SIGTERM", "SIGHUP", "closed terminal"])
def test_the_demo_takes_its_simulator_along(tmp_path: Path, how: str) -> None:
    folder = tmp_path / "demo"
    command = ("demo", "--points", "10", "--dir")
    with terminal(folder, *command, folder) as program:
        program.wait_for("CẦM QUYỀN", START_S)
        children = psutil.Process(program.pid).children(recursive=True)
        assert any("simulate" in child.cmdline() for child in children)
        if how == "closed terminal":
            program.hang_up()
        else:
            program.signal(signal.Signals[how])
        program.wait_exit(GONE_S * 5)
        _, alive = psutil.wait_procs(children, timeout=3)
        assert alive == []
