"""Names made to harm: harmless text on one line, in every place of the program that shows names."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from kit.hostile import NAMES
from kit.record.rows import log_rows, put_on_air, started, wait_log
from kit.screens.console_process import (
    CTRL_F,
    CTRL_N,
    CTRL_P,
    CTRL_Q,
    CTRL_Z,
    DOWN,
    ENTER,
    ESC,
    F1,
    F2,
    F3,
    F5,
    F8,
    START_S,
    UP,
    confirm,
    running,
    terminal,
)
from kit.screens.stream import LINES, SCREEN, strangers
from kit.small_conference import conference

from data.clock import make_clock
from data.events import ControlTaken, Fact, NoteAdded
from data.record.event_log import EventLog

pytestmark = pytest.mark.pty

WRITABLE = [name.encode("utf-8", "ignore").decode().replace("\x00", "") for name in NAMES]
"""What a csv file may hold at all; with NUL or half a surrogate it is refused as a whole."""
FOLDER = "[/] [@click=app.quit]x[/] \x1b]2;PWNED\x07 \u202e"


def hostile(folder: Path, names: list[str] = WRITABLE) -> Path:
    items = [
        {"cue": str(number), "title": name, "speaker": name, "point": f"P{number}"}
        for number, name in enumerate(names, start=1)
    ]
    points = [(f"P{number}", name) for number, name in enumerate(names, start=1)]
    return conference(
        folder, items, points=points, title="".join(names[:12]), short_title=names[4], quiet_time_ms=0
    )


def write_strange_rows(folder: Path) -> None:
    """What another process, or another version, might have put into the record."""
    log = EventLog.open(folder / "log.db", clock=make_clock(1.0, 0), initial=0, fold=lambda state, _: state)
    for name in NAMES:
        notes = [Fact(NoteAdded(text=name), item=name, point=name)]
        log.transact(lambda _state, _now, notes=notes: notes, actor=name, console=name)
    taken = [Fact(ControlTaken(previous=NAMES[4], reason=NAMES[7]))]
    log.transact(lambda _state, _now: taken, actor=NAMES[7], console=NAMES[9])
    log.close()


@pytest.mark.parametrize(("cols", "rows"), [(80, 24), (120, 40)])
def test_the_console(tmp_path: Path, cols: int, rows: int) -> None:
    folder = hostile(tmp_path / FOLDER)
    with running(folder, "--as", NAMES[7], cols=cols, rows=rows, says="F8 ►") as program:
        program.send(F8)
        program.wait_for("KHAI MẠC HỘI NGHỊ?")
        confirm(program)
        for number in range(1, len(NAMES) + 1):
            wait_log(folder, lambda _log, n=number: len(started(folder)) == n)
            time.sleep(0.1)
            if number < len(NAMES):
                program.send(F8)
        for key in (CTRL_Z, CTRL_N, CTRL_P, CTRL_Q, F1, F8):
            program.send(key)
            time.sleep(0.2)
            program.send(ESC)
            time.sleep(0.2)
        for _ in NAMES:
            program.send(DOWN)
        for key, typed in ((CTRL_F, "tand"), (CTRL_P, "[/]"), (F3, ENTER), (F5, UP)):
            program.send(key)
            time.sleep(0.4)
            program.send(typed)
            time.sleep(0.4)
            program.send(ESC)
            time.sleep(0.2)
        program.send(F2)
        time.sleep(0.2)
        program.send(CTRL_N)
        time.sleep(0.2)
        program.send("\x1b[200~" + NAMES[7] + NAMES[13] + "\x1b[201~")  # pasted
        time.sleep(0.2)
        program.send(b"\r")
        wait_log(folder, lambda log: log[-1].kind == "NoteAdded")
        write_strange_rows(folder)
        program.wait_for("đang cầm quyền")
        time.sleep(1.2)
        assert program.alive
        assert len(program.lines()) == rows
        assert [line for line in program.lines() if line.startswith(" F8 ►")]
        assert strangers(program.raw, SCREEN) == []
        assert program.raw.count(b"\x1b]2;") == 1, "the window's title, once"
    note = next(row for row in log_rows(folder) if row.kind == "NoteAdded")
    assert not set(note.body["text"]) & set("\x1b\x07\u202e")


@pytest.mark.parametrize("screen", ["stage", "replay"])
def test_the_speaker_s_screen_and_the_replay(tmp_path: Path, screen: str) -> None:
    folder = hostile(tmp_path / FOLDER)
    put_on_air(folder)
    write_strange_rows(folder)
    with terminal(folder, screen, folder) as program:
        program.wait_for("CÒN LẠI", START_S)
        for key in (F3, F5, F2) if screen == "replay" else (DOWN,):
            program.send(key)
            time.sleep(0.4)
        assert program.alive
        assert strangers(program.raw, SCREEN) == []


def printed(folder: Path, *args: str) -> list[str]:
    """The lines a command prints on a terminal; nothing but text."""
    with terminal(folder, *args, folder, cols=200, rows=50) as program:
        program.wait_exit(START_S)
        time.sleep(0.1)
        assert strangers(program.raw, LINES) == []
        assert b"Traceback" not in program.raw
        return program.raw.decode().replace("\r", "").removesuffix("\n").split("\n")


def test_the_commands_that_print_lines(tmp_path: Path) -> None:
    folder = hostile(tmp_path / "c")
    for number in range(3):
        cue = str(number) if number else "none"
        with terminal(folder, "advance", folder, "--expect", cue, "--as", NAMES[number + 7]) as program:
            assert program.wait_exit(START_S) == 0
            time.sleep(0.1)
            assert strangers(program.raw, LINES) == []
    write_strange_rows(folder)
    assert len(printed(folder, "log")) == len(log_rows(folder))
    for command in ("status", "agenda", "points", "incidents", "check"):
        lines = printed(folder, command)
        assert lines
        assert not any(line.startswith(("dòng hai", "dòng ba")) for line in lines), command
    assert len(printed(folder, "agenda")) >= len(NAMES)


def test_a_folder_that_is_wrong_in_every_place(tmp_path: Path) -> None:
    names = WRITABLE
    items = [{"cue": name, "kind": name, "duration": name, "point": name} for name in names]
    folder = conference(tmp_path / "c", items, points=[(name, name) for name in names], title="Hội nghị")
    lines = printed(folder, "check")
    assert len(lines) > len(names)
    assert all(":" in line for line in lines[:-1])
    with terminal(folder, "run", folder) as program:
        assert program.wait_exit(START_S) == 1
        assert strangers(program.raw, LINES) == []
