"""What stands above a programme's table: as Vietnamese offices write it, and what must not be guessed."""

from __future__ import annotations

import datetime
import tomllib
import unicodedata
from pathlib import Path

import pytest
from kit.folders import assert_declared
from kit.written.documents import table_xml, write_document
from kit.written.sheets import write_sheet

from data.folder.conference import load
from data.folder.making import Mapped, from_files
from data.importers.heading import Heading, read_heading

DAY = datetime.date(2024, 6, 16)
TOMORROW = datetime.date(2030, 1, 2)
LETTERHEAD = (
    *("TÒA ÁN NHÂN DÂN TỐI CAO", "VĂN PHÒNG", ""),
    *("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"),
    *("Hà Nội, ngày 10 tháng 6 năm 2024", ""),
)
TABLE = [["TT", "Nội dung", "Thời lượng"], ["1", "Khai mạc", "10"]]


def test_a_programme_of_a_ministry() -> None:
    found = read_heading(
        [
            *LETTERHEAD,
            "CHƯƠNG TRÌNH",
            "Hội nghị trực tuyến giới thiệu mô hình chuyển đổi số",
            "trong Tòa án nhân dân",
            "(Kèm theo Kế hoạch số 123/KH-TANDTC ngày 12 tháng 6 năm 2024)",
            "____________",
            "Thời gian: Từ 14 giờ 00 phút đến 16 giờ 30 phút, Chủ nhật, ngày 16 tháng 6 năm 2024.",
            "- Địa điểm: Hội trường B2, số 48 Lý Thường Kiệt, Hà Nội.",
        ]
    )
    line = "Thời gian: Từ 14 giờ 00 phút đến 16 giờ 30 phút, Chủ nhật, ngày 16 tháng 6 năm 2024."
    assert found == Heading(
        title="Hội nghị trực tuyến giới thiệu mô hình chuyển đổi số trong Tòa án nhân dân",
        day=DAY,
        day_line=line,
        issued=datetime.date(2024, 6, 10),
        start_s=14 * 3600,
        end_s=16 * 3600 + 1800,
        time_line=line,
        place="Hà Nội",
        venue="Hội trường B2, số 48 Lý Thường Kiệt, Hà Nội",
    )


@pytest.mark.parametrize(
    ("lines", "title", "day", "start"),
    [
        (["CHƯƠNG TRÌNH HỘI NGHỊ X", "Hà Nội, ngày 16 tháng 6 năm 2024"], "HỘI NGHỊ X", DAY, None),
        (["KỊCH BẢN ĐIỀU HÀNH HỘI NGHỊ X", "(Chiều Chủ nhật, ngày 16/6/2024)"], "HỘI NGHỊ X", DAY, None),
        (["CHƯƠNG TRÌNH LÀM VIỆC", "Ngày 16/06/2024, bắt đầu lúc 8h30"], "", DAY, 8.5),
        (["HỘI NGHỊ TOÀN QUỐC", "VỀ CHUYỂN ĐỔI SỐ", ""], "HỘI NGHỊ TOÀN QUỐC VỀ CHUYỂN ĐỔI SỐ", None, None),
        (["Chương trình", "Hội nghị X", "Thời gian: 14:00, 16/06/2024; Địa điểm: A"], "Hội nghị X", DAY, 14),
        # The day of signing, of a plan, of a rehearsal, of several days; names that are none.
        ([*LETTERHEAD, "CHƯƠNG TRÌNH HỘI NGHỊ X"], "HỘI NGHỊ X", None, None),
        (["CHƯƠNG TRÌNH HỘI NGHỊ X", "(Ban hành theo Kế hoạch ngày 16/6/2024)"], "HỘI NGHỊ X", None, None),
        (["CHƯƠNG TRÌNH HỘI NGHỊ X", "Ngày 16-17/6/2024"], "HỘI NGHỊ X", None, None),
        (
            ["CHƯƠNG TRÌNH HỘI NGHỊ X", "Thời gian: 14h ngày 16/6/2024", "Ngày: 15/6/2024"],
            "HỘI NGHỊ X",
            None,
            14,
        ),
        (["CHƯƠNG TRÌNH HỘI NGHỊ", "Hà Nội, ngày     tháng 6 năm 2024"], "", None, None),
        (["HỘI NGHỊ A", "", "HỘI NGHỊ B"], "", None, None),
        (["Chương trình Hội nghị được bố trí như sau:", "Ngày 16/6/2024"], "", None, None),
        (["CHƯƠNG TRÌNH HỘI NGHỊ X", "Căn cứ Kế hoạch số 1", "Ngày 16/6/2024"], "HỘI NGHỊ X", DAY, None),
        (["CHƯƠNG TRÌNH HỘI NGHỊ X", "Để bảo đảm tiến độ, các đơn vị lưu ý"], "HỘI NGHỊ X", None, None),
        (["CHƯƠNG TRÌNH CÔNG TÁC NĂM 2024", "Hà Nội, ngày 16 tháng 6 năm 2024"], "", None, None),
        (["Căn cứ Kế hoạch ngày 16/6/2024 về hội nghị", "Bảng 1"], "", None, None),
    ],
)
def test_what_is_read_and_what_is_not(
    lines: list[str], title: str, day: datetime.date | None, start: float | None
) -> None:
    found = read_heading(unicodedata.normalize("NFD", line) for line in lines)
    assert (found.title, found.day) == (title, day)
    assert found.start_s == (None if start is None else start * 3600)


