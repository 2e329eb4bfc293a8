"""Several processes give the same command at once: one press, one advance, every time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest
from kit.cli import COMMAND, diemcau, environment
from kit.processes import end
from kit.product import ROOT, SUBPROCESS_ENV
from kit.record.rows import log_rows, started
from kit.small_conference import conference

from console.cli import main

RACERS = 3
ROUNDS = 200
QUICK_ROUNDS = 25
ALL_AS_PROCESSES = "DIEMCAU_ALL_RACES"
"""Set it to run all rounds with a new process each; minutes instead of seconds."""

ENDED = "the conference has ended"


class Answer(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """201 items, and no pause between two advances."""
    return conference(tmp_path / "hn", items=[str(n) for n in range(1, ROUNDS + 2)], min_take_ms=1)


def expected(round_: int) -> str:
    return str(round_) if round_ else "none"


def assert_one_winner(answers: list[Answer], cue: str) -> None:
    codes = sorted(answer.code for answer in answers)
    assert codes == [0, 1, 1], (cue, answers)
    for answer in answers:
        lines = answer.err.splitlines() if answer.code else answer.out.splitlines()
        assert len(lines) == 1, (cue, answer)
        assert not (answer.out if answer.code else answer.err), (cue, answer)


def as_process(folder: Path, cue: str) -> Answer:
    child = subprocess.Popen(
        [*COMMAND, "advance", str(folder), "--expect", cue, "--lang", "en"],
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    out, err = child.communicate(timeout=60)
    return Answer(child.returncode, out, err)


def race(pool: ThreadPoolExecutor, folder: Path, rounds: int) -> None:
    for round_ in range(rounds):
        cue = expected(round_)
        assert_one_winner(list(pool.map(as_process, [folder] * RACERS, [cue] * RACERS)), cue)
    assert started(folder) == [str(n) for n in range(1, rounds + 1)]


def test_new_processes_every_round(folder: Path) -> None:
    with ThreadPoolExecutor(RACERS) as pool:
        race(pool, folder, QUICK_ROUNDS)
    assert diemcau("verify", folder).returncode == 0


@pytest.mark.skipif(
    ALL_AS_PROCESSES not in os.environ, reason=f"{ALL_AS_PROCESSES} is not set: takes minutes"
)
def test_two_hundred_rounds_of_new_processes(folder: Path) -> None:
    with ThreadPoolExecutor(RACERS) as pool:
        race(pool, folder, ROUNDS)


@pytest.fixture
def racers(folder: Path) -> Iterator[list[subprocess.Popen[str]]]:
    """Three processes that stay, each with the command line loaded."""
    with ExitStack() as stack:
        found = []
        for _ in range(RACERS):
            child = subprocess.Popen(
                [sys.executable, "-m", "kit.record.racing", str(folder)],
                cwd=ROOT,
                env={**SUBPROCESS_ENV, "DIEMCAU_AS": "op1"},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                encoding="utf-8",
            )
            stack.callback(end, child)
            found.append(child)
        for child in found:
            assert child.stdout is not None and json.loads(child.stdout.readline()) == "ready"
        yield found


def ask(racers: list[subprocess.Popen[str]], cue: str) -> list[Answer]:
    for racer in racers:
        assert racer.stdin is not None
        racer.stdin.write(f"{cue}\n")
        racer.stdin.flush()
    return [Answer(*json.loads(racer.stdout.readline())) for racer in racers if racer.stdout is not None]


def test_two_hundred_rounds(folder: Path, racers: list[subprocess.Popen[str]]) -> None:
    winners: set[int] = set()
    for round_ in range(ROUNDS):
        cue = expected(round_)
        answers = ask(racers, cue)
        assert_one_winner(answers, cue)
        winners.add([answer.code for answer in answers].index(0))
    assert started(folder) == [str(n) for n in range(1, ROUNDS + 1)]
    assert len(winners) > 1, "the race was none: always the same process won"
    last = ask(racers, str(ROUNDS)) and ask(racers, str(ROUNDS + 1))
    assert_one_winner(last, "the end")
    for answer in ask(racers, str(ROUNDS + 1)) + ask(racers, "none"):
        assert answer.code == 1 and ENDED in answer.err and answer.err.count("\n") == 1
    assert diemcau("verify", folder).returncode == 0


def test_a_second_advance_within_a_second_is_refused(tmp_path: Path) -> None:
    folder = conference(tmp_path / "hn", items=["1", "2", "3"], min_take_ms=1)
    settings = folder / "conference.toml"
    settings.write_text(settings.read_text("utf-8").replace("min_take_ms = 1\n", ""), "utf-8")
    with ThreadPoolExecutor(RACERS) as pool:
        assert_one_winner(list(pool.map(as_process, [folder] * RACERS, ["none"] * RACERS)), "none")
    refused = 0
    while len(started(folder)) < 3:
        code = main(["advance", str(folder), "--expect", str(len(started(folder)))])
        refused += code == 1
        time.sleep(0.05)
    assert refused > 0
    begun = [datetime.fromisoformat(row.at) for row in log_rows(folder) if row.kind == "ItemStarted"]
    assert all(later - earlier >= timedelta(seconds=1) for earlier, later in pairwise(begun))
