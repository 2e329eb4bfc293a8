"""Commands that change the programme, and what they answer."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from kit.cli import COMMAND, environment, sample_folder
from kit.product import ROOT

from console.cli import main
from console.presence import ConsoleLock
from data.clock import SystemClock
from data.commands import TakeControl
from data.fold import fold
from data.record.event_log import EventLog
from data.rules import Context, decide
from data.state import EMPTY

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DIEMCAU_AS", "op1")
    return sample_folder(tmp_path / "hn", min_take_ms=1)


def order(folder: Path, *argv: str) -> int:
    return main([argv[0], str(folder), "--lang", "en", *argv[1:]])


def on_air(folder: Path, capsys: Captured) -> dict[str, object]:
    capsys.readouterr()
    assert main(["status", str(folder), "--json"]) == 0
    status: dict[str, object] = json.loads(capsys.readouterr().out)
    return status


def cues(folder: Path, capsys: Captured) -> list[str]:
    capsys.readouterr()
    assert main(["agenda", str(folder), "--json"]) == 0
    return [item["cue"] for item in json.loads(capsys.readouterr().out)]


def test_none_opens_with_the_first_item(folder: Path, capsys: Captured) -> None:
    assert order(folder, "advance", "--expect", "none") == 0
    status = on_air(folder, capsys)
    assert status["phase"] == "running"
    assert status["item"]["cue"] == "P1"  # type: ignore[index]


def test_another_item_on_air_is_a_refusal_on_one_line(folder: Path, capsys: Captured) -> None:
    assert order(folder, "advance", "--expect", "4.1") == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == "the item on air is (none), not 4.1: nothing was changed\n"


def test_within_a_second_is_a_refusal(tmp_path: Path, capsys: Captured) -> None:
    folder = sample_folder(tmp_path / "slow", min_take_ms=60_000)
    assert order(folder, "advance", "--expect", "none") == 0
    assert order(folder, "advance", "--expect", "P1") == 1
    assert "just advanced, wait" in capsys.readouterr().err


def test_the_last_item_ends_the_conference_and_nothing_follows(folder: Path, capsys: Captured) -> None:
    for cue in ("none", *cues(folder, capsys)):
        assert order(folder, "advance", "--expect", cue) == 0, cue
    assert on_air(folder, capsys)["phase"] == "ended"
    assert order(folder, "advance", "--expect", "none") == 1
    assert "has ended" in capsys.readouterr().err


def test_hold_and_resume(folder: Path, capsys: Captured) -> None:
    assert order(folder, "hold") == 1
    assert order(folder, "advance", "--expect", "none") == 0
    assert order(folder, "hold", "--expect", "2.1") == 1
    assert order(folder, "hold", "--expect", "P1", "--reason", "mất điện") == 0
    assert on_air(folder, capsys)["item"]["state"] == "held"  # type: ignore[index]
    assert order(folder, "hold") == 1
    assert order(folder, "resume") == 0
    assert on_air(folder, capsys)["item"]["state"] == "on_air"  # type: ignore[index]
    assert order(folder, "resume") == 1


def test_a_note_is_stamped_with_the_item_on_air(folder: Path, capsys: Captured) -> None:
    order(folder, "advance", "--expect", "none")
    assert order(folder, "note", "đổi", "micro") == 0
    assert order(folder, "note", "   ") == 1
    capsys.readouterr()
    main(["log", str(folder), "--json", "--kind", "NoteAdded"])
    (row,) = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert (row["item"], row["body"], row["actor"]) == ("P1", {"text": "đổi micro"}, "op1")


def take_control(folder: Path, console: str) -> None:
    log = EventLog.open(folder / "log.db", clock=SystemClock(), initial=EMPTY, fold=fold)
    context = Context(console=console, actor="op2", interactive=True)
    log.transact(lambda s, now: decide(s, TakeControl(), context, now), actor="op2", console=console)
    log.close()


def test_a_living_console_in_control_must_be_asked_with_a_reason(folder: Path, capsys: Captured) -> None:
    assert order(folder, "advance", "--expect", "none") == 0
    take_control(folder, "desk-1")
    presence = ConsoleLock(folder, "desk-1")
    capsys.readouterr()
    try:
        assert order(folder, "advance", "--expect", "P1") == 1
        assert "op2 (desk-1) is in control" in capsys.readouterr().err
        assert order(folder, "advance", "--expect", "P1", "--take-control", " ") == 1
        assert order(folder, "advance", "--expect", "9", "--take-control", "hỏng máy") == 1
        assert on_air(folder, capsys)["control"] == {"console": "desk-1", "actor": "op2"}
        assert order(folder, "advance", "--expect", "P1", "--take-control", "hỏng máy") == 0
    finally:
        presence.close()
    assert on_air(folder, capsys)["control"]["actor"] == "op1"  # type: ignore[index]


def test_a_dead_console_in_control_stands_in_nobodys_way(folder: Path) -> None:
    assert order(folder, "advance", "--expect", "none") == 0
    take_control(folder, "desk-1")
    assert order(folder, "advance", "--expect", "P1") == 0


def test_a_folder_broken_during_the_day_still_advances(folder: Path, capsys: Captured) -> None:
    assert order(folder, "advance", "--expect", "none") == 0
    (folder / "points.csv").write_bytes(b"\x00\xff broken")
    time.sleep(1.1)  # the settings cannot be read, so the usual second between two advances holds
    assert order(folder, "advance", "--expect", "P1") == 0
    said = capsys.readouterr()
    assert "points.csv" in said.err
    assert said.out.endswith("now 1\n")


def test_a_broken_folder_without_a_record_is_refused(folder: Path, capsys: Captured) -> None:
    (folder / "points.csv").unlink()
    assert order(folder, "advance", "--expect", "none") == 1
    assert "points.csv" in capsys.readouterr().err
    assert not (folder / "log.db").exists()


def test_of_three_processes_at_once_exactly_one_wins(folder: Path, capsys: Captured) -> None:
    for cue in ("none", *cues(folder, capsys)[:4]):
        racers = [
            subprocess.Popen(
                [*COMMAND, "advance", str(folder), "--expect", cue],
                cwd=ROOT,
                env=environment(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            for _ in range(3)
        ]
        assert sorted(racer.wait(60) for racer in racers) == [0, 1, 1], cue


def test_status_has_the_fields_of_the_contract(folder: Path, capsys: Captured) -> None:
    before = on_air(folder, capsys)
    assert list(before) == [
        *("title", "phase", "stage", "now", "live", "as_of", "item", "next", "offset_s", "expected_end"),
        *("points", "incidents", "sources", "control", "log", "roll_call", "absence", "backup"),
    ]
    assert (before["phase"], before["live"], before["item"], before["log"]) == (
        "pre",
        False,
        None,
        {"events": 0, "head": None},
    )
    assert not (folder / "log.db").exists(), "asking must not make a record"
    order(folder, "advance", "--expect", "none")
    running = on_air(folder, capsys)
    assert list(running["item"]) == ["cue", "title", "state", "started_at", "elapsed_s", "remaining_s"]  # type: ignore[call-overload]
    assert list(running["next"]) == ["cue", "title", "expected_start"]  # type: ignore[call-overload]
    assert set(running["points"]) == {"expected", "ok", "degraded", "down", "unknown", "stale"}  # type: ignore[call-overload]
    assert running["points"]["expected"] == 10  # type: ignore[index]
    assert set(running["incidents"]) == {"open", "p1", "acknowledged"}  # type: ignore[call-overload]


def test_plain_answers_are_one_harmless_line_each(folder: Path, capsys: Captured) -> None:
    order(folder, "advance", "--expect", "none")
    for command in ("status", "agenda", "points", "incidents", "roll-call"):
        capsys.readouterr()
        assert main([command, str(folder)]) == 0
        lines = capsys.readouterr().out.splitlines()
        assert all(line.isprintable() for line in lines)
        assert lines or command == "incidents"


def test_asking_for_the_state_imports_neither_screens_nor_http(folder: Path) -> None:
    code = (
        "import sys\nfrom console.cli import main\n"
        f"assert main(['status', {str(folder)!r}]) == 0\n"
        "print(*(name for name in ('textual', 'aiohttp', 'openpyxl', 'rich') if name in sys.modules),"
        " file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment(), capture_output=True, text=True, check=True
    )
    assert done.stderr.strip() == ""
