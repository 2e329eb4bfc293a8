"""kill -9 over what writes the record: `python -m kit.record.killing FOLDER WHAT COUNT [SEED]`.

WHAT is append, export, backup or seal.

Everything is imported once and every victim is forked, so that a round costs the work and not the start.
Every second kill comes at a time drawn over the whole span of the work; the others come at a step of it,
between an open, an fsync and a rename, and take with them what was not fsynced (`kit.disks.power_cut`).
Notes go through SQLite alone, so theirs come by time. Says as JSON what was seen: how many were killed at
work, how many acknowledgements there were, and what was lost, torn or broken, which must be nothing.
"""

from __future__ import annotations

import json
import os
import random
import select
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import NamedTuple

import msgspec
from kit.cli import sample_folder
from kit.disks.power_cut import PowerCut
from kit.record.logs import WHO, collect, filled, open_log

from console import exporting
from console.cli import main as diemcau
from console.text.sentences import translator
from data.clock import SystemClock
from data.events import Exported, Fact, NoteAdded, RecordSealed
from data.record.chain import EMPTY
from data.record.copying import copy_onward
from data.record.event_log import verify
from data.record.lines import append_lines, read_lines
from data.record.manifest import manifest_path
from data.record.restore import head_of_source
from data.record.signed_head import heads_path

Say = Callable[[str], None]
ROWS = 1200
LONG_S = 30.0
SEAL_STEPS = 24
"""Opens, fsyncs and renames of a seal by files that are not SQLite's: each is died at."""


class Seen(msgspec.Struct):
    """What a campaign saw. `faults` says what was wrong, round by round."""

    rounds: int = 0
    killed: int = 0
    acknowledged: int = 0
    faults: list[str] = []


class End(NamedTuple):
    """When a victim dies: after `delay_s` of its life, or at its own `step`, which comes before that."""

    delay_s: float
    step: int = 0


