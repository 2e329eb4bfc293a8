"""F5 over a long record: key -> painted. `PYTHONPATH=tests python -m bench.log_screen`

200,000 events unless BENCH_LOG_EVENTS says otherwise (1000000 takes some minutes to write). Every
figure stands beside the same measurement of a bare Textual program, taken in the same run.
"""

from __future__ import annotations

import os
import random
import re
import tempfile
import time
from pathlib import Path

from kit.bench import Line, against, header, percentile
from kit.desks.bench import (
    FIRST_ITEM,
    SMALL,
    bare_floor,
    console,
    free_port,
    make_folder,
    open_first_item,
    tell,
)
from kit.screens.raw_pty import RawPty

EVENTS = int(os.environ.get("BENCH_LOG_EVENTS", "200000"))
PRESSES = int(os.environ.get("BENCH_PRESSES", "200"))
UP, PAGE_UP, HOME, END, F5 = b"\x1b[A", b"\x1b[5~", b"\x1b[H", b"\x1b[F", b"\x1b[15~"
AT_THE_END = "đang theo".encode()
PLACE = re.compile("dòng ([0-9.]+) (?:/|·) ".encode())
OPENING_S = 180.0


def place(number: int) -> bytes:
    """What the table's edge says of a row, whether others came meanwhile or not."""
    return f"dòng {number:,} ".replace(",", ".").encode()


def placed(desk: RawPty) -> int:
    """The row that was painted last."""
    return int(PLACE.findall(bytes(desk.seen))[-1].replace(b".", b""))


def pause(desk: RawPty, chance: random.Random) -> None:
    desk.drain(chance.uniform(0.05, 0.25))


def steps(desk: RawPty, key: bytes, count: int) -> list[float]:
    """Milliseconds of `count` presses of a key that goes up, from the newest row on."""
    chance, times = random.Random(3), []
    desk.write(END)
    desk.drain(1.0)
    desk.write(key)
    desk.drain(1.0)
    before = placed(desk)
    desk.write(key)
    desk.drain(1.0)
    at = placed(desk)
    by = before - at
    for _ in range(count):
        pause(desk, chance)
        at -= by
        pressed = desk.write(key)
        times.append((desk.read_until(place(at)) - pressed) * 1000)
    return times


def edges(desk: RawPty, count: int) -> tuple[list[float], list[float]]:
    """Milliseconds of Home, in a record of one day, and of End."""
    chance, homes, ends = random.Random(4), [], []
    for _ in range(count):
        pause(desk, chance)
        pressed = desk.write(HOME)
        homes.append((desk.read_until(place(1)) - pressed) * 1000)
        pause(desk, chance)
        pressed = desk.write(END)
        ends.append((desk.read_until(AT_THE_END) - pressed) * 1000)
    return homes, ends


def report(name: str, times: list[float], floor: tuple[float, float]) -> None:
    label = f"F5, {EVENTS:,} events, {name}"
    tell(against(f"{label}, p50", percentile(times, 50), floor[0]))
    tell(against(f"{label}, p95", percentile(times, 95), floor[1]))


def main() -> None:
    print(header(), flush=True)
    floor = bare_floor(PRESSES)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "c"
        began = time.perf_counter()
        open_first_item(folder, make_folder(folder, SMALL, free_port()), EVENTS)
        tell(Line(name="writing the record", figure=f"{time.perf_counter() - began:.1f} s"))
        with console(folder) as desk:
            opened = desk.read_until(FIRST_ITEM, OPENING_S)
            tell(Line(name="start, without a checkpoint", figure=f"{opened - desk.started:.1f} s"))
            desk.drain(15)
            pressed = desk.write(F5)
            first = (desk.read_until(AT_THE_END) - pressed) * 1000
            tell(against("F5 for the first time: key -> the newest rows", first, floor[0]))
            desk.drain(2)
            report("arrow up", steps(desk, UP, PRESSES), floor)
            report("PgUp", steps(desk, PAGE_UP, PRESSES), floor)
            homes, ends = edges(desk, max(20, PRESSES // 5))
            report("Home", homes, floor)
            report("End", ends, floor)


if __name__ == "__main__":
    main()
