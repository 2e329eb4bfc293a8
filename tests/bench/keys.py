"""Key -> painted on the operator's desk. `PYTHONPATH=tests python -m bench.keys`

Real program on a real pseudo-terminal, the simulated platform in another process. Every figure
stands beside the same measurement of a bare Textual program, taken in the same run.
"""

from __future__ import annotations

import os
import random
import tempfile
from pathlib import Path

from kit.bench import against, header, percentile
from kit.desks.bench import (
    FIRST_ITEM,
    LARGE,
    SMALL,
    advance,
    bare_floor,
    command_bar_ms,
    console,
    free_port,
    hold,
    make_folder,
    open_first_item,
    platform,
    tell,
)

PRESSES = int(os.environ.get("BENCH_PRESSES", "500"))
ADVANCES = int(os.environ.get("BENCH_ADVANCES", "60"))


def command_presses(points: int, count: int) -> list[float]:
    """F7 without quiet time: hold and resume are decided, appended, fsynced and painted."""
    with tempfile.TemporaryDirectory() as scratch:
        folder, port = Path(scratch) / "c", free_port()
        conference = make_folder(folder, points, port, items=18, quiet_ms=0)
        open_first_item(folder, conference)
        with platform(folder, port), console(folder) as desk:
            desk.read_until(FIRST_ITEM, 30)
            desk.drain(12)
            return hold(desk, count, random.Random(2))


def advances(points: int, count: int) -> list[float]:
    """F8 every 800 ms, until the F8 line names the item after the next one."""
    with tempfile.TemporaryDirectory() as scratch:
        folder, port = Path(scratch) / "c", free_port()
        conference = make_folder(folder, points, port, items=count + 5)
        with (folder / "conference.toml").open("a", encoding="utf-8") as file:
            file.write("min_take_ms = 500\n")
        open_first_item(folder, conference)
        with platform(folder, port), console(folder) as desk:
            desk.read_until(FIRST_ITEM, 30)
            desk.drain(12)
            return advance(desk, count)


def keys(points: int, bar_ms: float, floor: tuple[float, float]) -> None:
    """Key to paint with `points` points, beside the bare program's (p50, p95)."""
    ratio = 3.0 if points == SMALL else None
    for name, times in (
        ("F7 (decide, append, paint)", command_presses(points, PRESSES)),
        ("F8 (advance)", advances(points, ADVANCES)),
    ):
        label = f"key -> painted, {points} points, {name}"
        tell(against(f"{label}, p50", percentile(times, 50), floor[0], most_ratio=ratio))
        tell(against(f"{label}, p95", percentile(times, 95), floor[1], most=bar_ms))


def main() -> None:
    print(header(), flush=True)
    most, floor = command_bar_ms(), bare_floor(PRESSES)
    keys(SMALL, most, floor)
    keys(LARGE, 33.0, floor)


if __name__ == "__main__":
    main()
