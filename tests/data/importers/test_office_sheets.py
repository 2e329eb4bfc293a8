"""What offices do to tables: sums, signatures, hidden rows, formulas, numbers for times, old letters."""

from __future__ import annotations

import datetime
from pathlib import Path

import openpyxl
import pytest
from kit.folders import assert_declared
from kit.written.sheets import write_sheet

from data.importers.adopt_agenda import adopt_agenda, first_day, first_start
from data.importers.adopt_points import adopt_points
from data.importers.adopted import Adopted
from data.importers.legacy_text import READERS, in_unicode

HEADER = ["STT", "Thời gian", "Nội dung", "Thời lượng"]


def agenda(path: Path) -> tuple[list[tuple[str, ...]], dict[str, dict[str, object]], Adopted]:
    """((cue, title, start, duration) of each item, params by code with the row, all of it)."""
    found = adopt_agenda(path, {})
    assert_declared(found.problems)
    items = [
        tuple(row.get(name, "") for name in ("cue", "title", "start", "duration")) for _, row in found.rows
    ]
    return items, {problem.code: {"row": problem.row} | problem.params for problem in found.problems}, found


def test_sums_and_signatures_below_a_programme_are_no_items(tmp_path: Path) -> None:
    rows = [
        HEADER,
        ["I", "", "PHẦN KHAI MẠC", ""],
        [1, "14h00", "Khai mạc", 10],
        [2, "14h10", "Tổng kết công tác năm", 10],
        ["Tổng cộng", "", "", 20],
        ["", "", "Tổng cộng: 2 nội dung", ""],
        ["Người lập biểu", "", "", "CHÁNH VĂN PHÒNG"],
    ]
    items, told, found = agenda(write_sheet(tmp_path / "a.xlsx", rows))
    assert [item[:2] for item in items] == [("1", "Khai mạc"), ("2", "Tổng kết công tác năm")]
    left_out = [problem.row for problem in found.problems if problem.code == "row_below"]
    assert left_out == [5, 6, 7] and told["heading_row"]["row"] == 2
    assert all(problem.warning for problem in found.problems)


def test_a_heading_over_joined_cells_begins_in_the_column_of_times(tmp_path: Path) -> None:
    rows = [HEADER, ["I", "PHẦN KHAI MẠC", "", ""], [1, "14h00", "Khai mạc", 10], ["II", "14h10", "", ""]]
    items, told, _ = agenda(write_sheet(tmp_path / "a.xlsx", rows))
    assert [item[0] for item in items] == ["1", "II"] and told["heading_row"]["row"] == 2


def test_a_row_that_lacks_its_title_is_still_a_fault(tmp_path: Path) -> None:
    _, _, found = agenda(write_sheet(tmp_path / "a.xlsx", [HEADER, [1, "14h00", "", 10]]))
    assert (2, "Nội dung") in [(p.row, p.column) for p in found.problems if not p.warning]


def test_a_hidden_row_is_read_and_named_and_a_formula_without_result_too(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        HEADER,
        [1, "14h00", "Khai mạc", "=5+5"],
        [2, "14h10", "Đã rút", 10],
        [3, "14h20", "Bế mạc", 10],
    ):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    book.save(tmp_path / "a.xlsx")
    items, told, found = agenda(tmp_path / "a.xlsx")
    assert [item[1] for item in items] == ["Khai mạc", "Đã rút", "Bế mạc"]
    assert told["hidden_rows"] == {"row": 3, "count": 1, "last_row": 3}
    formula = next(problem for problem in found.problems if problem.code == "formula_not_computed")
    assert (formula.row, formula.column) == (2, "D")


@pytest.mark.parametrize(
    ("start", "length", "wanted"),
    [
        (0.583333333333333, 0.00694444444444444, ("14:00", "00:10")),
        (0.375, 10, ("09:00", "10")),
        (45459.5625, 10, ("13:30", "10")),
        ("14h00", 7.5, ("14:00", "7.5")),
        ("14h00", 0.5, ("14:00", "0.5")),
    ],
)
def test_numbers_for_times(start: object, length: object, wanted: tuple[str, str], tmp_path: Path) -> None:
    items, told, found = agenda(write_sheet(tmp_path / "a.xlsx", [HEADER, [1, start, "Khai mạc", length]]))
    assert items[0][2:] == wanted
    assert ("number_as_time" in told) == (not isinstance(start, str))
    assert all(problem.warning for problem in found.problems)
    assert first_day(found) == (datetime.date(2024, 6, 16) if start == 45459.5625 else None)


def test_a_number_that_is_no_time_is_not_taken_for_one(tmp_path: Path) -> None:
    _, told, found = agenda(write_sheet(tmp_path / "a.xlsx", [HEADER, [1, 0.58, "Khai mạc", 10]]))
    assert told["bad_time"]["row"] == 2 and "number_as_time" not in told and first_start(found) is None


