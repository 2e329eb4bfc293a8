"""The platform dies, hangs, refuses: what is not seen is not down, and the programme goes on."""

from __future__ import annotations

import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from kit.cli import diemcau
from kit.platforms.answering import answering
from kit.processes import (
    INTERVAL_S,
    console,
    free_port,
    live_folder,
    now_ms,
    simulator,
    state_of,
    stop,
    until,
)
from kit.record.rows import Row, kinds, log_rows

from console.cli import main

pytestmark = pytest.mark.crash

POINTS = 60
OPENED_BEFORE_S = 40
"""The rooms have come, and the great faults of the built-in day have not begun."""


def well(folder: Path, *, at_least: int = 50) -> bool:
    return (
        (folder / "log.db").exists()
        and (seen := state_of(folder))["live"]
        and seen["points"]["ok"] >= at_least
    )


def assert_not_seen(seen: dict[str, Any]) -> None:
    points = seen["points"]
    assert seen["live"] is False
    assert points["ok"] == points["degraded"] == points["down"] == 0, points
    assert points["stale"] >= 50
    assert points["stale"] + points["unknown"] == points["expected"] == POINTS


def goes_on(folder: Path) -> None:
    """The programme moves, whatever the platform does."""
    seen = state_of(folder)
    leaves = seen["item"]["cue"] if seen["item"] else "none"
    assert main(["advance", str(folder), "--expect", leaves]) == 0
    assert state_of(folder)["item"]["cue"] not in (leaves, None)


def blamed_on_the_source(rows: list[Row]) -> Counter[str]:
    """What a lost source must not bring with it: rooms that leave, come back, fall sick."""
    return Counter(row.kind for row in rows if row.kind in ("PointLeft", "PointJoined", "HealthChanged"))


@contextmanager
def polled(folder: Path) -> Iterator[None]:
    with console(folder) as running:
        until(lambda: well(folder), 20)
        yield
        assert running.poll() is None


def test_a_killed_platform_makes_its_points_stale_and_comes_back_once(tmp_path: Path) -> None:
    opened_ms, port = now_ms() - OPENED_BEFORE_S * 1000, free_port()
    with simulator(points=POINTS, opened_ms=opened_ms, port=port) as (platform, url):
        folder = live_folder(tmp_path / "hn", url, points=POINTS, interval_s=2, min_take_ms=1)
        with polled(folder):
            before, well_before = log_rows(folder), state_of(folder)["points"]["ok"]
            platform.kill()
            platform.wait(10)
            killed_at = time.monotonic()
            assert_not_seen(until(lambda: not (seen := state_of(folder))["live"] and seen, 6))
            assert time.monotonic() - killed_at <= 2 * 2 + 0.5, "stale within two polls"
            until(lambda: "SourceLost" in kinds(log_rows(folder)[len(before) :]), 6)
            assert_not_seen(state_of(folder))
            for _ in range(3):
                goes_on(folder)
            time.sleep(5)
            assert_not_seen(state_of(folder))
            dark = log_rows(folder)[len(before) :]
            assert kinds(dark).count("SourceLost") == 1
            assert not blamed_on_the_source(dark)
            assert [row.body["scope"] for row in dark if row.kind == "IncidentOpened"] == ["source"]
            assert [source["state"] for source in state_of(folder)["sources"]] == ["lost"]
            with simulator(points=POINTS, opened_ms=opened_ms, port=port):
                until(lambda: well(folder), 10)
                time.sleep(5)
                assert well(folder, at_least=well_before - 3)
                goes_on(folder)
            after = log_rows(folder)[len(before) + len(dark) :]
            assert kinds(after).count("SourceRecovered") == 1
            moved = blamed_on_the_source(after)
            assert moved["PointLeft"] <= 2 and moved["PointJoined"] <= 2 and moved["HealthChanged"] <= 6, (
                moved
            )
    assert diemcau("verify", folder).returncode == 0


def test_a_platform_that_hangs_is_lost_too_and_found_when_it_goes_on(tmp_path: Path) -> None:
    with simulator(points=POINTS, opened_ms=now_ms() - OPENED_BEFORE_S * 1000) as (platform, url):
        folder = live_folder(tmp_path / "hn", url, points=POINTS, timeout_s=1, min_take_ms=1)
        with polled(folder):
            before = log_rows(folder)
            stop(platform)
            assert_not_seen(until(lambda: not (seen := state_of(folder))["live"] and seen, 4))
            until(lambda: "SourceLost" in kinds(log_rows(folder)), 8)
            goes_on(folder)
            time.sleep(3)
            assert_not_seen(state_of(folder))
            platform.send_signal(signal.SIGCONT)
            until(lambda: well(folder), 10)
            time.sleep(2)
            new = log_rows(folder)[len(before) :]
            assert (kinds(new).count("SourceLost"), kinds(new).count("SourceRecovered")) == (1, 1)
            (lost,) = [row for row in new if row.kind == "SourceLost"]
            assert lost.body["error"] == "timed_out" and lost.body["points"] == POINTS


def test_a_platform_that_asks_for_rest_gets_it(tmp_path: Path) -> None:
    opened_ms, port = now_ms() - OPENED_BEFORE_S * 1000, free_port()
    with simulator(points=POINTS, opened_ms=opened_ms, port=port) as (platform, url):
        folder = live_folder(tmp_path / "hn", url, points=POINTS, min_take_ms=1)
        with polled(folder):
            before = log_rows(folder)
            platform.kill()
            platform.wait(10)
            with answering(503, port=port) as tired:
                tired.headers = {"Retry-After": "3"}
                until(lambda: tired.asked >= 1, 5)
                until(lambda: "SourceLost" in kinds(log_rows(folder)), 8)
                assert_not_seen(state_of(folder))
                goes_on(folder)
                asked = tired.asked
                time.sleep(6)
                assert tired.asked - asked <= 3, "it asked for three seconds between two requests"
            with simulator(points=POINTS, opened_ms=opened_ms, port=port):
                until(lambda: well(folder), 10)
            new = log_rows(folder)[len(before) :]
            assert (kinds(new).count("SourceLost"), kinds(new).count("SourceRecovered")) == (1, 1)


def test_a_platform_that_refuses_us_is_told_once_and_left_alone(tmp_path: Path) -> None:
    with answering(401) as strict:
        folder = live_folder(tmp_path / "hn", strict.url, points=POINTS, min_take_ms=1)
        with console(folder) as running:
            until(lambda: "SourceLost" in kinds(log_rows(folder)), 20)
            asked = strict.asked
            time.sleep(20 * INTERVAL_S)
            assert strict.asked == asked == 1, "asking again cannot help"
            goes_on(folder)
            rows = log_rows(folder)
            (lost,) = [row for row in rows if row.kind == "SourceLost"]
            assert lost.body["error"] == "refused"
            assert not blamed_on_the_source(rows)
            seen = state_of(folder)
            assert [source["state"] for source in seen["sources"]] == ["refused"]
            assert (seen["live"], seen["points"]["unknown"]) == (False, POINTS)
            assert running.poll() is None
