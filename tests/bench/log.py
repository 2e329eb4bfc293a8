"""What the record costs, beside the bare SQLite that does the same: `PYTHONPATH=tests python -m bench.log`.

Lines of `name  figure  floor  ratio  bar  ok|MISS`. Both sides of a ratio run in turns in the same
process, so that a machine that is busy with something else slows them alike.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from kit.bench import percentile
from kit.conference import START_MS, item
from kit.product import ROOT
from kit.record.logs import WHO, count

from data.clock import SystemClock
from data.commands import AdoptPlan, Advance, Command, Hold, Resume
from data.events import Fact, HealthChanged, ItemStarted
from data.exporters.csv_log import write_csv
from data.fold import fold
from data.record.event_log import EventLog, verify
from data.record.file import COLUMNS
from data.rules import Context, decide
from data.state import EMPTY

APPENDS = 400
OPEN_ROWS = 50_000
CSV_ROWS = int(os.environ.get("BENCH_CSV_ROWS", "200000"))
READ_ALL = COLUMNS.removesuffix(", prev, hash")


def report(name: str, figure: str, floor: str, ratio: float, bar: str, *, ok: bool) -> bool:
    shown = f"{ratio:.2f}x"
    print(f"{name:<44} {figure:>14} {floor:>14} {shown:>7}  {bar:<14} {'ok' if ok else 'MISS'}", flush=True)
    return ok


def open_log(path: Path) -> EventLog[int]:
    return EventLog.open(path, clock=SystemClock(), initial=0, fold=count)


def fill(path: Path, rows: int) -> Path:
    """Health changes of 800 points, two a transaction in time, though written faster here."""
    values, limits = {"loss_pct": 4.5, "jitter_ms": 12.0}, {"loss_degraded_pct": 3.0}
    body = HealthChanged(
        was="ok", now="degraded", reason="loss", source="p", values=values, thresholds=limits
    )
    with closing(open_log(path)) as log:
        now, done = SystemClock().now(), 0
        while done < rows:
            size = min(2000, rows - done)
            facts = [
                Fact(
                    body,
                    point=f"P{n % 800:03}",
                    at=type(now)(now.utc_ms + n // 2 * 137, now.mono_ns + n // 2, now.boot),
                )
                for n in range(done, done + size)
            ]
            log.transact(lambda _state, _now, facts=facts: facts, **WHO)
            done += size
    return path


def timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def in_turns(rounds: int, *works: Callable[[], object]) -> list[float]:
    """The median seconds of each, their rounds interleaved."""
    taken = [[timed(work) for work in works] for _ in range(rounds)]
    return [statistics.median(column) for column in zip(*taken, strict=True)]


def p95s(rounds: int, *works: Callable[[], object]) -> list[float]:
    """The same, the value below which 95 of 100 rounds lie."""
    taken = [[timed(work) for work in works] for _ in range(rounds)]
    return [percentile(column, 95) for column in zip(*taken, strict=True)]


def bare_append(path: Path) -> tuple[sqlite3.Connection, Callable[[], None]]:
    """A database as ours without anything of ours, and the append of one row to it."""
    bare = sqlite3.connect(path, isolation_level=None)
    bare.execute("PRAGMA journal_mode=TRUNCATE")
    bare.execute("PRAGMA synchronous=EXTRA")
    bare.execute(f"CREATE TABLE event ({COLUMNS})")
    values = (
        *("2024-06-16T07:00:00.000Z", 10**12, "b" * 36, "operator", "c1", "ItemStarted", 1, "07", "HN-01"),
        *('{"planned_s":600,"plan_version":1,"reason":""}', bytes(32), bytes(32)),
    )

    def floor() -> None:
        bare.execute("BEGIN IMMEDIATE")
        bare.execute(f"INSERT INTO event VALUES (NULL{', ?' * 12})", values)
        bare.execute("COMMIT")

    return bare, floor


def bench_command(folder: Path) -> bool:
    """A person's command: the rule decides on the newest state, the row is written, the state folded."""
    clock = SystemClock()
    log = EventLog.open(folder / "command.db", clock=clock, initial=EMPTY, fold=fold)
    bare, floor = bare_append(folder / "command-bare.db")
    context = Context(console="c1", actor="operator", min_take_ms=0)

    def give(command: Command) -> None:
        done = log.transact(lambda state, now: decide(state, command, context, now), **WHO)
        assert done.refusal is None, done.refusal

    items = tuple(item(f"i{n}", point=f"T{n % 40}") for n in range(80))
    give(AdoptPlan(items=items, start_ms=START_MS, hard_end_ms=None, roster_digest="d", roster_levels={}))
    give(Advance(leaves=""))
    ours, theirs = p95s(APPENDS, lambda: give(Resume() if log.state.held else Hold()), floor)
    log.close()
    bare.close()
    return report(
        "decide + transact + fold, 80 items, p95",
        f"{ours * 1e3:.2f} ms",
        f"{theirs * 1e3:.2f} ms",
        ours / theirs,
        "<= 3x",
        ok=ours <= 3 * theirs,
    )


