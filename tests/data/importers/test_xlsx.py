from __future__ import annotations

import datetime
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from kit.folders import AGENDA, POINTS, assert_declared, write_folder
from kit.written.sheets import replace_member, write_sheet

from data.folder.conference import load
from data.importers import xlsx_table
from data.importers.findings import Findings
from data.importers.table import Rows
from data.importers.xlsx_table import Limits, read_xlsx

POINT_HEADER = ["code", "name", "level", "region", "parent", "phone"]
CENTRE = ["TC00", "Trung tâm", "central", "", "", ""]
SHEET = "xl/worksheets/sheet1.xml"


def read(path: Path, limits: Limits = xlsx_table.LIMITS) -> tuple[Rows | None, list[str]]:
    findings = Findings(path.name)
    rows = read_xlsx(path, findings, limits)
    assert_declared(findings.all())
    return rows, [problem.code for problem in findings.all()]


def test_a_roster_in_a_sheet(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, points_csv=None)
    write_sheet(
        folder / "points.xlsx",
        [
            ["DANH SÁCH ĐIỂM CẦU"],
            POINT_HEADER,
            CENTRE,
            ["T31", "Hải Phòng", "provincial", "Đồng bằng", "TC00", 2431234567],
            [],
            ["H1", "Một", "district", "", "T31", "024 0000 0001"],
            ["H2", "Hai", "district", "", None, None],
            ["H3", "Ba", "district", "", None, None],
            ["H4", "Bốn", "district", "", None, None],
        ],
        merge=["E6:E8", "A1:F1"],
    )
    conference, problems = load(folder)
    assert conference is not None, problems
    assert [(problem.code, problem.row, problem.column) for problem in problems] == [
        ("phone_lost_zero", 4, "phone")
    ]
    assert [point.parent for point in conference.points] == ["", "TC00", "T31", "T31", "T31", ""]
    assert conference.points[1].phone == "02431234567"


def test_cells_become_what_a_person_would_type(tmp_path: Path) -> None:
    path = write_sheet(
        tmp_path / "a.xlsx",
        [
            [1, 2.0, 2.1, True, None],
            [
                datetime.time(14, 30),
                datetime.timedelta(minutes=90),
                datetime.datetime(2024, 6, 16, 14, 0),
                "Đ\nx",
                "#REF!",
            ],
        ],
    )
    assert read(path) == (
        [
            (1, ["1", "2", "2.1", "true", ""]),
            (2, ["14:30", "1:30:00", "2024-06-16 14:00", "Đ\nx", "#REF!"]),
        ],
        [],
    )


def test_formulas_give_what_was_last_computed(tmp_path: Path) -> None:
    path = write_sheet(tmp_path / "a.xlsx", [["x", 3]])
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read(SHEET)
    replace_member(path, SHEET, sheet.replace(b"<v>3</v>", b"<f>1+1</f><v>2</v>"))
    assert read(path)[0] == [(1, ["x", "2"])]


def test_hidden_sheets_are_passed_over(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["hidden"])
    book.create_sheet("b").append(["seen"])
    book.active.sheet_state = "hidden"
    book.active = 1
    book.save(tmp_path / "a.xlsx")
    assert read(tmp_path / "a.xlsx")[0] == [(1, ["seen"])]


def test_rows_past_the_cap_are_an_error(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, points_csv=None)
    rows = [
        ["code", "name", "level"],
        ["TC00", "a", "central"],
        *([f"H{n}", "x", "district"] for n in range(5_100)),
    ]
    write_sheet(folder / "points.xlsx", rows)
    conference, problems = load(folder)
    assert conference is None
    assert ("row_cap", {"limit": 5000}) in [(problem.code, problem.params) for problem in problems]


def bomb(path: Path, size: int) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<x/>")
        archive.writestr(SHEET, b"0" * size)
    return path


