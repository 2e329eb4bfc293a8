"""A demo and its platform live and die together; a folder of a demo goes on where it was."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from pathlib import Path

import pytest
from kit.cli import diemcau
from kit.processes import children, is_running, process, state_of, until
from kit.record.rows import kinds, log_rows

from console.cli import main

pytestmark = pytest.mark.crash

POINTS = "12"


def demo(folder: Path, *more: str) -> tuple[str | Path, ...]:
    return ("demo", "--headless", "--dir", folder, "--points", POINTS, *more)


def polling(folder: Path, times: int = 1) -> bool:
    return kinds(log_rows(folder)).count("PollingTaken") >= times and state_of(folder)["live"]


def platform_of(child: subprocess.Popen[str]) -> int:
    (platform,) = until(lambda: children(child.pid), 10)
    assert "simulate" in platform.cmdline()
    return int(platform.pid)


@pytest.mark.parametrize(
    "number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGKILL], ids=lambda n: n.name
)
def test_the_platform_is_gone_soon_after_its_demo(tmp_path: Path, number: signal.Signals) -> None:
    folder = tmp_path / "thu"
    with process(*demo(folder, "--seconds", "60")) as running:
        until(lambda: polling(folder), 20)
        platform = platform_of(running)
        assert main(["advance", str(folder), "--expect", "none"]) == 0
        running.send_signal(number)
        until(lambda: running.poll() is not None, 2)
        until(lambda: not is_running(platform), 3)
        if number is not signal.SIGKILL:
            assert running.returncode == 0
        said = running.communicate()[1]
        assert "Traceback" not in said and "Error" not in said, said
    assert state_of(folder)["item"]["cue"] == "P1", "what is on air stays on air"
    assert diemcau("verify", folder).returncode == 0


def test_a_demo_killed_while_it_starts_leaves_no_platform(tmp_path: Path) -> None:
    for delay_s in (0.3, 0.5, 0.7, 0.9):
        folder = tmp_path / f"thu-{delay_s}"
        with process(*demo(folder, "--seconds", "60")) as running:
            time.sleep(delay_s)
            platforms = [child.pid for child in children(running.pid)]
            running.kill()
            running.wait(10)
            until(lambda pids=platforms: not any(map(is_running, pids)), 3)


def test_a_second_demo_attaches_and_starts_no_second_platform(tmp_path: Path) -> None:
    folder = tmp_path / "thu"
    with process(*demo(folder, "--seconds", "60")) as first:
        until(lambda: polling(folder), 20)
        with process(*demo(folder, "--seconds", "4")) as second:
            assert second.wait(20) == 0, second.communicate()[1]
            assert children(second.pid) == []
        assert first.poll() is None and len(children(first.pid)) == 1
        assert state_of(folder)["live"]
        assert kinds(log_rows(folder)).count("PollingTaken") == 1


def test_two_demos_begun_together_on_a_new_folder(tmp_path: Path) -> None:
    """Whoever is late either attaches or says in a sentence why not; the folder is one demo's."""
    folder = tmp_path / "thu"
    with process(*demo(folder, "--seconds", "6")) as one, process(*demo(folder, "--seconds", "6")) as other:
        codes = sorted((one.wait(30), other.wait(30)))
        said = one.communicate()[1] + other.communicate()[1]
    assert codes[0] == 0, said
    assert "Traceback" not in said
    assert diemcau("verify", folder).returncode == 0
    notes = json.loads((folder / "demo.json").read_bytes())
    assert f":{notes['port']}" in (folder / "conference.toml").read_text("utf-8")


def test_a_demo_goes_on_with_item_and_elapsed_time(tmp_path: Path) -> None:
    folder = tmp_path / "thu"
    with process(*demo(folder, "--seconds", "60")) as running:
        until(lambda: polling(folder), 20)
        assert main(["advance", str(folder), "--expect", "none"]) == 0
        time.sleep(1.1)
        assert main(["advance", str(folder), "--expect", "P1"]) == 0
        running.kill()
        running.wait(10)
    before, seen_at = state_of(folder)["item"], time.monotonic()
    time.sleep(2)
    with process(*demo(folder, "--seconds", "60")) as running:
        until(lambda: polling(folder, 2), 20)
        after = state_of(folder)["item"]
        went_s = time.monotonic() - seen_at
        assert (
            (after["cue"], after["started_at"])
            == (before["cue"], before["started_at"])
            == ("1", before["started_at"])
        )
        assert abs(after["elapsed_s"] - before["elapsed_s"] - went_s) < 0.5
        until(lambda: state_of(folder)["points"]["ok"] >= 10, 15)
    rows = log_rows(folder)
    joined = [row.body for row in rows if row.kind == "PointJoined"]
    assert sum(body["rejoin"] for body in joined) <= 2, "the platform's world went on too"


def test_a_fast_demo_has_one_clock_for_all_processes(tmp_path: Path) -> None:
    folder = tmp_path / "thu"
    with process(*demo(folder, "--seconds", "60", "--speed", "20")):
        until(lambda: polling(folder), 20)
        assert main(["advance", str(folder), "--expect", "none"]) == 0
        assert main(["note", str(folder), "nhanh"]) == 0
        assert main(["export", str(folder), "-o", str(tmp_path / "log.csv")]) == 0
    instants = [row.at for row in log_rows(folder)]
    assert "Exported" in kinds(log_rows(folder))
    assert instants == sorted(instants)