def bench_transact(folder: Path) -> bool:
    log = open_log(folder / "transact.db")
    bare, floor = bare_append(folder / "bare.db")
    fact = Fact(ItemStarted(planned_s=600, plan_version=1), item="07", point="HN-01")
    ours, theirs = in_turns(APPENDS, lambda: log.transact(lambda _s, _n: (fact,), **WHO), floor)
    log.close()
    bare.close()
    name = "EventLog.transact, one fact, p50"
    return report(
        name,
        f"{ours * 1e3:.2f} ms",
        f"{theirs * 1e3:.2f} ms",
        ours / theirs,
        "<= 1.5x",
        ok=ours <= 1.5 * theirs,
    )


def read_bare(path: Path, columns: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        after = 0
        while page := connection.execute(
            f"SELECT {columns} FROM event WHERE seq > ? ORDER BY seq LIMIT 1000", (after,)
        ).fetchall():
            after = page[-1][0]


def bench_open(path: Path) -> bool:
    ours, floor = in_turns(5, lambda: open_log(path).close(), lambda: read_bare(path, READ_ALL))
    name = f"open and fold {OPEN_ROWS:,} rows"
    return report(
        name, f"{ours * 1e3:.0f} ms", f"{floor * 1e3:.0f} ms", ours / floor, "<= 3x", ok=ours <= 3 * floor
    )


def bench_verify(path: Path) -> bool:
    ours, floor = in_turns(5, lambda: verify(path), lambda: read_bare(path, COLUMNS))
    speed = OPEN_ROWS / ours
    figure, beside = f"{speed:,.0f}/s", f"{OPEN_ROWS / floor:,.0f}/s"
    return report("verify", figure, beside, ours / floor, ">= 200,000/s", ok=speed >= 200_000)


def bench_csv(folder: Path) -> bool:
    shell = shutil.which("sqlite3")
    if shell is None:
        print("csv export: no sqlite3 shell here, no floor")
        return True
    path = fill(folder / "csv.db", CSV_ROWS)
    query = f"SELECT {READ_ALL}, lower(hex(prev)), lower(hex(hash)) FROM event"

    def ours() -> None:
        with (folder / "ours.csv").open("wb") as out:
            write_csv(path, out)

    def floor() -> None:
        with (folder / "floor.csv").open("wb") as out:
            subprocess.run([shell, "-csv", str(path), query], stdout=out, check=True)

    mine, theirs = in_turns(3, ours, floor)
    name = f"csv export of {CSV_ROWS:,} events"
    return report(name, f"{mine:.2f} s", f"{theirs:.2f} s", mine / theirs, "<= 4x", ok=mine <= 4 * theirs)


def bench_csv_memory(folder: Path) -> bool:
    """The whole command in a process of its own, beside one that only imports the same program."""
    path = folder / "csv.db"
    if not path.exists():
        fill(path, CSV_ROWS)
    ours = peak_mb("export", str(path), "--format", "csv", "-o", str(folder / "memory.csv"))
    floor = peak_mb("export", "--help")
    name = f"the same, peak of the process, {CSV_ROWS:,}"
    return report(name, f"{ours:.0f} MB", f"{floor:.0f} MB", ours / floor, "<= 120 MB", ok=ours <= 120)


def peak_mb(*words: str) -> float:
    """The most memory that `diemcau words` ever held. Linux counts it in KiB."""
    command = [sys.executable, "-m", "console", *words]
    child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    assert os.waitstatus_to_exitcode(status) == 0, words
    return used.ru_maxrss / 1024


def main() -> int:
    print(f"{'the record':<44} {'figure':>14} {'floor':>14} {'ratio':>7}  bar")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = fill(folder / "open.db", OPEN_ROWS)
        results = [
            bench_transact(folder),
            bench_command(folder),
            bench_open(path),
            bench_verify(path),
            bench_csv(folder),
            bench_csv_memory(folder),
        ]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
