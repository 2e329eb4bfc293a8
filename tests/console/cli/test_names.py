"""`diemcau names`: a decision is made, listed, taken back, refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from kit.cli import sample_folder

from console.cli import main

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DIEMCAU_AS", "kt")
    folder = sample_folder(tmp_path / "hn")
    with (folder / "conference.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[source]]\nname = "phong-hop"\nkind = "manual"\n')
    return folder


def names(folder: Path, *argv: str) -> int:
    return main(["names", str(folder), "--lang", "en", "--source", "phong-hop", *argv])


def told(folder: Path, capsys: Captured) -> list[dict[str, Any]]:
    capsys.readouterr()
    assert names(folder, "--json") == 0
    answer: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    return answer


def test_bind_list_undo(folder: Path, capsys: Captured) -> None:
    assert told(folder, capsys) == []
    assert names(folder, "bind", "Phòng họp", "tc00") == 0
    assert names(folder, "guest", "iPhone") == 0
    found = [(each["name"], each["point"], each["kind"], each["actor"]) for each in told(folder, capsys)]
    assert found == [("Phòng họp", "TC00", "point", "kt"), ("iPhone", None, "guest", "kt")]
    assert names(folder, "undo", "phong hop") == 0
    assert [each["name"] for each in told(folder, capsys)] == ["iPhone"]


def test_what_cannot_be_decided_is_said(folder: Path, capsys: Captured) -> None:
    assert names(folder, "bind", "Phòng họp", "ZZ99") == 1
    assert names(folder, "undo", "Phòng họp") == 1
    assert "nothing was decided" in capsys.readouterr().err
    assert names(folder, "guest", "a", "--source", "khác") == 1
    assert told(folder, capsys) == []