def paragraphs(*lines: str) -> str:
    return "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)


def made(tmp_path: Path, path: Path, *, given: bool = False) -> tuple[dict[str, object], Mapped, list[str]]:
    """(conference.toml, what was said, its codes) of a folder from `path`; `given`: a person said the day."""
    mapped = from_files(tmp_path / "hn", path, None, day=TOMORROW, given=given)
    assert_declared(mapped.problems)
    settings = tomllib.loads((tmp_path / "hn" / "conference.toml").read_text("utf-8"))
    assert load(tmp_path / "hn")[0] is not None
    return settings, mapped, [problem.code for problem in mapped.problems]


def test_a_document_fills_the_settings_and_says_from_where(tmp_path: Path) -> None:
    head = table_xml([["TÒA ÁN NHÂN DÂN TỐI CAO", "CỘNG HÒA\nHà Nội, ngày 10 tháng 6 năm 2024"]])
    body = head + paragraphs(
        'CHƯƠNG TRÌNH HỘI NGHỊ "MÔ HÌNH \\ SỐ"', "Thời gian: 14h30, ngày 16/6/2024", "Địa điểm: Hội trường B2"
    )
    settings, mapped, codes = made(tmp_path, write_document(tmp_path / "a.docx", TABLE, body=body))
    document = settings["document"]
    assert isinstance(document, dict)
    assert settings["title"] == 'HỘI NGHỊ "MÔ HÌNH \\ SỐ"'
    assert (settings["date"], settings["start"]) == (DAY, "14:30")
    assert (document["place"], document["venue"]) == ("Hà Nội", "Hội trường B2")
    told = {problem.code: problem.params for problem in mapped.problems}
    assert told["date_from_heading"] == {"date": "16/06/2024", "value": "Thời gian: 14h30, ngày 16/6/2024"}
    assert {"title_from_heading", "opening_from_heading", "place_from_heading", "venue_from_heading"} <= set(
        codes
    )
    assert "date_unknown" not in codes and all(problem.warning for problem in mapped.problems)


def test_a_sheet_with_titles_above_its_table(tmp_path: Path) -> None:
    rows = [
        ["CHƯƠNG TRÌNH HỘI NGHỊ SƠ KẾT"],
        ["Ngày 16/6/2024"],
        ["TT", "Thời gian", "Nội dung"],
        ["1", "8h00 - 8h10", "Khai mạc"],
    ]
    settings, _, codes = made(tmp_path, write_sheet(tmp_path / "a.xlsx", rows))
    assert (settings["title"], settings["date"], settings["start"]) == ("HỘI NGHỊ SƠ KẾT", DAY, "08:00")
    assert "opening_from_agenda" in codes and "opening_differs" not in codes


@pytest.mark.parametrize(
    ("lines", "given", "day", "code"),
    [
        (["Hà Nội, ngày 10 tháng 6 năm 2024", "CHƯƠNG TRÌNH HỘI NGHỊ X"], False, TOMORROW, "date_of_signing"),
        (["CHƯƠNG TRÌNH HỘI NGHỊ X", "Ngày 16, 17/6/2024"], False, TOMORROW, "dates_in_heading"),
        (["CHƯƠNG TRÌNH HỘI NGHỊ X", "Ngày 16/6/2024"], True, TOMORROW, "date_differs"),
        (["CHƯƠNG TRÌNH HỘI NGHỊ X"], False, TOMORROW, "date_unknown"),
    ],
)
def test_a_day_that_is_not_certain_is_told_and_not_taken(
    tmp_path: Path, lines: list[str], given: bool, day: datetime.date, code: str
) -> None:
    path = write_document(tmp_path / "a.docx", TABLE, body=paragraphs(*lines))
    settings, _, codes = made(tmp_path, path, given=given)
    assert settings["date"] == day
    assert code in codes and ("date_unknown" in codes) is not given


def test_an_hour_that_the_table_contradicts_and_an_end_are_told(tmp_path: Path) -> None:
    table = [["TT", "Thời gian", "Nội dung"], ["1", "13h30 - 14h00", "Đón tiếp đại biểu"]]
    lines = ["CHƯƠNG TRÌNH HỘI NGHỊ X", "Thời gian: 14h00 - 16h30, ngày 16/6/2024"]
    path = write_document(tmp_path / "a.docx", table, body=paragraphs(*lines))
    settings, mapped, _ = made(tmp_path, path)
    told = {problem.code: problem.params for problem in mapped.problems}
    assert settings["start"] == "13:30" and "hard_end" not in settings
    assert told["opening_differs"]["start"] == "13:30" and told["end_in_heading"]["end"] == "16:30"
