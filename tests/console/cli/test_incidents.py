"""`diemcau incidents`: open ones, who has them in hand, and on demand those that are over."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from kit.cli import sample_folder
from kit.clock import ManualClock

from console.cli import main
from console.folder import Folder
from console.keeping.opened_log import open_log
from data import events as ev
from data.events import Fact

Captured = pytest.CaptureFixture[str]
KEYS = [
    *("id", "kind", "scope", "severity", "state", "opened_at", "acknowledged_at", "resolved_at", "points"),
    *("item", "actor"),
    *("subject", "assigned", "note", "muted", "merged"),
]
"""The contract's own, in its order; then ours."""


def opened(key: str, code: str) -> Fact:
    body = ev.IncidentOpened(
        id=key, scope="point", subject=code, severity="P2", reason="absent", points=(code,)
    )
    return Fact(body, point=code)


@pytest.fixture
def folder(tmp_path: Path, capsys: Captured) -> Path:
    """i1 came and went in a minute, kt1 had it in hand; i2 is in hand, i3 is not."""
    folder = sample_folder(tmp_path / "hn")
    clock = ManualClock()
    log = open_log(Folder(folder), clock)

    def record(*facts: Fact | ev.Body) -> None:
        said = [fact if isinstance(fact, Fact) else Fact(fact) for fact in facts]
        log.transact(lambda _state, _now: said, actor="kt1", console="c2")
        clock.advance(30)

    record(opened("i1", "T31"), opened("i2", "T79"))
    record(ev.IncidentAcknowledged(id="i1", severity="P2"), ev.IncidentAcknowledged(id="i2", severity="P1"))
    record(ev.IncidentResolved(id="i1", open_ms=60_000), opened("i3", "T96"))
    log.close()
    capsys.readouterr()
    return folder


def asked(folder: Path, capsys: Captured, *options: str) -> dict[str, dict[str, Any]]:
    assert main(["incidents", str(folder), "--json", *options]) == 0
    found = json.loads(capsys.readouterr().out)
    assert all(list(each) == KEYS for each in found)
    return {each["id"]: each for each in found}


def test_open_ones_say_who_has_them_in_hand(folder: Path, capsys: Captured) -> None:
    found = asked(folder, capsys)
    assert set(found) == {"i2", "i3"}
    assert {key: (each["state"], each["actor"]) for key, each in found.items()} == {
        "i2": ("acknowledged", "kt1"),
        "i3": ("open", None),
    }
    assert found["i2"]["acknowledged_at"] == "2024-06-16T07:00:30.000Z"
    assert found["i3"]["acknowledged_at"] is found["i3"]["resolved_at"] is None


def test_all_of_them_with_their_ends(folder: Path, capsys: Captured) -> None:
    found = asked(folder, capsys, "--all")
    assert set(found) == {"i1", "i2", "i3"}
    over = found["i1"]
    assert (over["state"], over["actor"], over["kind"]) == ("resolved", "kt1", "absent")
    moments = [over[key] for key in ("opened_at", "acknowledged_at", "resolved_at")]
    assert moments == ["2024-06-16T07:00:00.000Z", "2024-06-16T07:00:30.000Z", "2024-06-16T07:01:00.000Z"]


def test_lines_for_people(folder: Path, capsys: Captured) -> None:
    assert main(["incidents", str(folder)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2
    assert sum("(kt1)" in line for line in lines) == 1
    assert main(["incidents", str(folder), "--all"]) == 0
    assert sum("hết lúc 14:01:00" in line for line in capsys.readouterr().out.splitlines()) == 1


def test_status_counts_those_in_hand(folder: Path, capsys: Captured) -> None:
    assert main(["status", str(folder), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["incidents"]
    assert (told["open"], told["acknowledged"]) == (2, 1)


def test_before_the_first_run_there_are_none(tmp_path: Path, capsys: Captured) -> None:
    assert asked(sample_folder(tmp_path / "hn"), capsys, "--all") == {}


def did(folder: Path, *argv: str) -> int:
    return main(["incidents", str(folder), *argv, "--as", "kt2"])


def test_what_people_do_with_them(folder: Path, capsys: Captured) -> None:
    assert did(folder, "assign", "i3", "--to", "kt9") == 0
    assert did(folder, "note", "i3", "--text", "đổi dây") == 0
    assert did(folder, "mute", "i3", "--for", "10") == 0
    capsys.readouterr()
    found = asked(folder, capsys)["i3"]
    assert (found["state"], found["actor"], found["assigned"]) == ("noted", "kt9", "kt9")
    assert (found["note"], found["muted"]) == ("đổi dây", True)
    assert did(folder, "unmute", "i3") == did(folder, "merge", "i3", "--into", "i2") == 0
    capsys.readouterr()
    assert {key: each["merged"] for key, each in asked(folder, capsys).items()} == {"i2": ["i3"]}
    assert did(folder, "split", "i3") == did(folder, "take", "i3", "--sticky") == 0


def test_what_cannot_be_done_is_said(folder: Path, capsys: Captured) -> None:
    assert did(folder, "note", "i1", "--text", "x") == 1
    assert "không có sự cố nào đang mở là i1" in capsys.readouterr().err
    assert did(folder, "mute", "i3", "--for", "lâu") == 1
    assert did(folder, "assign", "i3") == 1
