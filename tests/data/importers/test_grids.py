"""csv and iCalendar of any origin, as tables."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kit.folders import assert_declared
from kit.written.sheets import write_sheet

from data.importers.csv_grid import decoded
from data.importers.findings import Findings
from data.importers.grid import Grid, read_grids
from data.importers.ics_grid import read_ics

TEXT = "Mã,Tên điểm cầu\nTC00,Tòa án nhân dân tối cao\n"


def read(path: Path) -> tuple[tuple[Grid, ...] | None, list[str]]:
    findings = Findings(path.name)
    grids = read_grids(path, findings)
    assert_declared(findings.all())
    return grids, [problem.code for problem in findings.all()]


@pytest.mark.parametrize(
    ("encoding", "codes"),
    [
        ("utf-8", []),
        ("utf-8-sig", []),
        ("utf-16", ["encoding_read"]),
        ("utf-16-le", ["encoding_read"]),
        ("utf-16-be", ["encoding_read"]),
    ],
)
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_every_encoding_with_every_separator(
    tmp_path: Path, encoding: str, codes: list[str], separator: str
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(TEXT.replace(",", separator).encode(encoding))
    grids, found = read(path)
    assert found == codes
    assert grids is not None
    assert [cells for _, cells in grids[0].rows] == [
        ("Mã", "Tên điểm cầu"),
        ("TC00", "Tòa án nhân dân tối cao"),
    ]


def test_commas_of_prose_do_not_outvote_the_separator(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Nội dung;Giờ\nChào cờ, hát quốc ca, mặc niệm;8h\nKhai mạc, giới thiệu;9h\n", "utf-8")
    grids, _ = read(path)
    assert grids is not None
    assert grids[0].rows[1] == (2, ("Chào cờ, hát quốc ca, mặc niệm", "8h"))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\xff\xfe\x00", "encoding_unknown"),
        ("Nội dung".encode() + b"\xae\xb5\xb8 abc", "encoding_unknown"),
        (b"abc\0def,x\n", "nul_bytes"),
        (b'"abc\n', "broken_quotes"),
    ],
)
def test_files_that_are_no_text(tmp_path: Path, data: bytes, code: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    assert read(path) == (None, [code])


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_named(data: bytes) -> None:
    findings = Findings("a.csv")
    text = decoded(data, findings)
    assert (text is None) == findings.failed
    assert text is None or "\0" not in text


def test_a_hidden_sheet_is_named(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = write_sheet(tmp_path / "a.xlsx", [["x"]])
    book = load_workbook(path)
    book.create_sheet("hai").append(["y"])
    book.create_sheet("ẩn").append(["z"])
    book["ẩn"].sheet_state = "hidden"
    book.save(path)
    grids, codes = read(path)
    assert codes == ["hidden_sheet"]
    assert grids is not None
    assert [(grid.name, grid.rows) for grid in grids] == [
        ("Sheet", ((1, ("x",)),)),
        ("hai", ((1, ("y",)),)),
    ]


def ics(tmp_path: Path, *lines: str) -> tuple[list[tuple[str, ...]], list[str]]:
    path = tmp_path / "a.ics"
    path.write_text("\r\n".join(["BEGIN:VCALENDAR", *lines, "END:VCALENDAR"]), "utf-8")
    findings = Findings("a.ics")
    grids = read_ics(path, findings)
    assert_declared(findings.all())
    rows = [cells for _, cells in grids[0].rows[1:]] if grids else []
    return rows, [problem.code for problem in findings.all()]


@pytest.mark.parametrize(
    ("written", "start"),
    [
        ("DTSTART:20240616T070000Z", "14:00"),
        ("DTSTART;TZID=Asia/Tokyo:20240616T160000", "14:00"),
        ('DTSTART;TZID="SE Asia Standard Time":20240616T140000', "14:00"),
        ("DTSTART:20240616T140000", "14:00"),
        ("DTSTART;TZID=Nowhere/Else:20240616T140000", "20240616T140000"),
        ("DTSTART;VALUE=DATE:20240616", "20240616"),
        ("DTSTART:20240631T140000", "20240631T140000"),
    ],
)
def test_a_start_is_a_time_in_vietnam_or_stays_as_written(tmp_path: Path, written: str, start: str) -> None:
    rows, _ = ics(tmp_path, "BEGIN:VEVENT", written, "SUMMARY:x", "END:VEVENT")
    assert rows[0][0] == start


def test_alarms_inside_an_event_are_not_the_event(tmp_path: Path) -> None:
    rows, codes = ics(
        tmp_path,
        *("BEGIN:VEVENT", "DTSTART:20240616T140000", "BEGIN:VALARM", "DESCRIPTION:chuông", "END:VALARM"),
        *("SUMMARY:Khai m", " ạc", "DURATION:PT1H30M", "END:VEVENT"),
    )
    assert rows == [("14:00", "", "90'", "Khai mạc", "", "")]
    assert codes == []


def test_what_is_no_calendar(tmp_path: Path) -> None:
    path = tmp_path / "a.ics"
    path.write_text("xin chào", "utf-8")
    assert read(path) == (None, ["ics_damaged"])


def test_a_long_line_of_parameters_is_read_in_bearable_time(tmp_path: Path) -> None:
    rows, _ = ics(tmp_path, "BEGIN:VEVENT", "SUMMARY" + ";a" * 100_000, "SUMMARY:x", "END:VEVENT")
    assert rows[0][3] == "x"
