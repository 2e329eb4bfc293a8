"""The console as it starts, comes back and stands: `PYTHONPATH=tests python -m bench.start`

Real program on a real pseudo-terminal, the simulated platform in another process. The floor is a bare
Textual program, started in turns with ours.
"""

from __future__ import annotations

import csv
import os
import sys
import tempfile
from pathlib import Path

import psutil
from kit.bench import against, header, percentile
from kit.desks.bench import (
    BARE,
    ENV,
    FIRST_ITEM,
    LARGE,
    SMALL,
    console,
    free_port,
    make_folder,
    open_first_item,
    platform,
    tell,
)
from kit.screens.raw_pty import RawPty
from openpyxl import Workbook

STARTS = int(os.environ.get("BENCH_STARTS", "15"))
STEADY_S = float(os.environ.get("BENCH_STEADY_S", "30"))
OLD_EVENTS = 50_000


def starts(count: int, *, as_xlsx: bool = False) -> tuple[list[float], list[float]]:
    """exec to the first picture: (bare, ours with 800 points, 50,000 events, no platform up), in turns.

    A machine that is slower for a while is slower for both.
    """
    bare, ours = list[float](), list[float]()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "c"
        conference = make_folder(folder, SMALL, free_port())
        if as_xlsx:
            to_xlsx(folder)
        open_first_item(folder, conference, OLD_EVENTS)
        command = [sys.executable, "-m", "console", "run", str(folder)]
        _start(command, FIRST_ITEM)  # the caches of the folder and of the log are made
        for _ in range(count):
            bare.append(_start([sys.executable, "-c", BARE], b"row 0"))
            ours.append(_start(command, FIRST_ITEM))
    return bare, ours


def _start(command: list[str], wanted: bytes) -> float:
    with RawPty(command, columns=120, rows=40, env=ENV) as program:
        painted = program.read_until(wanted, 30)
        return (painted - program.started) * 1000


def resumed(count: int) -> list[float]:
    """kill -9, start again: until the right item is on the screen."""
    times = []
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "c"
        open_first_item(folder, make_folder(folder, SMALL, free_port()))
        for _ in range(count):
            with console(folder) as desk:
                desk.read_until(FIRST_ITEM, 30)
                desk.drain(1)
            command = [sys.executable, "-m", "console", "run", str(folder)]
            times.append(_start(command, FIRST_ITEM))
    return times


def steady(points: int) -> tuple[float, float]:
    """(per cent of a core, MB resident) of the console process alone, polled every 2 s."""
    with tempfile.TemporaryDirectory() as scratch:
        folder, port = Path(scratch) / "c", free_port()
        open_first_item(folder, make_folder(folder, points, port))
        with platform(folder, port), console(folder) as desk:
            desk.read_until(FIRST_ITEM, 30)
            desk.drain(35)
            process = psutil.Process(desk.pid)
            process.cpu_percent()
            desk.drain(STEADY_S)
            return process.cpu_percent(), process.memory_info().rss / 1e6


def to_xlsx(folder: Path) -> None:
    """The same tables as workbooks."""
    for name in ("agenda", "points"):
        table = folder / f"{name}.csv"
        book = Workbook(write_only=True)
        sheet = book.create_sheet()
        with table.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.reader(file):
                sheet.append(row)
        book.save(folder / f"{name}.xlsx")
        table.unlink()


def main() -> None:
    print(header(), flush=True)
    for name, as_xlsx, most in (("csv", False, 1.6), ("xlsx", True, 2.2)):
        bare, first = (percentile(times, 50) for times in starts(STARTS, as_xlsx=as_xlsx))
        tell(against(f"first paint, 800 points in {name}, 50,000 events, p50", first, bare, most_ratio=most))
    back = percentile(resumed(STARTS), 50)
    tell(against("kill -9 -> the right item on the screen, p50", back, bare, most=1000))
    for points, megabytes in ((SMALL, 110.0), (LARGE, 250.0)):
        cpu, rss = steady(points)
        most_cpu = 5.0 if points == SMALL else None
        tell(against(f"steady, {points} points at 2 s: CPU", cpu, 0, unit="%", most=most_cpu))
        tell(against(f"steady, {points} points at 2 s: RSS", rss, 0, unit="MB", most=megabytes))


if __name__ == "__main__":
    main()
