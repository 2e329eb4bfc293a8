"""A console without a screen is gone two seconds after it was told to go, whatever holds it."""

from __future__ import annotations

import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest
from kit.processes import console, state_of, until
from kit.record.rows import kinds, log_rows, put_on_air
from kit.small_conference import conference

pytestmark = pytest.mark.crash

SIGNALS = [signal.SIGTERM, signal.SIGINT, signal.SIGHUP]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = conference(tmp_path / "hn")
    put_on_air(made)
    return made


@pytest.mark.parametrize("number", SIGNALS, ids=lambda number: number.name)
def test_told_to_go_it_goes_and_the_item_stays_on_air(folder: Path, number: signal.Signals) -> None:
    with console(folder) as running:
        until(lambda: "PollingTaken" in kinds(log_rows(folder)), 20)
        told_at = time.monotonic()
        running.send_signal(number)
        assert running.wait(10) == 0
        assert time.monotonic() - told_at <= 2
        assert "Traceback" not in running.communicate()[1]
    assert state_of(folder)["item"]["cue"] == "1"
    assert "ItemEnded" not in kinds(log_rows(folder))


def test_a_log_that_somebody_holds_does_not_keep_it(folder: Path) -> None:
    with console(folder) as running:
        until(lambda: "PollingTaken" in kinds(log_rows(folder)), 20)
        with closing(sqlite3.connect(folder / "log.db", isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            told_at = time.monotonic()
            running.send_signal(signal.SIGTERM)
            running.wait(10)
            assert time.monotonic() - told_at <= 2.2
            other.execute("ROLLBACK")
    assert state_of(folder)["item"]["cue"] == "1"


def test_told_twice_it_still_goes_in_order(folder: Path) -> None:
    with console(folder) as running:
        until(lambda: "PollingTaken" in kinds(log_rows(folder)), 20)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGINT):
            running.send_signal(number)
        assert running.wait(10) == 0
        assert "Traceback" not in running.communicate()[1]
