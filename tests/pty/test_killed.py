"""kill -9 at any moment: what was on the screen is in the log, and a new console goes on from there."""

from __future__ import annotations

import random
import re
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from kit.record.rows import log_rows, put_on_air, started
from kit.screens.console_process import F8, running, terminal
from kit.screens.terminal import Terminal
from kit.small_conference import conference

from data.record.event_log import verify

pytestmark = [pytest.mark.pty, pytest.mark.crash]

ADVANCES = 200
KILLS = 4
ON_AIR = re.compile(r"ĐANG TRÊN SÓNG ─+ (\d+) ┐")
SPOKEN = re.compile(r"đã nói (\d+):(\d\d) trên")


def shown(text: str) -> int:
    """The item on air by the screen, 0 when there is none."""
    found = ON_AIR.search(text)
    return int(found[1]) if found else 0


def press_until(program: Terminal, folder: Path, last: int, chance: random.Random) -> None:
    """F8 at uneven gaps; the pause between two looks at the screen is short."""
    for _ in range(10 * ADVANCES):
        program.send(F8)
        time.sleep(chance.uniform(0.005, 0.06))
        if shown(program.text()) >= last:
            return
    raise AssertionError(f"never came to {last}:\n{program.text()}")


def elapsed_ms(folder: Path) -> float:
    """How long the item on air has been there, by the log and the wall clock."""
    at = next(row.at for row in reversed(log_rows(folder)) if row.kind == "ItemStarted")
    return (datetime.now(UTC) - datetime.fromisoformat(at)).total_seconds()


def test_nothing_shown_is_lost_over_two_hundred_advances(tmp_path: Path) -> None:
    chance = random.Random(7)
    items = [{"cue": str(number), "title": "mục"} for number in range(1, ADVANCES + 20)]
    folder = conference(tmp_path / "c", items, quiet_time_ms=0)
    put_on_air(folder)
    for kill in range(1, KILLS + 1):
        with running(folder, settled=False) as program:
            before = started(folder)
            program.wait_until(lambda text, now=int(before[-1] or 0): shown(text) == now)
            press_until(program, folder, ADVANCES * kill // KILLS, chance)
            for _ in range(chance.randrange(4)):
                program.send(F8)
            time.sleep(chance.uniform(0, 0.02))
            program.kill()
            acknowledged = shown(program.text())
        durable = started(folder)
        assert durable == [str(number) for number in range(1, len(durable) + 1)]
        assert len(durable) >= acknowledged >= ADVANCES * kill // KILLS
        assert durable[: len(before)] == before
    assert verify(folder / "log.db").ok
    with running(folder, settled=False) as program:
        program.wait_until(lambda text: shown(text) == len(durable))


def test_a_new_console_resumes_item_and_second(tmp_path: Path) -> None:
    folder = conference(tmp_path / "c", [{"cue": str(number), "title": "mục"} for number in range(1, 19)])
    put_on_air(folder, "1", "2")
    with running(folder, settled=False) as program:
        program.wait_until(lambda text: shown(text) == 3)
        time.sleep(1.5)
        program.kill()
    begun = time.monotonic()
    with terminal(folder, "run", folder) as program:
        program.wait_until(lambda text: shown(text) == 3 and SPOKEN.search(text) is not None, 30)
        print(f"readable {time.monotonic() - begun:.3f} s after exec")
        first = SPOKEN.search(program.text())
        assert first is not None
        text = program.wait_until(lambda text: (again := SPOKEN.search(text)) and again[0] != first[0])
        turned = SPOKEN.search(text)
        assert turned is not None
        assert abs(int(turned[1]) * 60 + int(turned[2]) - elapsed_ms(folder)) <= 1.0
    assert started(folder) == ["1", "2", "3"]
