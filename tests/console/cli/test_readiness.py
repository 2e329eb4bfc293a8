"""`diemcau readiness`: of the newest rehearsal, against the one before."""

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


def rehearse(folder: Path, number: int, *codes: str) -> None:
    """A wave in which `codes` came and passed their tests."""
    log = open_log(Folder(folder, f"rehearsal-{number}.db"), ManualClock())
    facts = [
        Fact(body, point=code)
        for code in codes
        for body in (ev.PointJoined(source="s1", ref="r", name=code), ev.PointTested(result="passed"))
    ]
    log.transact(lambda _state, _now: facts, actor="kt1", console="c1")
    log.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = sample_folder(tmp_path / "hn")
    rehearse(folder, 1, "T31", "T48")
    rehearse(folder, 2, "T31", "T79")
    return folder


def asked(folder: Path, capsys: Captured, *argv: str) -> dict[str, Any]:
    capsys.readouterr()
    assert main(["readiness", str(folder), *argv, "--json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_the_newest_rehearsal_and_what_it_changed(folder: Path, capsys: Captured) -> None:
    found = asked(folder, capsys, "--against", "rehearsal-1.db")
    assert found["log"] == "rehearsal-2.db"
    assert found["total"]["counts"]["ready"] == 2
    ready = [each["code"] for each in found["points"] if each["verdict"] == "ready"]
    assert ready == ["T31", "T79"]
    assert found["against"] == {"log": "rehearsal-1.db", "gained": ["T79"], "fell": ["T48"], "both": 1}
    assert asked(folder, capsys, "--log", "rehearsal-1.db")["against"] is None


def test_lines_for_people(folder: Path, capsys: Captured) -> None:
    assert main(["readiness", str(folder), "--against", "rehearsal-1.db"]) == 0
    out = capsys.readouterr().out
    assert "sẵn sàng 2/" in out and "không còn: T48" in out
    assert any(line.startswith("T48") and "chưa kết nối" in line for line in out.splitlines())
    phones = out.count("024 0000")
    assert main(["readiness", str(folder), "--no-contacts"]) == 0
    assert phones > 0 and "024 0000" not in capsys.readouterr().out


def test_what_is_not_there_is_said(folder: Path, capsys: Captured) -> None:
    assert main(["readiness", str(folder), "--log", "rehearsal-9.db"]) == 1
    assert "rehearsal-9.db" in capsys.readouterr().err
    for number in (1, 2):
        (folder / f"rehearsal-{number}.db").unlink()
    assert main(["readiness", str(folder)]) == 1
