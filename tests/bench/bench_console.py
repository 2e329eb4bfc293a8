"""The console as a person meets it: keys, first picture, steady state. `python tests/bench/bench_console.py`

Real program on a real pseudo-terminal, the simulated platform in another process. Every figure
stands beside the same measurement of a bare Textual program, taken in the same run.
"""

from __future__ import annotations

import os
import random
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import psutil  # noqa: E402
from kit.bench import Line, against, header, percentile  # noqa: E402
from kit.raw_pty import RawPty  # noqa: E402

from data.clock import SystemClock  # noqa: E402
from data.commands import AdoptPlan, Advance  # noqa: E402
from data.conference import load  # noqa: E402
from data.event_log import EventLog  # noqa: E402
from data.events import Fact, HealthChanged  # noqa: E402
from data.fold import fold  # noqa: E402
from data.model import Conference  # noqa: E402
from data.roster_digest import roster_digest  # noqa: E402
from data.rules import Context, decide  # noqa: E402
from data.samples import write_sample  # noqa: E402
from data.state import EMPTY  # noqa: E402

PRESSES = int(os.environ.get("BENCH_PRESSES", "500"))
ADVANCES = int(os.environ.get("BENCH_ADVANCES", "60"))
STARTS = int(os.environ.get("BENCH_STARTS", "15"))
STEADY_S = float(os.environ.get("BENCH_STEADY_S", "30"))
OLD_EVENTS = 50_000
SMALL, LARGE = 800, 10_000
SLOW_DISK_MS = 5.0
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program has its bytecode
ENV = {"PYTHONPATH": str(ROOT), "TEXTUAL_FPS": os.environ.get("BENCH_FPS", "480")}
HELD, RUNNING = "TẠM DỪNG".encode(), "CÒN LẠI".encode()

BARE = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    n = 0
    def compose(self):
        yield Static("row 0 of the bare program")
    def on_key(self, event):
        self.n += 1
        self.query_one(Static).update(f"row {self.n} of the bare program")
Bare().run()
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def make_folder(folder: Path, points: int, port: int, *, items: int = 80, quiet_ms: int = 700) -> Conference:
    """A sample roster under a long programme of plain items, with F8 that never asks."""
    start_ms = time.time_ns() // 1_000_000 - 60_000
    write_sample(folder, points=points, start_ms=start_ms, source_url=f"http://127.0.0.1:{port}")
    rows = [f"{n},Item number {n:03},presentation,60,TC00" for n in range(1, items + 1)]
    (folder / "agenda.csv").write_text("\n".join(["cue,title,kind,duration,point", *rows]) + "\n", "utf-8")
    with (folder / "conference.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n[thresholds]\nyoung_item_s = 0\nyoung_item_pct = 0\nquiet_time_ms = {quiet_ms}\n")
    conference, problems = load(folder)
    assert conference is not None, problems
    return conference


def open_first_item(folder: Path, conference: Conference, old_events: int = 0) -> None:
    """A log that is under way: the first item on air, and `old_events` health changes."""
    clock = SystemClock()
    log = EventLog.open(folder / "log.db", clock=clock, initial=EMPTY, fold=fold)
    who = Context(console="bench", actor="bench")
    levels = {"district": len(conference.points)}
    plan = AdoptPlan(
        items=conference.items,
        start_ms=conference.start_ms,
        hard_end_ms=conference.hard_end_ms,
        roster_digest=roster_digest(conference.points),
        roster_levels=levels,
    )
    for command in (plan, Advance(leaves="")):
        log.transact(lambda s, now, c=command: decide(s, c, who, now), actor="bench", console="bench")
    codes = [point.code for point in conference.points]
    for begin in range(0, old_events, 1000):
        facts = [
            Fact(HealthChanged(was="ok", now="degraded" if n % 2 else "ok", reason="", source="pexip"),
                 point=codes[n % len(codes)])
            for n in range(begin, begin + 1000)
        ]  # fmt: skip
        log.transact(lambda _s, _now, f=facts: f, actor="bench", console="bench")
    log.close()


