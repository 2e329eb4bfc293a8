"""kill -9, again and again, of everything that writes: what was acknowledged is in the record."""

from __future__ import annotations

import json
import random
import subprocess
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from kit.cli import diemcau
from kit.processes import end, log_objects, rechained, until
from kit.product import ROOT, SUBPROCESS_ENV
from kit.record.logs import python
from kit.record.rows import kinds, log_rows, started
from kit.small_conference import conference

pytestmark = pytest.mark.crash

ROUNDS = 10
POINTS = 300
SOURCE = """
[[source]]
name = "bão"
kind = "pexip"
url = "http://127.0.0.1:9"
interval = 0.2
conference = "x"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Enough items for a long day, and hundreds of rooms."""
    points = [("TC00", "Trung tâm"), *((f"X{n:03}", f"Phòng {n}") for n in range(1, POINTS))]
    made = conference(tmp_path / "hn", items=[str(n) for n in range(1, 2000)], points=points)
    with (made / "conference.toml").open("a", encoding="utf-8") as file:
        file.write(SOURCE)
    return made


def python_process(stack: ExitStack, module: str, folder: Path) -> subprocess.Popen[str]:
    pipes: dict[str, Any] = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    child = subprocess.Popen(
        python("-m", module, str(folder)), cwd=ROOT, env=SUBPROCESS_ENV, text=True, encoding="utf-8", **pipes
    )
    stack.callback(end, child)
    return child


def advance_until(writer: subprocess.Popen[str], folder: Path, deadline: float) -> list[str]:
    """Advance as fast as it goes; the cues that were acknowledged."""
    assert writer.stdin is not None and writer.stdout is not None
    assert json.loads(writer.stdout.readline()) == "ready"
    on_air = (started(folder) or ["none"])[-1]
    acknowledged: list[str] = []
    while time.monotonic() < deadline:
        writer.stdin.write(f"{on_air}\n")
        writer.stdin.flush()
        code, out, err = json.loads(writer.stdout.readline())
        assert (code, err) == (0, ""), err
        on_air = out.split()[-1]
        acknowledged.append(on_air)
    # One more is on its way when the kill comes; nobody was told about it.
    writer.stdin.write(f"{on_air}\n")
    writer.stdin.flush()
    return acknowledged


def test_a_storm_of_telemetry_and_advances_survives_every_kill(folder: Path) -> None:
    chance = random.Random(7)
    acknowledged: list[str] = []
    for round_ in range(ROUNDS):
        with ExitStack() as stack:
            consoles = [python_process(stack, "kit.days.storm", folder) for _ in range(2)]
            writer = python_process(stack, "kit.record.racing", folder)
            until(lambda seen=round_: kinds(log_rows(folder)).count("PollingTaken") > seen, 15)
            acknowledged += advance_until(writer, folder, time.monotonic() + chance.uniform(0.3, 1.2))
            victims = [*consoles, writer]
            chance.shuffle(victims)
            for victim in victims:
                assert victim.poll() is None, end(victim)
                victim.kill()
                victim.wait(10)
    rows = log_objects(folder)
    rechained(rows)
    assert diemcau("verify", folder).returncode == 0
    cues = [row["item"] for row in rows if row["kind"] == "ItemStarted"]
    assert cues == [str(n) for n in range(1, len(cues) + 1)], "each item once, in order"
    assert len(acknowledged) >= ROUNDS and set(acknowledged) <= set(cues)
    assert len(cues) - len(acknowledged) <= ROUNDS
    happened = Counter(row["kind"] for row in rows)
    assert happened["PointJoined"] > POINTS * ROUNDS / 2, "it was no storm"
