"""Who polls, when the one who did is stopped, woken or killed."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path

import pytest
from kit.cli import diemcau
from kit.processes import console, live_folder, now_ms, simulator, state_of, stop, until
from kit.record.rows import Row, kinds, log_rows

from console.presence import console_name, is_alive
from data.instants import utc_ms_of

pytestmark = pytest.mark.crash

POINTS = 40
TELEMETRY = {
    *("PollingTaken", "SourceLost", "SourceRecovered", "PointJoined", "PointLeft", "HealthChanged"),
    *("IncidentOpened", "IncidentResolved", "ClockStepped"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A conference whose rooms came and went long enough for the record to be calm."""
    opened_ms = now_ms() - 60_000
    with simulator(points=POINTS, opened_ms=opened_ms) as (_, url):
        yield live_folder(tmp_path / "hn", url, points=POINTS)


def name_of(pid: int) -> str:
    """How a console of this machine with this process number calls itself."""
    return console_name().replace(str(os.getpid()), str(pid))


def takers(folder: Path) -> list[str]:
    return [row.console for row in log_rows(folder) if row.kind == "PollingTaken"]


def telemetry_of(rows: list[Row], pid: int) -> list[Row]:
    return [row for row in rows if row.console == name_of(pid) and row.kind in TELEMETRY]


def polling_and_calm(folder: Path) -> bool:
    return (folder / "log.db").exists() and (seen := state_of(folder))["live"] and seen["points"]["ok"] > 30


def seconds_between(earlier: str, later: str) -> float:
    return (utc_ms_of(later) - utc_ms_of(earlier)) / 1000


def test_a_stopped_poller_is_replaced_and_writes_nothing_when_it_wakes(folder: Path) -> None:
    with console(folder) as old:
        until(lambda: polling_and_calm(folder), 20)
        with console(folder) as new:
            until(lambda: is_alive(folder, name_of(new.pid)), 20)
            time.sleep(2)
            stop(old)
            stopped_ms, before = now_ms(), log_rows(folder)
            until(lambda: takers(folder) == [name_of(old.pid), name_of(new.pid)], 8)
            taken = [row for row in log_rows(folder) if row.kind == "PollingTaken"][-1]
            assert (utc_ms_of(taken.at) - stopped_ms) / 1000 <= 5
            assert (taken.body["epoch"], taken.body["previous"]) == (2, name_of(old.pid))
            until(lambda: state_of(folder)["live"], 5)
            time.sleep(max(0.0, stopped_ms / 1000 + 10 - time.time()))
            woken = log_rows(folder)
            old.send_signal(signal.SIGCONT)
            time.sleep(4)
            after = log_rows(folder)
            assert telemetry_of(after, old.pid) == telemetry_of(before, old.pid)
            assert takers(folder) == [name_of(old.pid), name_of(new.pid)]
            assert old.poll() is None and new.poll() is None
            assert state_of(folder)["live"] and state_of(folder)["points"]["ok"] > 30
            assert len(after) - len(woken) <= 12, kinds(after[len(woken) :])
            # The old one lives on as a follower: it is the one that takes over now.
            new.kill()
            new.wait(10)
            until(lambda: takers(folder)[-1] == name_of(old.pid), 8)
            until(lambda: polling_and_calm(folder), 10)
    assert diemcau("verify", folder).returncode == 0


def test_a_killed_poller_is_replaced_within_five_seconds_and_health_stays(folder: Path) -> None:
    with ExitStack() as stack:
        consoles = [stack.enter_context(console(folder)) for _ in range(3)]
        until(lambda: polling_and_calm(folder), 20)
        until(lambda: all(is_alive(folder, name_of(child.pid)) for child in consoles), 20)
        time.sleep(1.5)
        living = {name_of(child.pid): child for child in consoles}
        while len(living) > 1:
            before, polled_by = log_rows(folder), takers(folder)[-1]
            calm = state_of(folder)["points"]
            victim = living.pop(polled_by)
            killed_ms = now_ms()
            victim.kill()
            victim.wait(10)
            until(lambda: takers(folder)[-1] in living, 8)
            taken = [row for row in log_rows(folder) if row.kind == "PollingTaken"][-1]
            assert (utc_ms_of(taken.at) - killed_ms) / 1000 <= 5
            until(lambda: state_of(folder)["live"], 5)
            time.sleep(3)
            new = log_rows(folder)[len(before) :]
            assert abs(state_of(folder)["points"]["ok"] - calm["ok"]) <= 3
            assert kinds(new).count("PollingTaken") == 1
            assert not {"SourceLost", "SourceRecovered"} & set(kinds(new))
            assert len(new) <= 12, [(row.kind, row.body) for row in new]
    epochs = [row.body["epoch"] for row in log_rows(folder) if row.kind == "PollingTaken"]
    assert epochs == [1, 2, 3]
    assert all(later - earlier == 1 for earlier, later in pairwise(row.seq for row in log_rows(folder)))
    assert diemcau("verify", folder).returncode == 0


def test_when_all_consoles_die_nothing_is_live_and_the_next_one_polls_at_once(folder: Path) -> None:
    with console(folder) as first:
        until(lambda: polling_and_calm(folder), 20)
        first.kill()
        first.wait(10)
    gone = state_of(folder)
    assert gone["live"] is False
    assert gone["points"]["ok"] == gone["points"]["down"] == 0
    with console(folder):
        until(lambda: len(takers(folder)) == 2, 5)
        until(lambda: polling_and_calm(folder), 10)
