"""A programme of several days: headings that name the day, dated times, a calendar."""

from __future__ import annotations

import datetime
from pathlib import Path
from unicodedata import normalize

import pytest
from kit.folders import assert_declared

from data.folder.conference import load
from data.folder.making import from_files
from data.importers.adopt_agenda import adopt_agenda, first_day, first_start
from data.importers.days import day_in
from data.importers.times import parse_dated

TWO_DAYS = """STT,Thời gian,Nội dung,Thời lượng
,Ngày 16/06/2024 (buổi sáng),,
1,8h00-8h15,Ổn định tổ chức,
2,8h15 - 11h30,Tham luận,
,Ngày 17 tháng 6 năm 2024,,
3,7h30-9h,Tổng kết,
4,9h,Bế mạc,15'
"""
FIRST, SECOND = datetime.date(2024, 6, 16), datetime.date(2024, 6, 17)


def two_days(folder: Path, form: str = "NFC") -> Path:
    path = folder / "a.csv"
    path.write_text(normalize(form, TWO_DAYS), "utf-8")
    return path


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_headings_name_the_day_of_the_rows_below(tmp_path: Path, form: str) -> None:
    found = adopt_agenda(two_days(tmp_path, form), {})
    assert_declared(found.problems)
    starts = [row.get("start") for _, row in found.rows]
    assert starts == ["2024-06-16 08:00", "2024-06-16 08:15", "2024-06-17 07:30", "2024-06-17 09:00"]
    assert [row.get("fixed", "") for _, row in found.rows] == ["", "", "x", ""], "a night is waited for"
    assert [row.get("duration") for _, row in found.rows] == ["15", "195", "90", "15'"]
    codes = [problem.code for problem in found.problems]
    assert codes.count("heading_day") == 2 and codes.count("day_begins") == 1
    assert not any(problem.code == "start_out_of_order" for problem in found.problems)
    assert (first_day(found), first_start(found)) == (FIRST, 8 * 3600)


def test_the_last_of_a_day_does_not_last_until_the_next_morning(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(TWO_DAYS.replace("8h15 - 11h30", "8h15").replace("7h30-9h", "9h30"), "utf-8")
    found = adopt_agenda(path, {})
    assert found.rows[1][1].get("duration", "") == ""
    wrong = [(problem.code, problem.row) for problem in found.problems if not problem.warning]
    assert ("missing_value", 4) in wrong


def test_the_folder_is_of_the_first_day_and_reads_back(tmp_path: Path) -> None:
    made = from_files(tmp_path / "hn", two_days(tmp_path), None, day=datetime.date(2026, 1, 1))
    assert any(problem.code == "date_from_agenda" for problem in made.problems)
    loaded, problems = load(tmp_path / "hn")
    assert loaded is not None, problems
    day_ms = 86_400_000
    at = [((item.start_ms or 0) - loaded.start_ms) / 60_000 for item in loaded.items]
    assert at == [0, 15, day_ms / 60_000 - 30, day_ms / 60_000 + 60]
    assert [item.fixed for item in loaded.items] == [False, False, True, False]


def test_one_day_stays_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(TWO_DAYS.replace("Ngày 17 tháng 6 năm 2024", "Buổi chiều"), "utf-8")
    found = adopt_agenda(path, {})
    assert found.rows[0][1]["start"] == "08:00" and first_day(found) == datetime.date(2024, 6, 16)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-06-17 07:30", (SECOND, 27_000)),
        ("7h30 ngày 17/06/2024", (SECOND, 27_000)),
        ("17/6/2024, 7 giờ 30", (SECOND, 27_000)),
        ("7h30, ngày 17 tháng 6 năm 2024", (SECOND, 27_000)),
        ("07:30", None),
        ("17/06/2024", None),
        ("30/02/2024 07:30", None),
        ("2024-06-17 25:00", None),
    ],
)
def test_a_time_of_a_day(text: str, expected: tuple[datetime.date, int] | None) -> None:
    assert parse_dated(text) == expected


def test_a_heading_with_two_dates_is_no_day() -> None:
    assert day_in("Từ 16/06/2024 đến 17/06/2024") is None
    assert day_in("Phần thứ hai") is None