@contextmanager
def platform(folder: Path, port: int, scenario: Path | None = None) -> Iterator[None]:
    command = [sys.executable, "-m", "console", "simulate", "--folder", str(folder), "--port", str(port)]
    command += ["--scenario", str(scenario)] if scenario else []
    child = subprocess.Popen(
        command, env={**os.environ, **ENV}, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    try:
        assert child.stdout is not None
        child.stdout.readline()
        yield
    finally:
        child.kill()
        child.wait()


def console(folder: Path) -> RawPty:
    command = [sys.executable, "-m", "console", "run", str(folder)]
    return RawPty(command, columns=120, rows=40, env=ENV)


def bare_presses(count: int) -> list[float]:
    """Milliseconds from key to paint of a program that only counts."""
    chance, times = random.Random(1), []
    with RawPty([sys.executable, "-c", BARE], columns=120, rows=40, env=ENV) as bare:
        bare.read_until(b"row 0")
        bare.drain(0.5)
        for n in range(1, count + 1):
            bare.drain(chance.uniform(0.05, 0.25))
            pressed = bare.write(b"x")
            times.append((bare.read_until(b"%d" % n) - pressed) * 1000)
    return times


def command_presses(points: int, count: int) -> list[float]:
    """F7 without quiet time: hold and resume are decided, appended, fsynced and painted."""
    chance, times = random.Random(2), []
    with tempfile.TemporaryDirectory() as scratch:
        folder, port = Path(scratch) / "c", free_port()
        conference = make_folder(folder, points, port, items=18, quiet_ms=0)
        open_first_item(folder, conference)
        with platform(folder, port), console(folder) as desk:
            desk.read_until(b"Item number 001", 30)
            desk.drain(12)
            for n in range(count):
                desk.drain(chance.uniform(0.05, 0.25))
                pressed = desk.write(b"\x1b[18~")
                times.append((desk.read_until(RUNNING if n % 2 else HELD) - pressed) * 1000)
    return times


def advances(points: int, count: int) -> list[float]:
    """F8 every 800 ms, until the F8 line names the item after the next one."""
    times = []
    with tempfile.TemporaryDirectory() as scratch:
        folder, port = Path(scratch) / "c", free_port()
        conference = make_folder(folder, points, port, items=count + 5)
        with (folder / "conference.toml").open("a", encoding="utf-8") as file:
            file.write("min_take_ms = 500\n")
        open_first_item(folder, conference)
        with platform(folder, port), console(folder) as desk:
            desk.read_until(b"Item number 001", 30)
            desk.drain(12)
            for n in range(1, count + 1):
                pressed = desk.write(b"\x1b[19~")
                times.append((desk.read_until(b"Item number %03d" % (n + 2)) - pressed) * 1000)
                desk.drain(0.8)
    return times


def starts(count: int) -> tuple[list[float], list[float]]:
    """exec to the first picture: (bare, ours with 800 points, 50,000 events, no platform up), in turns.

    A machine that is slower for a while is slower for both.
    """
    bare, ours = list[float](), list[float]()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "c"
        open_first_item(folder, make_folder(folder, 800, free_port()), OLD_EVENTS)
        command = [sys.executable, "-m", "console", "run", str(folder)]
        _start(command, b"Item number 001")  # the caches of the folder and of the log are made
        for _ in range(count):
            bare.append(_start([sys.executable, "-c", BARE], b"row 0"))
            ours.append(_start(command, b"Item number 001"))
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
        open_first_item(folder, make_folder(folder, 800, free_port()))
        for _ in range(count):
            with console(folder) as desk:
                desk.read_until(b"Item number 001", 30)
                desk.drain(1)
            command = [sys.executable, "-m", "console", "run", str(folder)]
            times.append(_start(command, b"Item number 001"))
    return times


def steady(points: int) -> tuple[float, float]:
    """(per cent of a core, MB resident) of the console process alone, polled every 2 s."""
    with tempfile.TemporaryDirectory() as scratch:
        folder, port = Path(scratch) / "c", free_port()
        open_first_item(folder, make_folder(folder, points, port))
        with platform(folder, port), console(folder) as desk:
            desk.read_until(b"Item number 001", 30)
            desk.drain(35)
            process = psutil.Process(desk.pid)
            process.cpu_percent()
            desk.drain(STEADY_S)
            return process.cpu_percent(), process.memory_info().rss / 1e6


def bare_appends(count: int = 300) -> float:
    """95th percentile of bare appends with the record's own pragmas, in ms: what this disk can do."""
    with tempfile.TemporaryDirectory() as scratch:
        raw = sqlite3.connect(Path(scratch) / "bare.db", isolation_level=None)
        raw.execute("PRAGMA journal_mode=TRUNCATE")
        raw.execute("PRAGMA synchronous=EXTRA")
        raw.execute("CREATE TABLE event (seq INTEGER PRIMARY KEY, body TEXT)")
        times = []
        for n in range(count):
            began = time.perf_counter()
            raw.execute("BEGIN IMMEDIATE")
            raw.execute("INSERT INTO event (body) VALUES (?)", (f"{n:0300}",))
            raw.execute("COMMIT")
            times.append((time.perf_counter() - began) * 1000)
        raw.close()
    return percentile(times, 95)


def tell(line: Line) -> None:
    print(line, flush=True)


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
    disk = bare_appends()
    tell(Line(name="this disk: bare append, p95", figure=f"{disk:.2f} ms"))
    bare = bare_presses(PRESSES)
    floor = (percentile(bare, 50), percentile(bare, 95))
    keys(SMALL, 16.0 if disk <= SLOW_DISK_MS else 10.0 + disk, floor)
    keys(LARGE, 33.0, floor)
    bare_start, first = (percentile(times, 50) for times in starts(STARTS))
    tell(against("first paint, 800 points, 50,000 events, p50", first, bare_start, most_ratio=1.6))
    tell(
        against(
            "kill -9 -> the right item on the screen, p50",
            percentile(resumed(STARTS), 50),
            bare_start,
            most=1000,
        )
    )
    for points, megabytes in ((SMALL, 110.0), (LARGE, 250.0)):
        cpu, rss = steady(points)
        most = 5.0 if points == SMALL else None
        tell(against(f"steady, {points} points at 2 s: CPU", cpu, 0, unit="%", most=most))
        tell(against(f"steady, {points} points at 2 s: RSS", rss, 0, unit="MB", most=megabytes))


if __name__ == "__main__":
    main()
