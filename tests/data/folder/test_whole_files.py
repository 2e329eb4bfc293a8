"""Files that are missing, broken, too large or written in another way."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from kit.folder_read import loaded, one
from kit.folders import POINTS, TOML, assert_declared, write_folder

from data.folder.conference import load
from data.folder.model import Conference


def found(folder: Path) -> tuple[Conference | None, list[str]]:
    conference, problems = load(folder)
    assert_declared(problems)
    assert (conference is None) == any(not problem.warning for problem in problems)
    return conference, [problem.code for problem in problems]


FONE = {"header": "fone", "suggestion": "phone"}
CP1258 = b"code,name,level\nA,T\xf2a \xe1n nh\xe2n d\xe2n \xfd\xf5,c\n"
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)
FILES = [
    ({"conference_toml": None}, "missing_file", "conference.toml", {"wanted": "conference.toml"}),
    ({"agenda_csv": None}, "missing_file", "agenda.csv", {"wanted": "agenda.csv"}),
    ({"points_csv": None}, "missing_file", "points.csv", {"wanted": "points.csv"}),
    ({"points_csv": None, "points_docx": b"x"}, "docx_not_read", "points.csv", {"found": "points.docx"}),
    ({"points_xlsx": b"x"}, "both_files", "points.csv", {"other": "points.xlsx"}),
    ({"points_csv": ""}, "empty_file", "points.csv", {}),
    ({"points_csv": "code,name,level\n"}, "no_rows", "points.csv", {}),
    ({"points_csv": "code,name\nA,b\n"}, "missing_column", "points.csv", {"wanted": "level"}),
    ({"points_csv": "code,name,level,Name\nA,b,c,d\n"}, "duplicate_column", "points.csv", {"header": "Name"}),
    ({"points_csv": "code,name,level,fone\nA,b,c,d\n"}, "unknown_column", "points.csv", FONE),
    ({"points_csv": "code,name,level\nA,b\n"}, "row_too_short", "points.csv", {"cells": 2, "expected": 3}),
    ({"points_csv": 'code,name,level\nA,"b,c\n'}, "broken_quotes", "points.csv", {}),
    ({"points_csv": "code,name,level\nA,b\0,c\n"}, "nul_bytes", "points.csv", {}),
    ({"points_csv": POINTS.encode("utf-16")}, "encoding", "points.csv", {"found": "utf-16"}),
    ({"points_csv": POINTS.encode("utf-16-le")}, "encoding", "points.csv", {"found": "utf-16"}),
    ({"points_csv": CP1258}, "encoding", "points.csv", {"found": "cp1258"}),
    ({"points_csv": b"\xff\xd8\xff\xe0"}, "encoding", "points.csv", {"found": "unknown"}),
    ({"points_csv": None, "points_xlsx": b"PK\x03\x04 not really"}, "xlsx_damaged", "points.xlsx", {}),
    ({"points_csv": None, "points_xlsx": OLE}, "xlsx_protected_or_old", "points.xlsx", {}),
    ({"conference_toml": TOML.encode("utf-16")}, "encoding", "conference.toml", {"found": "utf-16"}),
]  # fmt: skip


@pytest.mark.parametrize(("files", "code", "file", "params"), FILES)
def test_faults_of_whole_files(
    tmp_path: Path, files: dict[str, str | bytes | None], code: str, file: str, params: dict[str, object]
) -> None:
    _, problems = load(write_folder(tmp_path, **files))
    assert_declared(problems)
    matching = [problem for problem in problems if problem.code == code]
    assert [problem.file for problem in matching] == [file], problems
    assert matching[0].params == params


def test_no_folder(tmp_path: Path) -> None:
    assert found(tmp_path / "none") == (None, ["missing_folder"])


def test_a_directory_or_a_pipe_in_place_of_a_file(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, points_csv=None)
    (folder / "points.csv").mkdir()
    assert one(folder, "not_a_file").file == "points.csv"
    (folder / "points.csv").rmdir()
    if hasattr(os, "mkfifo"):
        os.mkfifo(folder / "points.csv")
        assert one(folder, "not_a_file").file == "points.csv"


def test_fifty_megabytes_are_refused_before_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_folder(tmp_path)
    for name in ("points.csv", "agenda.csv", "conference.toml"):
        with (folder / name).open("ab") as file:
            file.truncate(50 * 2**20)
    opened: list[Path] = []
    monkeypatch.setattr(Path, "read_bytes", lambda path: opened.append(path) or b"")
    _, problems = load(folder)
    assert opened == []
    assert [(problem.code, problem.params["size_mb"]) for problem in problems] == [
        ("file_too_large", 50.0)
    ] * 3


@pytest.mark.parametrize("separator", [";", "\t", ","])
@pytest.mark.parametrize("prefix", ["", "\ufeff", "\r\n\r\n"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_separators_boms_line_ends(tmp_path: Path, separator: str, prefix: str, ends: str) -> None:
    text = prefix + POINTS.replace(",", separator).replace("\n", ends)
    conference = loaded(write_folder(tmp_path, points_csv=text.encode()))
    assert [point.code for point in conference.points] == ["TC00", "T31"]


def test_a_sheet_may_begin_with_titles(tmp_path: Path) -> None:
    folder = write_folder(
        tmp_path, points_csv="DANH SÁCH ĐIỂM CẦU,,,,\n,,,,\n" + POINTS + "T01,x,provincial,,T99\n"
    )
    assert one(folder, "unknown_parent").row == 6
