"""The demo and the simulated platform, as processes over a real socket."""

from __future__ import annotations

import json
import signal
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from kit.cli import diemcau, sample_folder, start

from console.cli.demo_folder import make_demo, read_demo
from data.folder.problem import ProblemError

ROSTER = "/api/admin/status/v1/participant/"


def status(folder: Path) -> dict[str, Any]:
    done = diemcau("status", folder, "--json")
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def wait_until(true: Callable[[], bool], timeout_s: float) -> None:
    """Look four times a second; AssertionError after `timeout_s`."""
    end = time.monotonic() + timeout_s
    while not true():
        assert time.monotonic() < end, "did not come true"
        time.sleep(0.25)


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2):
            return True
    except OSError:
        return False


def test_a_headless_demo_polls_records_and_leaves_its_folder(tmp_path: Path) -> None:
    folder = tmp_path / "thu"
    demo = start("demo", "--headless", "--dir", folder, "--points", "20", "--seconds", "120")
    try:
        wait_until(lambda: (folder / "log.db").exists() and status(folder)["points"]["ok"] >= 15, 60)
        seen = status(folder)
        assert seen["live"] is True
        assert seen["points"]["expected"] == 20
        assert seen["sources"][0]["state"] == "ok"
        assert seen["control"] is None, "a console without keys holds no control"
        assert diemcau("advance", folder, "--expect", "none").returncode == 0
        demo.terminate()
        assert demo.wait(10) == 0
    finally:
        demo.kill()
        demo.communicate()
    left = status(folder)
    assert left["live"] is False
    assert left["points"]["ok"] == left["points"]["down"] == 0
    assert left["points"]["stale"] + left["points"]["unknown"] == 20
    assert diemcau("verify", folder).returncode == 0
    notes = json.loads((folder / "demo.json").read_bytes())
    assert not answers(f"http://127.0.0.1:{notes['port']}{ROSTER}"), "the platform outlived the demo"


def test_a_demo_goes_on_where_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "thu"
    assert diemcau("demo", "--headless", "--dir", folder, "--points", "8", "--seconds", "1").returncode == 0
    files = {name: (folder / name).read_bytes() for name in ("conference.toml", "points.csv", "demo.json")}
    assert diemcau("advance", folder, "--expect", "none").returncode == 0
    again = diemcau("demo", "--headless", "--dir", folder, "--points", "12", "--seconds", "1")
    assert again.returncode == 0, again.stderr
    assert {name: (folder / name).read_bytes() for name in files} == files
    assert status(folder)["item"]["cue"] == "P1"


def test_the_platform_ends_with_a_killed_demo(tmp_path: Path) -> None:
    folder = tmp_path / "thu"
    demo = start("demo", "--headless", "--dir", folder, "--points", "6", "--seconds", "60")
    try:
        wait_until((folder / "demo.json").exists, 20)
        url = f"http://127.0.0.1:{json.loads((folder / 'demo.json').read_bytes())['port']}{ROSTER}"
        wait_until(lambda: answers(url), 20)
    finally:
        demo.kill()
        demo.communicate()
    wait_until(lambda: not answers(url), 5)


def test_a_demo_does_not_take_over_a_real_conference(tmp_path: Path) -> None:
    folder = sample_folder(tmp_path / "hn")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    done = diemcau("demo", "--headless", "--dir", folder, "--seconds", "1", "--lang", "en")
    assert done.returncode == 1
    assert "no demo" in done.stderr
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_what_a_demo_needs_to_go_on_is_kept(tmp_path: Path) -> None:
    made = make_demo(
        tmp_path / "d",
        points=6,
        speed=2.0,
        seed=7,
        scenario=Path("s.toml"),
        language="en",
        now_ms=1_718_521_180_000,
    )
    assert read_demo(tmp_path / "d") == made
    assert Path(made.scenario).is_absolute()
    assert read_demo(tmp_path / "empty") is None


def test_damaged_notes_are_named(tmp_path: Path) -> None:
    (tmp_path / "demo.json").write_text('{"seed": "x"}')
    with pytest.raises(ProblemError) as caught:
        read_demo(tmp_path)
    assert caught.value.problems[0].code == "demo_notes_damaged"


def test_a_platform_alone_prints_its_address_and_how_to_go_on() -> None:
    platform = start("simulate", "--points", "6", "--seed", "3", "--opened-at", "2024-06-16T07:00:00Z")
    try:
        assert platform.stdout is not None
        url = platform.stdout.readline().strip()
        assert answers(url + ROSTER)
        platform.send_signal(signal.SIGTERM)
        out, err = platform.communicate(timeout=10)
    finally:
        platform.kill()
    assert platform.returncode == 0
    assert out == ""
    assert f"--port {url.rpartition(':')[2]} --opened-at 2024-06-16T07:00:00.000Z --points 6" in err


def test_a_port_that_is_taken_is_a_sentence() -> None:
    first = start("simulate", "--points", "6")
    try:
        assert first.stdout is not None
        port = first.stdout.readline().strip().rpartition(":")[2]
        done = diemcau("simulate", "--points", "6", "--port", port)
    finally:
        first.kill()
        first.communicate()
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()
