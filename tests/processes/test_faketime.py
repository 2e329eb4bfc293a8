"""P5 on real processes: the wall clock is stepped under a running console, a stage and a status."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from kit.cli import COMMAND, environment
from kit.faketime import SteppedClock, needs_faketime
from kit.product import ROOT
from kit.record.rows import kinds, log_rows, put_on_air, wait_log
from kit.screens.console_process import running, terminal
from kit.screens.stage_text import wait_seconds
from kit.small_conference import conference

pytestmark = [pytest.mark.pty, needs_faketime]

STEP_S = -120
CLOCKS = """
import select, sys, time
def clocks():
    return time.time_ns(), time.monotonic_ns(), time.clock_gettime_ns(time.CLOCK_BOOTTIME)
before = clocks()
print("ready", flush=True)
sys.stdin.readline()
select.select([], [], [], 0.1)
print(*(b - a for a, b in zip(before, clocks())))
"""


def status(folder: Path, clock: SteppedClock) -> dict[str, Any]:
    """`status --json` of a process that lives by the same stepped clock."""
    done = subprocess.run(
        [*COMMAND, "status", str(folder), "--json"],
        cwd=ROOT,
        env=environment(clock.environment),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def at_ms(text: str) -> float:
    return datetime.fromisoformat(text).timestamp() * 1000


def test_the_step_moves_the_wall_clock_of_a_child_and_not_its_monotonic_one(tmp_path: Path) -> None:
    clock = SteppedClock(tmp_path)
    with subprocess.Popen(
        [sys.executable, "-c", CLOCKS],
        env=environment(clock.environment),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdin is not None and child.stdout is not None
        assert child.stdout.readline().strip() == "ready"
        begun = time.monotonic_ns()
        clock.step(STEP_S)
        child.stdin.write("\n")
        child.stdin.close()
        wall, *monotonic = map(int, child.stdout.readline().split())
        lasted = time.monotonic_ns() - begun
    for went in monotonic:
        assert 0.1e9 <= went <= lasted + 30e9
    assert abs(wall - monotonic[0] - STEP_S * 1e9) < 1e9


def test_p05_a_step_of_the_wall_clock_changes_no_remaining_time(tmp_path: Path) -> None:
    folder = conference(tmp_path / "c")
    clock = SteppedClock(tmp_path)
    put_on_air(folder)
    fake = clock.environment
    with (
        running(folder, settled=False, **fake) as desk,
        terminal(folder, "stage", folder, cols=100, rows=30, **fake) as stage,
    ):
        stage.wait_for("CÒN LẠI")
        begun = time.monotonic()
        was, seen = status(folder, clock), wait_seconds(stage.lines)
        clock.step(STEP_S)
        wait_log(folder, lambda log: "ClockStepped" in kinds(log))
        desk.wait_until(lambda text: "nhảy -2'00" in text or "nhảy -1'59" in text)
        now, lasted = status(folder, clock), time.monotonic() - begun
        left = wait_seconds(stage.lines)
        raw = (desk.raw + stage.raw).decode("utf-8", "replace")

    (step,) = [row.body for row in log_rows(folder) if row.kind == "ClockStepped"]
    assert step["cause"] == "step"
    assert abs(step["by_ms"] - STEP_S * 1000) < 1000

    went_s = now["item"]["elapsed_s"] - was["item"]["elapsed_s"]
    assert 0 < went_s <= lasted
    assert abs(was["item"]["remaining_s"] - went_s - now["item"]["remaining_s"]) < 0.01
    assert seen - lasted - 1 <= left <= seen
    shift_ms = at_ms(now["expected_end"]) - at_ms(was["expected_end"])
    assert abs(shift_ms - STEP_S * 1000) < 1000, "what is expected is told in the time people read"

    assert re.search(r"\+\d?\d:\d\d:\d\d", raw) is None, "nothing wrapped round to 22:59:04 of overtime"
    assert "QUÁ GIỜ" not in raw
