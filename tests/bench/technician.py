"""F3 and a storm: key -> painted while the country moves. `PYTHONPATH=tests python -m bench.technician`

Real program on a real pseudo-terminal, the simulated platform in another process. Every figure
stands beside the same measurement of a bare Textual program, taken in the same run.
"""

from __future__ import annotations

import os
import random
import re
import tempfile
from pathlib import Path

from kit.bench import against, header, percentile
from kit.desks.bench import (
    FIRST_ITEM,
    LARGE,
    SMALL,
    bare_floor,
    console,
    free_port,
    hold,
    make_folder,
    open_first_item,
    platform,
    tell,
)
from kit.screens.raw_pty import RawPty

from data.folder.conference import load

PRESSES = int(os.environ.get("BENCH_PRESSES", "500"))
STORM_S = float(os.environ.get("BENCH_STORM_S", "60"))
CYCLE_S = 32
"""Each room is out of the call for half of it: 800 rooms change 50 times a second in all."""

F2, F3, RIGHT, LEFT = b"\x1b[12~", b"\x1b[13~", b"\x1b[C", b"\x1b[D"
AGAIN = 20
CARD = re.compile("┌\x1b\\[0m\x1b\\[[0-9;]*m ([A-Z]+[0-9]+) ".encode())


def walk(desk: RawPty, count: int, chance: random.Random) -> list[float]:
    """Milliseconds from an arrow on the wall until the card of another room is painted."""
    times, card = [], b""

    def another(seen: bytearray) -> bool:
        return any(found != card for found in CARD.findall(seen))

    for n in range(count):
        desk.drain(chance.uniform(0.05, 0.25))
        pressed = desk.write(LEFT if n % 2 else RIGHT)
        times.append((desk.read_until_it(another, "the card of another room") - pressed) * 1000)
        card = CARD.findall(desk.seen)[-1]
    return times[1:]


def opened(desk: RawPty) -> float:
    """Milliseconds from F3 on the desk until the card of a room is painted."""
    pressed = desk.write(F3)
    shown = desk.read_until_it(lambda seen: bool(CARD.search(seen)), "the card of a room")
    return (shown - pressed) * 1000


def opened_again(desk: RawPty, chance: random.Random) -> list[float]:
    """The same when it has been shown before."""
    times = []
    for _ in range(AGAIN):
        desk.drain(chance.uniform(0.3, 0.5))
        desk.write(F2)
        desk.drain(chance.uniform(0.3, 0.5))
        times.append(opened(desk))
    return times


def write_storm(folder: Path) -> Path:
    """A scenario in which every room but the one on air flaps, each group a second after the other."""
    conference, _problems = load(folder)
    assert conference is not None
    codes = [point.code for point in conference.points if point.code != "TC00"]
    steps = []
    for second in range(CYCLE_S):
        group = ", ".join(f'"{code}"' for code in codes[second::CYCLE_S])
        steps.append(f'[[at]]\nt = {second}\ndo = "flap"\nvalue = {CYCLE_S}\npoints = [{group}]\n')
    path = folder / "storm.toml"
    path.write_text("\n".join(steps), "utf-8")
    return path


def report(name: str, times: list[float], floor: tuple[float, float], most: float) -> None:
    tell(against(f"{name}, p50", percentile(times, 50), floor[0], most_ratio=3.0 if most < 33 else None))
    tell(against(f"{name}, p95", percentile(times, 95), floor[1], most=most))


def calm(points: int, most: float, floor: tuple[float, float]) -> None:
    """F3 while nothing but the second and the polls moves."""
    with tempfile.TemporaryDirectory() as scratch:
        folder, port = Path(scratch) / "c", free_port()
        open_first_item(folder, make_folder(folder, points, port))
        with platform(folder, port), console(folder) as desk:
            desk.read_until(FIRST_ITEM, 30)
            desk.drain(40)
            tell(against(f"F3 from F2, {points} points, the first time", opened(desk), floor[1]))
            again = opened_again(desk, random.Random(4))
            tell(against(f"F3 from F2, {points} points, again, p50", percentile(again, 50), floor[0]))
            desk.drain(2)
            report(
                f"F3, {points} points, arrow on the wall", walk(desk, PRESSES, random.Random(5)), floor, most
            )


def storm(floor: tuple[float, float]) -> None:
    """Both screens while 50 rooms change each second."""
    count = int(STORM_S / 2 / 0.15)
    with tempfile.TemporaryDirectory() as scratch:
        folder, port = Path(scratch) / "c", free_port()
        conference = make_folder(folder, SMALL, port, quiet_ms=0)
        open_first_item(folder, conference)
        with platform(folder, port, write_storm(folder)), console(folder) as desk:
            desk.read_until(FIRST_ITEM, 30)
            desk.drain(CYCLE_S + 10)
            name = f"storm of {SMALL * 2 // CYCLE_S} changes/s"
            report(f"{name}, F7", hold(desk, count, random.Random(6)), floor, 16.0)
            desk.write(F3)
            desk.drain(2)
            report(f"{name}, F3 arrow", walk(desk, count, random.Random(7)), floor, 16.0)


def main() -> None:
    print(header(), flush=True)
    floor = bare_floor(PRESSES)
    calm(SMALL, 16.0, floor)
    calm(LARGE, 33.0, floor)
    storm(floor)


if __name__ == "__main__":
    main()