def test_a_column_of_days(tmp_path: Path) -> None:
    rows = [
        ["STT", "Ngày", "Bắt đầu", "Nội dung", "Thời lượng"],
        [1, datetime.date(2024, 6, 16), "8h00", "Khai mạc", 10],
        [2, None, "8h10", "Tham luận", 10],
        [3, 45460, "7h30", "Thảo luận", 10],
        [4, "Thứ Hai, 17/6/2024", "9h00", "Kết luận", 10],
        [5, "thứ ba", "9h30", "Bế mạc", 10],
    ]
    items, told, found = agenda(write_sheet(tmp_path / "a.xlsx", rows))
    assert [item[2] for item in items] == [
        *("2024-06-16 08:00", "2024-06-16 08:10", "2024-06-17 07:30", "2024-06-17 09:00"),
        "2024-06-17 09:30",
    ]
    assert (first_day(found), first_start(found)) == (datetime.date(2024, 6, 16), 8 * 3600)
    assert told["day_not_read"] == {"row": 6, "value": "thứ ba"}


def test_one_day_in_the_times_of_a_programme_is_its_day(tmp_path: Path) -> None:
    rows = [HEADER, [1, datetime.datetime(2024, 6, 16, 14), "Khai mạc", 10], [2, "14h10", "Bế mạc", 10]]
    items, _, found = agenda(write_sheet(tmp_path / "a.xlsx", rows))
    assert first_day(found) == datetime.date(2024, 6, 16) and items[0][2] == "14:00"


def test_sections_and_sums_of_a_roster(tmp_path: Path) -> None:
    rows = [
        ["TT", "Tên điểm cầu", "Số đại biểu"],
        ["I", "TÒA ÁN NHÂN DÂN CẤP TỈNH", None],
        [1, "TAND tỉnh Nghệ An", 12],
        ["I.1", "TAND cấp huyện thuộc tỉnh Nghệ An", None],
        [2, "TAND huyện Nam Đàn", 8],
        ["Tổng cộng", None, 20],
    ]
    found = adopt_points(write_sheet(tmp_path / "a.xlsx", rows))
    assert_declared(found.problems)
    kept = [(row["name"], row.get("parent", ""), row["delegates"]) for _, row in found.rows]
    assert kept == [("TAND tỉnh Nghệ An", "", "12"), ("TAND huyện Nam Đàn", "D001", "8")]
    assert [problem.row for problem in found.problems if problem.code == "row_below"] == [6]


LEGACY = {
    "TCVN3": "STT;Thêi gian;Néi dung;Thêi l­îng\n1;14h00;Khai m¹c Héi nghÞ trùc tuyÕn;10\n",
    "VNI": "STT;Thôøi gian;Noäi dung;Thôøi löôïng\n1;14h00;Khai maïc Hoäi nghò tröïc tuyeán;10\n",
}


@pytest.mark.parametrize("name", LEGACY)
@pytest.mark.parametrize("encoding", ["latin-1", "utf-8"])
def test_letters_of_the_time_before_unicode(name: str, encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(LEGACY[name].encode(encoding))
    items, told, _ = agenda(path)
    assert items == [("1", "Khai mạc Hội nghị trực tuyến", "14:00", "10")]
    assert told["encoding_read"]["found"] == name


def test_every_letter_of_both_has_its_way_back() -> None:
    words = (
        "Ơi ưỡn Đặng quýt quỵ quỷ quỹ quỳ nghĩ nghỉ kị mía rằm rẳng rẵng rắn ặt",
        "ầm ẩm ẫm ấm ậm ề ể ễ ế ệ ồ ổ ỗ ố ộ",
    )
    vni = (
        "Ôi öôõn Ñaëng quyùt quî quyû quyõ quyø nghó nghæ kò mía raèm raúng raüng raén aët",
        "aàm aåm aãm aám aäm eà eå eã eá eä oà oå oã oá oä",
    )
    tcvn3 = (
        "¥i \u00adìn §Æng quýt quþ quû quü quú nghÜ nghØ kÞ mÝa r»m r¼ng r½ng r¾n Æt",
        "Çm Èm Ém Êm Ëm Ò Ó Ô Õ Ö å æ ç è é",
    )
    assert tuple(map(READERS["VNI"], vni)) == tuple(map(READERS["TCVN3"], tcvn3)) == words


@pytest.mark.parametrize(
    "text", ["Nội dung hội nghị của tòa án", "Café Zoë naïve ÑANDÚ", "a,b,c", "Hô Chi Minh"]
)
def test_other_text_is_left_alone(text: str) -> None:
    assert in_unicode([text]) == ""