def ends(count: int, chance: random.Random, longest_s: float, steps: int) -> Iterator[End]:
    """`count` of them, by time and by step in turn; the steps are all there are, over and over."""
    for number in range(count):
        by_step = number % 2
        yield End(LONG_S, number // 2 % steps + 1) if by_step else End(chance.uniform(0, longest_s))


def victim(work: Callable[[Say], None], end: End) -> tuple[list[str], bool]:
    """Fork, let it work until its end.

    Returns the whole lines it said, and whether it was killed at work.
    """
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        code = 1
        try:
            if end.step:
                PowerCut(end.step).install()
            work(lambda line: (os.write(writer, f"{line}\n".encode()), None)[1])
            code = 0
        finally:
            os._exit(code)
    os.close(writer)
    deadline, said = time.monotonic() + end.delay_s, b""
    while (left := deadline - time.monotonic()) > 0:
        if select.select([reader], [], [], left)[0]:
            if not (chunk := os.read(reader, 65536)):
                break
            said += chunk
    os.kill(child, signal.SIGKILL)
    while chunk := os.read(reader, 65536):
        said += chunk
    os.close(reader)
    _, status = os.waitpid(child, 0)
    return said.decode().split("\n")[:-1], os.WIFSIGNALED(status)


def appending(folder: Path, count: int, chance: random.Random, seen: Seen) -> None:
    """Notes, one a transaction; what was acknowledged is there."""
    path, promised = filled(folder / "log.db", 1), {}

    def work(say: Say) -> None:
        with closing(open_log(path, clock=SystemClock())) as log:
            while True:
                text = os.urandom(8).hex()
                facts = [Fact(NoteAdded(text=text))]
                outcome = log.transact(lambda _s, _n, facts=facts: facts, **WHO)
                say(f"{outcome.events[0].seq} {text}")

    for _ in range(count):
        lines, alive = victim(work, End(chance.uniform(0, 0.12)))
        counted(seen, lines, alive)
        promised |= dict(line.split(" ") for line in lines)
        if not verify(path).ok:
            seen.faults.append("the chain is broken")
    with closing(open_log(path, initial=(), fold=collect)) as log:
        stored = {str(event.seq): event.body.text for event in log.state}
    lost = {seq for seq, text in promised.items() if stored.get(seq) != text}
    seen.faults += [f"row {seq} was acknowledged and is lost" for seq in sorted(lost)]


def exporting_(folder: Path, count: int, chance: random.Random, seen: Seen) -> None:
    """The record as ndjson, over and over under one name, each told to the record; never half a file."""
    path, out = filled(folder / "log.db", ROWS), folder / "out.ndjson"
    t = translator("en")

    def work(say: Say) -> None:
        wanted = exporting.request_of("ndjson", path, lambda: None, t, contacts=True)  # type: ignore[arg-type]
        while True:
            body, _head = exporting.write_file(wanted, out)
            exporting.record(path, body, "op")
            say(body.sha256)

    promised: list[str] = []
    for end in ends(count, chance, 0.2, steps=24):
        lines, alive = victim(work, end)
        counted(seen, lines, alive)
        promised += lines
        if out.exists() and not (verdict := head_of_source(out)).ok:
            seen.faults.append(f"half a file: row {verdict.bad_seq}")
        elif out.exists() and verdict.head.seq < ROWS:
            seen.faults.append(f"half a file: it ends at row {verdict.head.seq}")
    if not verify(path).ok:
        seen.faults.append("the chain is broken")
    with closing(open_log(path, initial=(), fold=collect)) as log:
        told = {event.body.sha256 for event in log.state if isinstance(event.body, Exported)}
    seen.faults += [f"export {sha256} is not in the record" for sha256 in set(promised) - told]


def backing_up(folder: Path, count: int, chance: random.Random, seen: Seen) -> None:
    """Rows written and copied both ways; every copy is a prefix, and not behind what was acknowledged."""
    path, copy, lines_file = filled(folder / "log.db", ROWS), folder / "copy.db", folder / "log.jsonl"

    def work(say: Say) -> None:
        with closing(open_log(path, clock=SystemClock())) as log:
            while True:
                log.transact(lambda _s, _n: [Fact(NoteAdded(text="x"))] * 7, **WHO)
                say(f"lines {append_lines(path, lines_file).seq}")
                say(f"copy {copy_onward(path, copy).seq}")

    for end in ends(count, chance, 0.2, steps=24):
        lines, alive = victim(work, end)
        counted(seen, lines, alive)
        promised = {name: int(seq) for name, seq in (line.split(" ") for line in lines)}
        with closing(open_log(path)) as log:
            for name, file in (("copy", copy), ("lines", lines_file)):
                if not file.exists():
                    seen.faults += [f"{name} is gone"] if name in promised else []
                    continue
                head = head_of_source(file).head if name == "copy" else last_line(file)
                if head.seq < promised.get(name, 0):
                    seen.faults.append(f"{name} ends at {head.seq}, {promised[name]} was acknowledged")
                if head.seq and log.rows(head.seq - 1, 1)[0].hash != head.hash:
                    seen.faults.append(f"{name} is no prefix")
    for file in (path, copy, lines_file):
        if not file.exists():
            seen.faults.append(f"{file.name} was never made: nothing was tried")
        elif not head_of_source(file).ok:
            seen.faults.append(f"{file.name} is broken")


def last_line(path: Path):  # type: ignore[no-untyped-def]
    """The last whole row of the lines."""
    rows = list(read_lines(path))
    return rows[-1] if rows else EMPTY


def sealing(folder: Path, count: int, chance: random.Random, seen: Seen) -> None:
    """A folder a round, sealed and killed, then sealed to the end: one seal, and everything verifies."""
    os.environ["DIEMCAU_KEY"] = str(folder / "key" / "signing-key.pem")
    os.environ["DIEMCAU_AS"] = "op1"
    template = sample_folder(folder / "template")
    quietly("note", template, "một")
    filled(template / "log.db", 40)

    def sealed(made: Path, end: End) -> tuple[list[str], bool]:
        shutil.copytree(template, made)

        def work(say: Say) -> None:
            code, out = quietly("seal", made, "--reason", "xong")
            say(f"{code} {out}")

        return victim(work, end)

    def whole(made: Path) -> float:
        begun = time.monotonic()
        sealed(made, End(LONG_S))
        return time.monotonic() - begun

    shutil.copytree(template, folder / "first")
    quietly("seal", folder / "first", "--reason", "xong")  # everything is imported by now
    takes_s = min(whole(folder / f"whole{number}") for number in range(3))

    for number, end in enumerate(ends(count, chance, takes_s, steps=SEAL_STEPS)):
        made = folder / f"hn{number}"
        lines, alive = sealed(made, end)
        counted(seen, lines, alive)
        if any(path.suffix in (".json", ".sig") and not path.stat().st_size for path in made.iterdir()):
            seen.faults.append("half a file")
        code, _out = quietly("seal", made, "--reason", "xong")
        if code not in (0, 1) or not manifest_path(made / "log.db").exists():
            seen.faults.append(f"could not be finished: {code}")
        if lines and code == 0:
            seen.faults.append("what was acknowledged was not whole")
        if (code := quietly("verify", made)[0]) != 0:
            seen.faults.append(f"does not verify: {code}")
        with closing(open_log(made / "log.db", initial=(), fold=collect, read_only=True)) as log:
            if sum(isinstance(event.body, RecordSealed) for event in log.state) != 1:
                seen.faults.append("sealed twice, or not at all")
        if not heads_path(made / "log.db").read_text().endswith("\n"):
            seen.faults.append("half a line")
        shutil.rmtree(made)


def quietly(*words: str | Path) -> tuple[int, str]:
    """A command in this process; (code, its first line)."""
    out = StringIO()
    with redirect_stdout(out), redirect_stderr(StringIO()):
        code = diemcau([str(word) for word in words])
    return code, out.getvalue().partition("\n")[0]


def counted(seen: Seen, lines: list[str], alive: bool) -> None:
    seen.rounds += 1
    seen.killed += alive
    seen.acknowledged += len(lines)


CAMPAIGNS = {"append": appending, "export": exporting_, "backup": backing_up, "seal": sealing}


def run(folder: Path, what: str, count: int, seed: int = 1) -> Seen:
    """One campaign in an empty folder."""
    seen = Seen()
    CAMPAIGNS[what](folder, count, random.Random(seed), seen)
    return seen


if __name__ == "__main__":
    print(json.dumps(msgspec.to_builtins(run(Path(sys.argv[1]), sys.argv[2], *map(int, sys.argv[3:])))))
