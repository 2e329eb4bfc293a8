"""A desk on a disk of one megabyte: `python -m kit.disks.small FOLDER SECOND`, FOLDER being the disk.

Notes until the disk is full and its reserve is gone, then two advances, then kill -9. The disk becomes
read-only; then it has room again and the next console takes over. Says what it saw as JSON.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from kit.desks.on_a_log import PLAN, open_state_log

from console.desk import Desk, Identity
from console.keeping.left_behind import take_up
from console.keeping.outbox import Outbox
from data.clock import SystemClock
from data.commands import AddNote, Advance
from data.record import reserve
from data.record.errors import LogError
from data.record.event_log import EventLog, verify
from data.state import ConferenceState

RESERVE = 300 * 1024
NOTE = "x" * 1500


def desk_of(log: EventLog[ConferenceState], outbox: Outbox, name: str) -> Desk:
    who = Identity(console=name, actor=f"op-{name}")
    return Desk(
        log,
        identity=who,
        clock=SystemClock(),
        outbox=outbox,
        min_take_ms=0,
        holder_alive=lambda _console: False,
    )


async def until_full(disk: Path, second: Path) -> dict[str, object]:
    """Returns when two advances are in memory and on the second path alone."""
    reserve.RESERVE_BYTES, reserve.FREE_BYTES_NEEDED = RESERVE, RESERVE
    outbox = Outbox(second / "unwritten-1.jsonl")
    desk = desk_of(open_state_log(disk / "log.db", SystemClock()), outbox, "c1")
    beside = disk / "log.db.reserve"
    assert await desk.command(PLAN) is None
    assert await desk.command(Advance(leaves="")) is None
    had_reserve, written, freed_after = beside.exists(), 0, None
    while not desk.unwritten:
        assert await desk.command(AddNote(text=NOTE)) is None
        written += not desk.unwritten
        if freed_after is None and not beside.exists():
            freed_after = written
    for leaves in ("1", "2"):
        assert await desk.command(Advance(leaves=leaves)) is None
    return {
        **{"had_reserve": had_reserve, "freed_after": freed_after, "written": written},
        **{"durable": desk.head.seq, "on_air": desk.state.on_air, "unwritten": desk.unwritten},
        "failure": desk.failure.code if desk.failure else "",
    }


def killed_when_full(disk: Path, second: Path) -> dict[str, object]:
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:

        async def live() -> None:
            os.write(writer, json.dumps(await until_full(disk, second)).encode() + b"\n")
            signal.pause()

        try:
            asyncio.run(live())
        finally:
            os._exit(1)
    os.close(writer)
    with os.fdopen(reader) as said:
        line = said.readline()
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return dict(json.loads(line))


def while_read_only(disk: Path) -> dict[str, object]:
    subprocess.check_call(["mount", "-o", "remount,ro", str(disk)])
    refused = ""
    try:
        open_state_log(disk / "log.db", SystemClock()).close()
    except LogError as error:
        refused = error.code
    verdict = verify(disk / "log.db")
    log = open_state_log(disk / "log.db", SystemClock(), read_only=True)
    log.close()
    return {"refused": refused, "ok": verdict.ok, "rows": verdict.rows, "on_air": log.state.on_air}


async def taken_over(disk: Path, second: Path) -> dict[str, object]:
    log, outbox = open_state_log(disk / "log.db", SystemClock()), Outbox(second / "unwritten-2.jsonl")
    stay = take_up(outbox, "unwritten-*.jsonl", log)
    desk = desk_of(log, outbox, "c2")
    shown = desk.state.on_air
    assert await desk.command(Advance(leaves="3")) is None
    rows = log.rows(0, 10_000)
    await desk.aclose()
    verdict = verify(disk / "log.db")
    return {
        **{"stay": len(stay), "shown": shown, "on_air": desk.state.on_air, "unwritten": desk.unwritten},
        "started": [(row.item, row.actor) for row in rows if row.kind == "ItemStarted"],
        **{"ok": verdict.ok, "rows": verdict.rows},
    }


def main(disk: Path, second: Path) -> None:
    seen = {"full": killed_when_full(disk, second), "read_only": while_read_only(disk)}
    subprocess.check_call(["mount", "-o", "remount,rw,size=4m", str(disk)])
    seen["after"] = asyncio.run(taken_over(disk, second))
    print(json.dumps({**seen, "left": sorted(path.name for path in second.iterdir())}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
