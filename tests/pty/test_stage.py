"""`diemcau stage` on a real terminal, beside a console that may die."""

from __future__ import annotations

import re
import signal
import time
import unicodedata
from pathlib import Path

import psutil
import pytest
from kit.record.rows import kinds, log_rows, put_on_air
from kit.screens.console_process import CTRL_C, CTRL_Q, START_S, running, terminal
from kit.screens.stage_text import wait_seconds
from kit.screens.stream import left_on
from kit.screens.terminal import Terminal
from kit.small_conference import conference

import console.cli

pytestmark = [pytest.mark.pty, pytest.mark.crash]

GONE_S = 2.0


def stage(folder: Path, *args: str, cols: int = 80, rows: int = 24, **env: str) -> Terminal:
    return terminal(folder, "stage", folder, *args, cols=cols, rows=rows, **env)


def on_air(tmp_path: Path) -> Path:
    folder = conference(tmp_path / "c", [{"cue": "1", "title": "Xét xử trực tuyến"}, "2", "3"])
    put_on_air(folder)
    return folder


@pytest.mark.parametrize("how", ["SIGTERM", "SIGHUP", "SIGINT", "ctrl+q", "ctrl+c", "closed terminal"])
def test_it_is_gone_in_two_seconds_and_leaves_the_terminal_and_the_record_alone(
    tmp_path: Path, how: str
) -> None:
    folder = on_air(tmp_path)
    rows = log_rows(folder)
    with stage(folder) as program:
        before = program.modes()
        program.wait_for("CÒN LẠI", START_S)
        begun = time.monotonic()
        if how == "closed terminal":
            program.hang_up()
        elif how.startswith("SIG"):
            program.signal(signal.Signals[how])
        else:
            program.send({"ctrl+q": CTRL_Q, "ctrl+c": CTRL_C}[how])
        code = program.wait_exit(30)
        assert time.monotonic() - begun <= GONE_S
        if how != "closed terminal":
            assert code == 0
            time.sleep(0.2)
            assert program.modes() == before
            assert left_on(program.raw) == set()
            assert b"Traceback" not in program.raw
    assert log_rows(folder) == rows


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (120, 40), (200, 60)])
def test_the_digits_count_in_every_window(tmp_path: Path, size: tuple[int, int]) -> None:
    folder = on_air(tmp_path)
    with stage(folder, cols=size[0], rows=size[1]) as program:
        program.wait_for("XÉT XỬ", START_S)
        first = wait_seconds(program.lines)
        assert 540 < first <= 600
        assert wait_seconds(program.lines, lambda left: left != first) < first


def test_it_follows_the_desk_and_outlives_it(tmp_path: Path) -> None:
    folder = on_air(tmp_path)
    with stage(folder) as program:
        program.wait_for("XÉT XỬ", START_S)
        with running(folder, settled=False) as desk:
            put = ["advance", str(folder), "--expect", "1", "--take-control", "thử"]
            assert console.cli.main(put) == 0
            program.wait_for("THAM LUẬN 2")
            desk.kill()
        time.sleep(3.5)
        program.wait_until(lambda text: "THAM LUẬN 2" in text and "trước: ✓" in text)
        first = wait_seconds(program.lines)
        assert wait_seconds(program.lines, lambda left: left != first) < first


def test_no_other_key_does_anything(tmp_path: Path) -> None:
    folder = on_air(tmp_path)
    rows = log_rows(folder)
    with stage(folder) as program:
        program.wait_for("CÒN LẠI", START_S)
        keys = b"abcxyz0189 \r\x7f\t\x10\x1a\x0f" + b"".join((b"\x1b[A", b"\x1bOP", b"\x1b[19~", b"\x1b[20~"))
        program.send(keys)
        time.sleep(0.8)
        assert program.alive
        assert psutil.Process(program.pid).status() != psutil.STATUS_STOPPED
        assert "CÒN LẠI" in program.text()
    assert log_rows(folder) == rows


def test_before_the_opening_and_before_any_record(tmp_path: Path) -> None:
    folder = conference(tmp_path / "c")
    with stage(folder) as program:
        program.wait_for("GIỜ KHAI MẠC", START_S)
        program.wait_for("Chưa có nhật ký")
        assert not (folder / "log.db").exists()
        put_on_air(folder)
        program.wait_for("CÒN LẠI")


def test_ascii_no_color_english(tmp_path: Path) -> None:
    folder = on_air(tmp_path)
    with stage(folder, "--ascii", "--lang", "en", NO_COLOR="1") as program:
        program.wait_for("REMAINING", START_S)
        time.sleep(0.5)
        text = program.raw.decode()
        colours = re.findall(r"[34]8;2;(\d+);(\d+);(\d+)", text)
    assert {c for c in text if not c.isascii() and unicodedata.category(c)[0] not in "LM"} == set()
    assert "#####" in text
    assert all(max(map(int, ink)) - min(map(int, ink)) <= 1 for ink in colours)


def test_the_stage_of_a_rehearsal_is_marked(tmp_path: Path) -> None:
    folder = conference(tmp_path / "c")
    with terminal(folder, "stage", folder, "--rehearsal") as program:
        assert program.wait_exit(START_S) == 1
        program.wait_for("chưa có lần tổng duyệt nào")
    with running(folder, "--rehearsal", polls=False, settled=False, says="DIỄN TẬP") as desk:
        assert desk.alive
        with terminal(folder, "stage", folder, "--rehearsal") as program:
            program.wait_for("DIỄN TẬP", START_S)
            program.wait_for("trước: ✓")
    assert kinds(log_rows(folder)) == []


def test_it_holds_no_lease_no_lock_and_no_connection(tmp_path: Path) -> None:
    folder = on_air(tmp_path)
    with stage(folder) as program:
        program.wait_for("CÒN LẠI", START_S)
        process = psutil.Process(program.pid)
        opened = [Path(file.path).name for file in process.open_files() if str(folder) in file.path]
        assert set(opened) == {"log.db"}
        assert process.net_connections() == []
