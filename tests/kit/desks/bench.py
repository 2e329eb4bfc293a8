"""A desk to measure: a folder, a log under way, the simulated platform and the console as processes.

Shared by the benches; every figure is to stand beside the bare Textual program of the same run.
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

from kit.bench import Line, percentile
from kit.product import ROOT
from kit.screens.raw_pty import RawPty

from data.clock import SystemClock
from data.commands import AdoptPlan, Advance
from data.events import Fact, HealthChanged
from data.fold import fold
from data.folder.conference import load
from data.folder.model import Conference
from data.folder.roster_digest import roster_digest
from data.record.event_log import EventLog
from data.rules import Context, decide
from data.samples import write_sample
from data.state import EMPTY

SMALL, LARGE = 800, 10_000
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program has its bytecode
ENV = {"PYTHONPATH": str(ROOT), "TEXTUAL_FPS": os.environ.get("BENCH_FPS", "480")}
HELD, RUNNING = "TẠM DỪNG".encode(), "CÒN LẠI".encode()
SLOW_DISK_MS = 5.0
FIRST_ITEM = b"Item number 001"

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


def bare_floor(count: int) -> tuple[float, float]:
    """(p50, p95) of `bare_presses`, ms."""
    times = bare_presses(count)
    return percentile(times, 50), percentile(times, 95)


def hold(desk: RawPty, count: int, chance: random.Random) -> list[float]:
    """Milliseconds from F7 until the item is held or runs, decided and written."""
    times = []
    for n in range(count):
        desk.drain(chance.uniform(0.05, 0.25))
        pressed = desk.write(b"\x1b[18~")
        times.append((desk.read_until(RUNNING if n % 2 else HELD) - pressed) * 1000)
    return times


def advance(desk: RawPty, count: int) -> list[float]:
    """Milliseconds from F8, every 800 ms, until the F8 line names the item after the next one."""
    times = []
    for n in range(1, count + 1):
        pressed = desk.write(b"\x1b[19~")
        times.append((desk.read_until(b"Item number %03d" % (n + 2)) - pressed) * 1000)
        desk.drain(0.8)
    return times


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


def command_bar_ms() -> float:
    """What the 95th percentile of a command may be on this disk, which is measured and told."""
    disk = bare_appends()
    tell(Line(name="this disk: bare append, p95", figure=f"{disk:.2f} ms"))
    return 16.0 if disk <= SLOW_DISK_MS else 10.0 + disk


def tell(line: Line) -> None:
    """Print at once: a bench takes minutes."""
    print(line, flush=True)
