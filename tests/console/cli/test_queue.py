"""`diemcau queue`, as a secretary and as a script use it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from kit.cli import sample_folder

from console.cli import main
from data.clock import SystemClock
from data.events import Fact, PollingTaken, RecordSealed
from data.fold import fold
from data.health.reading import Reading, SourceStatus
from data.record.event_log import EventLog
from data.record.live_db import LiveDb
from data.state import EMPTY

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DIEMCAU_AS", "op1")
    folder = sample_folder(tmp_path / "hn", min_take_ms=1)
    assert main(["advance", str(folder), "--expect", "none"]) == 0
    return folder


def queue(folder: Path, *argv: str) -> int:
    return main(["queue", str(folder), "--lang", "en", *argv])


def told(folder: Path, capsys: Captured) -> dict[str, Any]:
    capsys.readouterr()
    assert queue(folder, "--json") == 0
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return answer


def test_nobody_has_asked(folder: Path, capsys: Captured) -> None:
    capsys.readouterr()
    assert queue(folder) == 0
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("", "nobody has asked to speak\n")
    assert told(folder, capsys) == {"floor": None, "waiting": [], "spoken": [], "hands": []}


def test_ask_call_finish(folder: Path, capsys: Captured) -> None:
    assert queue(folder, "add", "Đại biểu A", "--organisation", "VKS") == 0
    assert queue(folder, "add", "--point", "tc00", "--by", "phone") == 0
    assert "2. q2 TC00" in capsys.readouterr().out
    assert queue(folder, "call") == 0
    answer = told(folder, capsys)
    assert (answer["floor"]["id"], answer["floor"]["seconds"], answer["floor"]["item"]) == ("q1", 420, "P1")
    assert [(each["id"], each["point"], each["by"], each["turn"]) for each in answer["waiting"]] == [
        ("q2", "TC00", "phone", 1)
    ]
    assert queue(folder, "done") == 0
    assert queue(folder, "add", "đại biểu a") == 0
    answer = told(folder, capsys)
    assert answer["floor"] is None and [each["id"] for each in answer["spoken"]] == ["q1"]
    assert (answer["waiting"][1]["turn"], answer["waiting"][1]["seconds"]) == (2, 180)
    assert queue(folder, "call", "2") == 0
    assert told(folder, capsys)["floor"]["id"] == "q3", "a bare number is a place in the queue"


def test_the_act_may_stand_before_the_folder(folder: Path, capsys: Captured) -> None:
    assert main(["queue", "add", str(folder), "An"]) == 0
    assert [each["name"] for each in told(folder, capsys)["waiting"]] == ["An"]


def test_the_folder_says_how_long_turns_are(folder: Path, capsys: Captured) -> None:
    with (folder / "conference.toml").open("a", encoding="utf-8") as file:
        file.write("\n[speaking]\nfirst_s = 300\nsecond_s = 60\n")
    queue(folder, "add", "An")
    queue(folder, "add", "Bình", "--turn", "2")
    assert [each["seconds"] for each in told(folder, capsys)["waiting"]] == [300, 60]
    queue(folder, "call")
    assert told(folder, capsys)["floor"]["seconds"] == 300
    queue(folder, "call", "--length", "90 giây")
    assert told(folder, capsys)["floor"]["seconds"] == 90


@pytest.mark.parametrize("line", ["first_s = 0", 'first_s = "7"', "first_s = true", "second_s = 99999999"])
def test_lengths_that_are_none_are_refused(folder: Path, capsys: Captured, line: str) -> None:
    with (folder / "conference.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n[speaking]\n{line}\n")
    capsys.readouterr()
    assert main(["check", str(folder)]) == 1
    assert "speaking." in capsys.readouterr().out


def test_another_place_wants_a_reason(folder: Path, capsys: Captured) -> None:
    for name in ("An", "Bình", "Chi"):
        queue(folder, "add", name)
    capsys.readouterr()
    assert queue(folder, "move", "q3") == 1
    assert "a reason is needed" in capsys.readouterr().err
    assert queue(folder, "move", "q3", "--reason", "chủ tọa") == 0
    assert queue(folder, "move", "q3", "--after", "q1", "--reason", "đổi") == 0
    assert queue(folder, "drop", "q1", "--reason", "vắng") == 0
    assert [each["name"] for each in told(folder, capsys)["waiting"]] == ["Chi", "Bình"]


def test_refusals_and_wrong_use(folder: Path, capsys: Captured) -> None:
    for argv, code, said in [
        (("dance",), 2, 'no act "dance"'),
        (("add", "A", "--by", "letter"), 2, "--by"),
        (("add", "A", "--turn", "3"), 2, "--turn"),
        (("add",), 1, "give the name"),
        (("add", "--point", "X9"), 1, 'no point "X9"'),
        (("call",), 1, "nobody waits"),
        (("call", "q7"), 1, "nobody waits as q7"),
        (("call", "9" * 5000), 1, "nobody waits"),
        (("done",), 1, "does not have the floor"),
        (("drop", "q1"), 1, "nobody waits"),
    ]:
        assert queue(folder, *argv) == code, argv
        assert said in capsys.readouterr().err


def test_a_sealed_record_is_refused(folder: Path, capsys: Captured) -> None:
    log = EventLog.open(folder / "log.db", clock=SystemClock(), initial=EMPTY, fold=fold)
    log.transact(lambda _state, _now: (Fact(RecordSealed()),), actor="op1", console="c1")
    log.close()
    capsys.readouterr()
    assert queue(folder, "add", "An") == 1
    assert "sealed" in capsys.readouterr().err


def test_hostile_names_are_one_harmless_line_each(folder: Path, capsys: Captured) -> None:
    capsys.readouterr()
    assert queue(folder, "add", "\x1b[2J[/red]\u202eAn\n" + "x" * 4000, "--organisation", "\x1b]0;h\x07") == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 1 and lines[0].isprintable() and len(lines[0]) < 300


@pytest.mark.parametrize("by", ["speaker", "organisation", "delegation"])
def test_the_programme_by_who_spoke(folder: Path, capsys: Captured, by: str) -> None:
    queue(folder, "add", "Đại biểu A", "--organisation", "VKS", "--point", "TC00")
    queue(folder, "call")
    capsys.readouterr()
    assert main(["agenda", str(folder), "--by", by, "--json"]) == 0
    shares = json.loads(capsys.readouterr().out)
    assert all(list(each) == ["name", "planned_s", "spoken_s", "over_s"] for each in shares)
    assert main(["agenda", str(folder), "--json"]) == 0
    items = json.loads(capsys.readouterr().out)
    assert sum(each["planned_s"] for each in shares) == sum(each["duration_s"] for each in items)
    if by != "delegation":
        called = {"speaker": "Đại biểu A", "organisation": "VKS"}[by]
        assert [each["planned_s"] for each in shares if each["name"] == called] == [0]
    assert main(["agenda", str(folder), "--by", by, "--lang", "en"]) == 0
    head, *lines = capsys.readouterr().out.splitlines()
    assert head.split() == ["plan", "spoken", "over", "who"]
    assert len(lines) == len(shares) and all(line.isprintable() for line in lines)


def test_the_programme_by_something_else_is_wrong_use(folder: Path, capsys: Captured) -> None:
    assert main(["agenda", str(folder), "--by", "colour", "--lang", "en"]) == 2
    assert "--by" in capsys.readouterr().err


def test_a_raised_hand_is_listed_while_a_console_polls(
    folder: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = SystemClock()
    log = EventLog.open(folder / "log.db", clock=clock, initial=EMPTY, fold=fold)
    log.transact(lambda _state, _now: (Fact(PollingTaken(epoch=1)),), actor="op1", console="c9")
    log.close()
    live = LiveDb(folder / "live.db")
    hand = Reading(point="CC01", source="pexip", observed_ns=0, ref="r", legs=1, hand_ms=1_718_524_800_000)
    live.put_readings([hand])
    boot, now_ns = clock.now().boot, clock.real_ns()
    live.put_sources([SourceStatus(name="pexip", boot=boot, state="ok", interval_s=600, answered_ns=now_ns)])
    live.close()
    assert told(folder, capsys)["hands"] == [], "the console that saw it is gone"
    monkeypatch.setattr("console.status.is_alive", lambda *_: True)
    assert told(folder, capsys)["hands"] == [
        {"point": "CC01", "since": "2024-06-16T08:00:00.000Z", "spoke": False}
    ]
    assert queue(folder) == 0
    assert "hand up since 15:00: CC01" in capsys.readouterr().out
    assert queue(folder, "add", "--point", "CC01") == 0
    assert told(folder, capsys)["hands"] == []
