"""Live changes of the programme from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from kit.cli import agenda, order, sample_folder

from console.cli import main

Captured = pytest.CaptureFixture[str]
FIELDS = [
    *("cue", "title", "kind", "speaker", "organisation", "point", "duration_s"),
    *("planned_start", "expected_start", "expected_end", "state", "started_at", "ended_at"),
    *("paused_s", "extended_s", "overrun_s", "cause"),
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DIEMCAU_AS", "op1")
    folder = sample_folder(tmp_path / "hn", min_take_ms=1)
    assert main(["advance", str(folder), "--expect", "none"]) == 0
    return folder


def cues(folder: Path, capsys: Captured) -> list[str]:
    return [row["cue"] for row in agenda(folder, capsys)]


def test_the_agenda_has_exactly_the_fields_of_the_contract(folder: Path, capsys: Captured) -> None:
    order(folder, "hold", "--reason", "technical")
    order(folder, "resume")
    order(folder, "extend", "2'", "--reason", "the chair asked")
    order(folder, "skip", "4.5")
    rows = agenda(folder, capsys)
    assert all(list(row) == FIELDS for row in rows)
    first = rows[0]
    assert (first["cue"], first["state"], first["extended_s"]) == ("P1", "on_air", 120)
    assert first["cause"] == "technical; the chair asked"
    assert (first["overrun_s"], first["ended_at"]) == (0, None)
    assert first["started_at"].endswith("Z") and 0 <= first["paused_s"] < 60
    skipped = next(row for row in rows if row["cue"] == "4.5")
    assert skipped["state"] == "skipped"
    for name in ("expected_start", "expected_end", "started_at", "paused_s", "overrun_s", "cause"):
        assert skipped[name] is None, name


def test_the_table_names_the_cause_in_words(folder: Path, capsys: Captured) -> None:
    order(folder, "extend", "90 giây", "--reason", "chair")
    capsys.readouterr()
    assert main(["agenda", str(folder), "--lang", "en"]) == 0
    head, first, *_ = capsys.readouterr().out.splitlines()
    assert head.split()[:4] == ["cue", "plan", "on", "off"]
    assert "01:30" in first and "(the chair's decision)" in first


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2'", "P1 extended by 02:00"),
        ("+1:30", "P1 extended by 1:30:00"),
        ("90 giây", "P1 extended by 01:30"),
    ],
)
def test_extend(folder: Path, capsys: Captured, written: str, said: str) -> None:
    assert order(folder, "extend", written, "--expect", "P1") == 0
    assert capsys.readouterr().out.splitlines()[-1] == said


def test_less_time_stands_behind_two_dashes(folder: Path, capsys: Captured) -> None:
    assert order(folder, "extend", "--item", "4.3", "--reason", "chair", "--", "-2'") == 0
    assert capsys.readouterr().out.splitlines()[-1] == "4.3 shortened by 02:00"
    assert next(row["extended_s"] for row in agenda(folder, capsys) if row["cue"] == "4.3") == -120


@pytest.mark.parametrize("written", ["abc", "+-2", "--", ""])
def test_what_is_no_time_changes_nothing(folder: Path, capsys: Captured, written: str) -> None:
    before = agenda(folder, capsys)[0]["extended_s"]
    assert order(folder, "extend", "--item", "P1", "--", written) == 1
    assert "is not a length of time" in capsys.readouterr().err
    assert agenda(folder, capsys)[0]["extended_s"] == before


def test_defer_bring_back_and_move(folder: Path, capsys: Captured) -> None:
    assert order(folder, "defer", "4.1", "--reason", "line lost") == 0
    assert order(folder, "bring-back", "4.1", "--after", "4.3") == 0
    found = cues(folder, capsys)
    assert found[found.index("4.3") + 1] == "4.1"
    assert order(folder, "move", "4.4") == 0
    assert cues(folder, capsys)[:2] == ["P1", "4.4"]


def test_refusals_are_the_rules(folder: Path, capsys: Captured) -> None:
    capsys.readouterr()
    for argv, said in [
        (("skip", "5"), "5 is a protocol item: a reason is needed"),
        (("skip", "P1"), "P1 is on air"),
        (("move", "4.4", "--after", "none"), "4.4 cannot be the very first"),
        (("defer", "99"), "the programme has no item 99"),
        (("defer", "4.4", "--expect", "4.3"), "the item on air is P1, not 4.3"),
        (("undo", "--row", "1"), "nothing was undone"),
    ]:
        assert order(folder, *argv) == 1
        assert said in capsys.readouterr().err


def test_undo_takes_back_the_last_change_whatever_it_was(folder: Path, capsys: Captured) -> None:
    before = cues(folder, capsys)
    order(folder, "move", "4.4")
    order(folder, "defer", "4.1")
    capsys.readouterr()
    assert order(folder, "undo", "--reason", "wrong") == 0
    assert capsys.readouterr().out == "undone: the deferral of 4.1\n"
    assert order(folder, "undo") == 0
    assert cues(folder, capsys) == before
    assert order(folder, "undo") == 0
    assert agenda(folder, capsys)[0]["state"] == "pending", "the opening too"
    assert order(folder, "undo") == 1
