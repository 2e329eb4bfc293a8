"""Three hundred windows in two seconds, from 1x1 to 500x200: alive, and right afterwards."""

from __future__ import annotations

import random
import re
import time
from pathlib import Path

import pytest
from kit.record.rows import put_on_air
from kit.screens.console_process import F2, F3, F5, running
from kit.screens.terminal import Terminal
from kit.small_conference import conference

pytestmark = pytest.mark.pty

TIMES, SECONDS = 300, 2.0
SCREENS = {F2: "CHƯƠNG TRÌNH", F3: "XẤU NHẤT TRƯỚC", F5: "lọc:"}
WINDOWS = [(120, 40), (80, 24)]
MOVES = re.compile(r"\d+")
QUIET_S = 0.4
SETTLES_S = 60
"""The emulator that reads the screen is slower than the program: on a busy machine it is behind."""


def still(text: str) -> list[str]:
    """The rows without what moves by itself: figures, and how far they push what stands beside them."""
    return [re.sub(r"\s+", " ", MOVES.sub("0", line)).rstrip() for line in text.split("\n")]


def storm(program: Terminal, chance: random.Random) -> None:
    """Sizes of every kind, each announced by the kernel."""
    begun = time.monotonic()
    for number in range(TIMES):
        cols, rows = chance.randint(1, 500), chance.randint(1, 200)
        program.resize(*((1, 1) if number % 50 == 0 else (500, 200) if number % 50 == 25 else (cols, rows)))
        time.sleep(max(0.0, begun + (number + 1) * SECONDS / TIMES - time.monotonic()))


def picture(program: Terminal, says: str) -> list[str]:
    """What stands on the screen once nothing changes it any more."""
    program.wait_for(says, 20)
    before: list[str] = []
    for _ in range(40):
        time.sleep(QUIET_S)
        now = still(program.text())
        if now == before:
            return now
        before = now
    raise AssertionError("it never came to rest")


def test_after_the_storm_every_screen_is_as_it_was(tmp_path: Path) -> None:
    """The day is over: nothing but the clock moves any more."""
    folder = conference(tmp_path / "c", "123456")
    put_on_air(folder, *"123456")
    chance = random.Random(300)
    with running(folder) as program:
        program.wait_for("HỘI NGHỊ ĐÃ KẾT THÚC")
        for key, says in SCREENS.items():  # hints go once their key was used
            program.send(key)
            program.wait_for(says, 20)
        fresh = {}
        for cols, rows in WINDOWS:
            program.resize(cols, rows)
            for key, says in SCREENS.items():
                program.send(key)
                fresh[key, cols] = picture(program, says)
        for key, says in SCREENS.items():
            program.send(key)
            program.wait_for(says, 20)
            storm(program, chance)
            assert program.alive
            for cols, rows in WINDOWS:
                program.resize(cols, rows)
                clean = fresh[key, cols]
                program.wait_until(lambda text, clean=clean: still(text) == clean, SETTLES_S)
                assert len(program.lines()) == rows
