"""Everything that reads a long record at once, while somebody advances. Here the time is the promise."""

from __future__ import annotations

import asyncio
import itertools
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from kit.cli import COMMAND, environment
from kit.product import ROOT, SUBPROCESS_ENV
from kit.record.logs import WHO, python
from kit.record.rows import log_rows
from kit.small_conference import conference

from console.desk import Desk, Identity
from console.keeping.outbox import Outbox
from console.plan import plan_of
from data.clock import SystemClock
from data.commands import AddNote, Advance
from data.events import Fact, HealthChanged, NoteAdded, PointJoined
from data.fold import fold
from data.folder.conference import load
from data.record.event_log import EventLog, verify
from data.state import EMPTY

pytestmark = pytest.mark.alone

EVENTS = 200_000
BATCH = 2_000
COMMANDS = 100
LONGEST_S = 0.1
QUIETLY: dict[str, Any] = {
    "cwd": ROOT,
    "env": environment(),
    "stdin": subprocess.DEVNULL,
    "stdout": subprocess.DEVNULL,
    "stderr": subprocess.DEVNULL,
}


class Round(NamedTuple):
    """One run of a reader."""

    command: str
    code: int


def command(*argv: str | Path) -> list[str]:
    return [*COMMAND, *map(str, argv)]


def history(count: int) -> Iterator[Fact]:
    """A long day: rooms that join, fall sick and recover, and people who write notes."""
    for n in range(count):
        point = f"T{n % 700:03}"
        match n % 4:
            case 0:
                yield Fact(PointJoined(source="s", ref=f"r{n}", name=f"Tòa án {n}"), point=point)
            case 1:
                yield Fact(HealthChanged(was="ok", now="degraded", reason="loss", source="s"), point=point)
            case 2:
                yield Fact(HealthChanged(was="degraded", now="ok", reason="", source="s"), point=point)
            case _:
                yield Fact(NoteAdded(text=f"ghi chú số {n}"), item=str(n % 60))


@pytest.fixture(scope="session")
def long_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = conference(tmp_path_factory.mktemp("long") / "hn", items=[str(n) for n in range(1, COMMANDS)])
    log = EventLog.open(folder / "log.db", clock=SystemClock(), initial=None, fold=lambda state, _: state)
    facts = history(EVENTS)
    while batch := list(itertools.islice(facts, BATCH)):
        log.transact(lambda _state, _now, batch=batch: batch, **WHO)
    log.close()
    return folder


@contextmanager
def looping(folder: Path, out: Path) -> Iterator[list[Round]]:
    """Four readers that begin again as soon as they are done; yields what became of each round."""
    stopped, rounds = threading.Event(), list[Round]()

    def loop(*commands: tuple[str | Path, ...]) -> None:
        for argv in itertools.cycle(commands):
            if stopped.is_set():
                return
            # Their output goes nowhere: a hundred megabytes decoded here would stop this process.
            rounds.append(Round(str(argv[0]), subprocess.call(command(*argv), **QUIETLY)))

    csv = ("export", folder, "--format", "csv", "-o", out / "log.csv")
    ndjson = ("export", folder, "--format", "ndjson", "-o", out / "log.ndjson")
    loops = (
        (csv, ndjson),
        (("verify", folder),),
        (("log", folder, "--json"),),
        (("status", folder, "--json"),),
    )
    threads = [threading.Thread(target=loop, args=commands) for commands in loops]
    for thread in threads:
        thread.start()
    try:
        yield rounds
    finally:
        stopped.set()
        for thread in threads:
            thread.join(120)


@contextmanager
def watched(file: Path) -> Iterator[list[tuple[float, float]]]:
    """When the disk stood still during the block; filled at its end."""
    stalls: list[tuple[float, float]] = []
    command = python("-m", "kit.disks.watch", str(file))
    watch = subprocess.Popen(
        command, env=SUBPROCESS_ENV, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        yield stalls
    finally:
        out, _ = watch.communicate("", timeout=20)
        stalls += [(float(begun), float(ended)) for begun, ended in map(str.split, out.splitlines())]


async def timed(desk: Desk, commands: int) -> list[tuple[float, float]]:
    """Begin and end of each command; notes and advances take turns."""
    took = []
    for n in range(commands):
        command = AddNote(text=f"n{n}") if n % 2 else Advance(leaves=desk.state.on_air)
        begun = time.monotonic()
        assert await desk.command(command) is None
        took.append((begun, time.monotonic()))
        await asyncio.sleep(0.08)
    return took


def overlong(took: list[tuple[float, float]], stalls: list[tuple[float, float]]) -> list[float]:
    """Milliseconds of commands over the limit, after what the disk took of them for itself."""
    found = []
    for begun, ended in took:
        stood = sum(max(0.0, min(ended, up) - max(begun, down)) for down, up in stalls)
        if ended - begun - stood > LONGEST_S:
            found.append(round((ended - begun) * 1000, 1))
    return found


async def test_commands_are_quick_while_everything_reads(long_folder: Path, tmp_path: Path) -> None:
    found, _ = load(long_folder)
    assert found is not None
    log = EventLog.open(long_folder / "log.db", clock=SystemClock(), initial=EMPTY, fold=fold)
    desk = Desk(
        log,
        identity=Identity(console="c1", actor="op1"),
        clock=SystemClock(),
        outbox=Outbox(tmp_path / "outbox"),
        min_take_ms=0,
    )
    assert await desk.command(plan_of(found)) is None
    with looping(long_folder, tmp_path) as rounds, watched(tmp_path / "watch") as stalls:
        await asyncio.sleep(2)  # all of them are at it
        took = await timed(desk, COMMANDS)
    await desk.aclose()
    assert overlong(took, stalls) == []
    assert {each.command for each in rounds} == {"export", "verify", "log", "status"}
    assert not [each for each in rounds if each.code], rounds
    written = [row for row in log_rows(long_folder) if row.console == "c1" and row.seq > EVENTS]
    assert sum(row.kind == "ItemStarted" for row in written) == COMMANDS // 2
    assert sum(row.kind == "NoteAdded" for row in written) == COMMANDS // 2
    assert verify(long_folder / "log.db").ok
