"""`diemcau delegates`: registered and counted, one room or a file of many, all of it or nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from kit.cli import sample_folder

from console.cli import main

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return sample_folder(tmp_path / "hn")


def seats(folder: Path, capsys: Captured) -> dict[str, dict[str, Any]]:
    capsys.readouterr()
    assert main(["delegates", str(folder), "--json"]) == 0
    return {each["code"]: each for each in json.loads(capsys.readouterr().out)}


def counted(folder: Path, capsys: Captured) -> dict[str, tuple[int, int | None]]:
    found = seats(folder, capsys)
    return {c: (each["counted"], each["guests"]) for c, each in found.items() if each["counted"] is not None}


def written(folder: Path, text: str) -> str:
    path = folder / "dai-bieu.csv"
    path.write_text(text, "utf-8")
    return str(path)


def test_what_nobody_counted_is_null_and_said_in_words(folder: Path, capsys: Captured) -> None:
    assert seats(folder, capsys)["T31"]["counted"] is None
    assert main(["delegates", str(folder), "--lang", "vi"]) == 0
    out = capsys.readouterr().out
    assert "chưa đếm" in out and "có mặt 0" not in out


def test_one_room_is_counted_and_counted_again(folder: Path, capsys: Captured) -> None:
    assert main(["delegates", str(folder), "t31", "24", "--guests", "2"]) == 0
    assert main(["delegates", str(folder), "T48", "0"]) == 0
    assert main(["delegates", str(folder), "T31", "25", "--guests", "2"]) == 0
    assert counted(folder, capsys) == {"T31": (25, 2), "T48": (0, None)}


def test_a_recount_that_says_nothing_of_guests_leaves_them_as_they_were(
    folder: Path, capsys: Captured
) -> None:
    for count, more in (("24", ["--guests", "2"]), ("25", []), ("1", [])):
        assert main(["delegates", str(folder), "T31", count, *more]) == 0
        known = counted(folder, capsys)["T31"]
        assert known == (int(count), 2 if count != "1" else None), "two guests are not among one delegate"
    assert main(["delegates", str(folder), "T48", "3", "--guests", "0"]) == 0
    assert counted(folder, capsys)["T48"] == (3, 0), "a counted nought is one"
    capsys.readouterr()
    assert main(["delegates", str(folder), "--lang", "vi"]) == 0
    assert "có mặt 4 (khách mời 0, đếm ở 1 điểm cầu)" in capsys.readouterr().out


def test_a_file_counts_many_rooms_and_an_empty_number_none(folder: Path, capsys: Captured) -> None:
    path = written(folder, "Mã;Tên;Số đại biểu;Khách mời\nT31;Hải Phòng;24;2\nt48;;9;\nT79;;;\n")
    assert main(["delegates", str(folder), "--from", path]) == 0
    assert counted(folder, capsys) == {"T31": (24, 2), "T48": (9, None)}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("code,delegates\nT31,24\nT48,x\n", "dai-bieu.csv:3"),
        ("code,delegates\nT31,24\nT999,3\n", "T999"),
        ("code,delegates\nT31,24\nt31,3\n", "dai-bieu.csv:3"),
        ("code,delegates,guests\nT31,24,1\nT48,3,4\n", "T48"),
        ("code\nT31\n", "delegates"),
    ],
)
def test_one_wrong_row_and_nothing_of_the_file_counts(
    folder: Path, capsys: Captured, text: str, said: str
) -> None:
    assert main(["delegates", str(folder), "--from", written(folder, text)]) == 1
    assert said in capsys.readouterr().err
    assert counted(folder, capsys) == {}


def test_a_room_that_is_not_in_the_roster_and_half_a_count_are_refused(
    folder: Path, capsys: Captured
) -> None:
    assert main(["delegates", str(folder), "T999", "3"]) == 1
    assert main(["delegates", str(folder), "T31", "3", "--guests", "4"]) == 1
    assert main(["delegates", str(folder), "T31"]) == 2
    assert main(["delegates", str(folder), "T31", "3", "--from", "x.csv"]) == 2
    assert counted(folder, capsys) == {}
