"""The real program on a real terminal, and the keys a person presses."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from kit.product import ROOT
from kit.record.rows import kinds, log_rows, wait_log
from kit.screens.terminal import Terminal
from kit.small_conference import QUIET_MS

F1, F2, F3, F4, F5 = b"\x1bOP", b"\x1bOQ", b"\x1bOR", b"\x1bOS", b"\x1b[15~"
F6, F7, F8, F9 = b"\x1b[17~", b"\x1b[18~", b"\x1b[19~", b"\x1b[20~"
UP, DOWN, ESC, ENTER = b"\x1b[A", b"\x1b[B", b"\x1b", b"\r"
CTRL_C, CTRL_F, CTRL_N, CTRL_P, CTRL_Q, CTRL_Z = b"\x03", b"\x06", b"\x0e", b"\x10", b"\x11", b"\x1a"
REPEAT_S = 1 / 30
START_S = 30
"""How long a start may take on a machine that has a lot else to do."""


def diemcau(*args: str | Path) -> list[str]:
    """The command line of a `diemcau` call."""
    return [sys.executable, "-m", "console", *map(str, args)]


def environment(folder: Path, extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """A person's surroundings; their home lies beside the conference."""
    home = folder.parent / "home"
    home.mkdir(exist_ok=True)
    return {"PYTHONPATH": str(ROOT), "HOME": str(home), "DIEMCAU_AS": "op1", **(extra or {})}


def terminal(folder: Path, *args: str | Path, cols: int = 120, rows: int = 40, **env: str) -> Terminal:
    """A `diemcau` call on a terminal, not waited for."""
    return Terminal(diemcau(*args), cols, rows, env=environment(folder, env), cwd=ROOT)


@contextmanager
def running(
    folder: Path,
    *args: str,
    cols: int = 120,
    rows: int = 40,
    says: str = "CẦM QUYỀN",
    polls: bool = True,
    settled: bool = True,
    **env: str,
) -> Iterator[Terminal]:
    """`diemcau run` on `folder`, once it shows `says` and all that a start does is done.

    `polls` is False for a console beside one that polls already. `settled` waits until F8 may be pressed
    even on a machine that stood still during the start.
    """
    before = len(log_rows(folder))
    with terminal(folder, "run", folder, *args, cols=cols, rows=rows, **env) as program:
        program.wait_for(says, START_S)
        if polls:
            wait_log(folder, lambda log: "PollingTaken" in kinds(log[before:]), START_S)
        if settled:
            let_go()
        yield program


def let_go() -> None:
    """Wait until a key that was pressed counts as released."""
    time.sleep(QUIET_MS / 1000 + 0.15)


def hold_down(program: Terminal, key: bytes, seconds: float) -> int:
    """A key held down, as a keyboard repeats it; how often it was sent."""
    begun, sent = time.monotonic(), 0
    while time.monotonic() < begun + seconds:
        program.send(key)
        sent += 1
        time.sleep(max(0.0, begun + sent * REPEAT_S - time.monotonic()))
    return sent


def confirm(program: Terminal) -> None:
    """The second option of the card that is open, and F8 on it."""
    program.send(DOWN)
    let_go()
    program.send(F8)


def open_conference(program: Terminal, folder: Path) -> None:
    """F8, and yes."""
    program.send(F8)
    program.wait_for("KHAI MẠC HỘI NGHỊ?")
    confirm(program)
    wait_log(folder, lambda log: "ItemStarted" in kinds(log))
    let_go()