def test_a_bomb_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("a process was started for a bomb")

    monkeypatch.setattr(subprocess, "run", never)
    assert read(bomb(tmp_path / "a.xlsx", 60 * 2**20)) == (None, ["xlsx_bomb"])
    assert read(bomb(tmp_path / "b.xlsx", 20 * 2**20)) == (None, ["xlsx_bomb"])
    with zipfile.ZipFile(tmp_path / "c.xlsx", "w") as archive:
        for number in range(101):
            archive.writestr(f"{number}.xml", b"")
    assert read(tmp_path / "c.xlsx") == (None, ["xlsx_bomb"])


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    path = write_sheet(tmp_path / "a.xlsx", [["x"]])
    laughs = b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read(SHEET)
    assert b"<t>x</t>" in sheet
    replace_member(path, SHEET, laughs + sheet.replace(b"<t>x</t>", b"<t>&b;</t>"))
    assert read(path) == (None, ["xlsx_damaged"])


@pytest.mark.parametrize("member", [SHEET, "xl/workbook.xml", "[Content_Types].xml"])
def test_damaged_members(tmp_path: Path, member: str) -> None:
    path = write_sheet(tmp_path / "a.xlsx", [["x"]])
    replace_member(path, member, b"<broken")
    assert read(path) == (None, ["xlsx_damaged"])


def test_a_cut_off_file(tmp_path: Path) -> None:
    path = write_sheet(tmp_path / "a.xlsx", [["x"]])
    path.write_bytes(path.read_bytes()[:-100])
    assert read(path) == (None, ["xlsx_damaged"])


def test_the_time_limit_ends_the_reader(tmp_path: Path) -> None:
    path = write_sheet(tmp_path / "a.xlsx", [["x"]])
    assert read(path, Limits(seconds=0.01)) == (None, ["xlsx_timeout"])


@pytest.mark.skipif(sys.platform != "linux", reason="address space is limited on Linux only")
def test_the_memory_limit_holds(tmp_path: Path) -> None:
    path = write_sheet(tmp_path / "a.xlsx", [["x"]])
    with zipfile.ZipFile(path) as archive:
        types = archive.read("[Content_Types].xml")
    part = (
        b'<Override PartName="/xl/sharedStrings.xml" ContentType='
        b'"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
    )
    replace_member(path, "[Content_Types].xml", types.replace(b"</Types>", part))
    # 100 MB of shared text, which the look at the directory is told to let through.
    table = b"".join(b"<si><t>%d %b</t></si>" % (number, b"x" * 2**20) for number in range(100))
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    replace_member(path, "xl/sharedStrings.xml", b'<sst xmlns="%b">%b</sst>' % (space, table))
    limits = Limits(seconds=60, memory=96 * 2**20, bytes=2**30, ratio=10_000)
    rows, codes = read(path, limits)
    assert (rows, codes) == (None, ["xlsx_memory"])
    assert read(write_sheet(tmp_path / "b.xlsx", [["x"]]), limits) == ([(1, ["x"])], [])


def test_the_reader_does_not_see_our_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MCU_PASSWORD", "bimat123")
    seen: list[dict[str, str]] = []
    run = subprocess.run

    def spy(*args: object, **options: dict[str, str]) -> object:
        seen.append(options["env"])
        return run(*args, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "run", spy)
    read(write_sheet(tmp_path / "a.xlsx", [["x"]]))
    assert seen
    assert "MCU_PASSWORD" not in seen[0]


def test_sheets_say_what_csv_says(tmp_path: Path) -> None:
    csv_folder = write_folder(tmp_path / "csv")
    xlsx_folder = write_folder(tmp_path / "xlsx", agenda_csv=None, points_csv=None)
    for name, text in (("agenda", AGENDA), ("points", POINTS)):
        write_sheet(xlsx_folder / f"{name}.xlsx", [line.split(",") for line in text.splitlines()])
    assert load(csv_folder) == load(xlsx_folder)


def test_the_reader_needs_no_checkout(tmp_path: Path) -> None:
    """It is started by its path, from anywhere, and imports nothing of ours."""
    worker = tmp_path / "xlsx_worker.py"
    worker.write_bytes(xlsx_table._WORKER.read_bytes())
    path = write_sheet(tmp_path / "a.xlsx", [["x"]])
    done = subprocess.run(
        [sys.executable, "-I", str(worker), str(path), "10", str(768 * 2**20), "all"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    sheet = {"name": "Sheet", "rows": [[1, ["x"]]], "copies": [], "hidden_rows": [], "uncomputed": []}
    assert json.loads(done.stdout) == {"sheets": [sheet], "hidden": [], "capped": False}, done.stderr
