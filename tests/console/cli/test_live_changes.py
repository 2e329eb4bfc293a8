"""Insert, swap, edit and jump from the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from kit.cli import agenda, order, sample_folder

from console.cli import main
from console.presence import ConsoleLock
from data.clock import SystemClock
from data.commands import TakeControl
from data.events import Fact, RecordSealed
from data.fold import fold
from data.record.event_log import EventLog
from data.rules import Context, decide
from data.state import EMPTY

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DIEMCAU_AS", "op1")
    folder = sample_folder(tmp_path / "hn", min_take_ms=1)
    assert main(["advance", str(folder), "--expect", "none"]) == 0
    return folder


def row(folder: Path, capsys: Captured, cue: str) -> dict[str, Any]:
    return next(each for each in agenda(folder, capsys) if each["cue"] == cue)


def test_insert_names_the_item_after_its_neighbour(folder: Path, capsys: Captured) -> None:
    capsys.readouterr()
    assert order(folder, "insert", "Chào mừng", "--after", "4.2", "--length", "7'", "--point", "tc00") == 0
    assert capsys.readouterr().out == "4.2b Chào mừng inserted, 07:00\n"
    cues = [each["cue"] for each in agenda(folder, capsys)]
    assert cues[cues.index("4.2") + 1] == "4.2b"
    new = row(folder, capsys, "4.2b")
    assert (new["title"], new["duration_s"], new["point"], new["kind"], new["planned_start"]) == (
        *("Chào mừng", 420, "TC00", "presentation"),
        None,
    )


def test_insert_right_after_the_item_on_air_under_a_cue_of_its_own(folder: Path, capsys: Captured) -> None:
    assert order(folder, "insert", "Giải lao", "--cue", "GL", "--kind", "break", "--speaker", "Chủ tọa") == 0
    second = agenda(folder, capsys)[1]
    assert (second["cue"], second["kind"], second["speaker"], second["duration_s"]) == (
        *("GL", "break", "Chủ tọa"),
        300,
    )
    assert order(folder, "insert", "Nữa", "--cue", "gl") == 1


def test_swap(folder: Path, capsys: Captured) -> None:
    before = [each["cue"] for each in agenda(folder, capsys)]
    assert order(folder, "swap", "4.1", "4.4") == 0
    assert capsys.readouterr().out == "4.1 and 4.4 have swapped places\n"
    after = [each["cue"] for each in agenda(folder, capsys)]
    assert (after.index("4.1"), after.index("4.4")) == (before.index("4.4"), before.index("4.1"))
    assert sorted(after) == sorted(before)


def test_edit_changes_what_is_given_and_not_the_running_time(folder: Path, capsys: Captured) -> None:
    before = row(folder, capsys, "P1")
    given = ("--speaker", "Bà Chủ tọa", "--organisation", "", "--how", "substitute", "--reason", "ốm")
    assert order(folder, "edit", "P1", *given) == 0
    after = row(folder, capsys, "P1")
    assert (after["speaker"], after["organisation"]) == ("Bà Chủ tọa", None)
    changed = {name for name in after if after[name] != before[name]}
    assert changed - {"expected_end", "overrun_s"} <= {"speaker", "organisation"}
    main(["log", str(folder), "--json", "--kind", "ItemEdited"])
    body = json.loads(capsys.readouterr().out)["body"]
    assert (body["how"], body["reason"]) == ("substitute", "ốm")


def test_edit_without_anything_is_wrong_use(folder: Path, capsys: Captured) -> None:
    assert order(folder, "edit", "P1") == 2
    assert "nothing to change was given" in capsys.readouterr().err


@pytest.mark.parametrize(("passed", "state"), [("keep", "pending"), ("defer", "deferred")])
def test_jump(folder: Path, capsys: Captured, passed: str, state: str) -> None:
    argv = ("--expect", "P1", "--passed", passed, "--reason", "đổi chương trình")
    assert order(folder, "jump", "4.2", *argv) == 0
    assert capsys.readouterr().out.endswith("now 4.2\n")
    rows = {each["cue"]: each["state"] for each in agenda(folder, capsys)}
    assert (rows["P1"], rows["4.2"], rows["4.1"]) == ("done", "on_air", state)


def test_refusals_change_nothing(folder: Path, capsys: Captured) -> None:
    before = agenda(folder, capsys)
    for argv, code, said in [
        (("insert", "Mục", "--length", "lâu"), 1, "is not a length of time"),
        (("insert", "Mục", "--point", "X99"), 1, 'no point "X99"'),
        (("insert", "  "), 1, ""),
        (("insert", "Mục", "--kind", "party"), 2, "--kind"),
        (("insert", "Mục", "--after", "none"), 1, "very first"),
        (("swap", "4.1", "P1"), 1, "P1 is on air"),
        (("swap", "4.1", "99"), 1, "no item 99"),
        (("edit", "99", "--title", "x"), 1, "no item 99"),
        (("edit", "4.1", "--title", " "), 1, ""),
        (("jump", "4.1"), 2, "--expect is missing"),
        (("jump", "4.1", "--expect", "4.4"), 1, "not 4.4"),
        (("jump", "P1", "--expect", "P1"), 1, "P1 is on air"),
    ]:
        assert order(folder, *argv) == code, argv
        assert said in capsys.readouterr().err
    stays = ("cue", "title", "state", "duration_s", "started_at")
    after = agenda(folder, capsys)
    assert [[each[name] for name in stays] for each in after] == [
        [each[name] for name in stays] for each in before
    ]


CHANGES = [
    ("insert", "Mục"),
    ("swap", "4.1", "4.2"),
    ("edit", "4.1", "--title", "Khác"),
    ("jump", "4.1", "--expect", "P1"),
]


@pytest.mark.parametrize("argv", CHANGES, ids=[argv[0] for argv in CHANGES])
def test_control_elsewhere_must_be_taken_with_a_reason(
    folder: Path, capsys: Captured, argv: tuple[str, ...]
) -> None:
    log = EventLog.open(folder / "log.db", clock=SystemClock(), initial=EMPTY, fold=fold)
    context = Context(console="desk-1", actor="op2", interactive=True)
    log.transact(lambda state, now: decide(state, TakeControl(), context, now), actor="op2", console="desk-1")
    presence = ConsoleLock(folder, "desk-1")
    capsys.readouterr()
    try:
        assert order(folder, *argv) == 1
        assert "op2 (desk-1) is in control" in capsys.readouterr().err
        assert order(folder, *argv, "--take-control", "máy hỏng") == 0
    finally:
        presence.close()
        log.close()


@pytest.mark.parametrize("argv", CHANGES, ids=[argv[0] for argv in CHANGES])
def test_a_sealed_record_is_refused(folder: Path, capsys: Captured, argv: tuple[str, ...]) -> None:
    log = EventLog.open(folder / "log.db", clock=SystemClock(), initial=EMPTY, fold=fold)
    log.transact(lambda _state, _now: (Fact(RecordSealed()),), actor="op1", console="c1")
    log.close()
    capsys.readouterr()
    assert order(folder, *argv) == 1
    assert "sealed" in capsys.readouterr().err


def test_hostile_words_are_one_harmless_line(folder: Path, capsys: Captured) -> None:
    capsys.readouterr()
    assert order(folder, "insert", "\x1b[2J[/red]\u202eMục\n" + "x" * 5000, "--cue", "\x1b]0;h\x07" * 9) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert line.isprintable()
    new = agenda(folder, capsys)[1]
    assert len(new["title"]) <= 400 and new["title"].isprintable() and new["cue"].isprintable()
