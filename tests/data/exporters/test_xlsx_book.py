"""The workbook, read back by a program that knows nothing of ours."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import msgspec
from kit.days.over import FORMULAS, day_over, material
from kit.days.read_back import book_of, paper_of, words_of
from kit.hostile import NAMES, poison
from kit.record.logs import open_log

from data.exporters.discretion import discreet
from data.exporters.docx_report import write_report
from data.health.quality import QualityRow, Spread
from data.health.quality_db import QualityDb, quality_db_path


def test_the_workbook_reopened_equals_the_log(log: Path) -> None:
    texts = (*FORMULAS, *(name for name in NAMES if "\ud800" not in name))
    book = book_of(material(log, day_over(log, texts)))
    assert len(FORMULAS) >= 200 and len(book.sheetnames) == 8
    sheet = book["Nhật ký"]
    header, *lines = sheet.iter_rows(values_only=True)
    with closing(open_log(log)) as handle:
        rows = []
        while page := handle.rows(len(rows)):
            rows += page
    assert len(lines) == len(rows)
    at = {name: index for index, name in enumerate(header)}
    for line, row in zip(lines, rows, strict=True):
        assert (line[at["Dòng"]], line[at["Thời gian UTC"]]) == (row.seq, row.at)
        assert line[at["Mã băm"]] == row.hash.hex() and line[at["Mã băm dòng trước"]] == row.prev.hex()
        assert line[at["Dữ liệu gốc"]] == discreet(row.body, contacts=True)
    for cells in sheet.iter_rows():
        assert {cell.data_type for cell in cells} <= {"s", "n", "d"}, "no formula, no error value"


def test_the_workbook_has_dates_a_frozen_head_filters_and_figures(log: Path) -> None:
    book = book_of(material(log, day_over(log)))
    for sheet in book.worksheets:
        assert sheet.freeze_panes == "A2" and sheet["A1"].font.bold
        assert sheet.auto_filter.ref == sheet.dimensions
    agenda = book["Chương trình"]
    heads = [cell.value for cell in agenda[1]]
    first = dict(zip(heads, [cell.value for cell in agenda[2]], strict=True))
    assert f"{first['Bắt đầu']:%d/%m/%Y %H:%M}" == "16/06/2024 14:00"
    assert agenda[2][heads.index("Bắt đầu")].is_date
    assert (first["Hơn/kém kế hoạch (phút)"], first["Nguyên nhân"]) == (2, "hỏi đáp")
    levels = [[cell.value for cell in row] for row in book["Có mặt theo cấp"].iter_rows(min_row=2)]
    assert levels[-1] == ["Tổng cộng", 3, 2, 2, 1, 0, 1, 0, 0, 12, 11, 2, 1]


def test_texts_like_formulas_are_marked_as_text(log: Path) -> None:
    conference = poison(day_over(log), "=1+1")
    conference = msgspec.structs.replace(conference, timezone="Asia/Ho_Chi_Minh")
    cells = [cell for row in book_of(material(log, conference))["Điểm cầu"].iter_rows() for cell in row]
    named = [cell for cell in cells if cell.value == "=1+1"]
    assert named and all(cell.data_type == "s" and cell.quotePrefix for cell in named)


def test_what_was_measured_has_a_sheet(log: Path) -> None:
    conference = day_over(log)
    assert "Chất lượng" not in book_of(material(log, conference)).sheetnames
    db = QualityDb(quality_db_path(log))
    spread = Spread(1.0, 2.0, 3.0, 4)
    assert db.add(
        [QualityRow(5, "T1", 60.0, 6.0, 30.0, (spread, None, None, None, Spread(1e6, 2e6, 3e6, 2)))]
    )
    db.close()
    found = material(log, conference)
    (row,) = book_of(found)["Chất lượng"].iter_rows(min_row=2, values_only=True)
    assert row == ("T1", 1, 1, 0.1, 0.5, 2, 3, None, None, None, None, 2)
    told = words_of(paper_of(write_report, found))
    assert "có số liệu của 1 điểm cầu, 1 điểm có lúc suy giảm hoặc mất" in told
