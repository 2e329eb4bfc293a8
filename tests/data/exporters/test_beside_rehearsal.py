"""The day set beside its last rehearsal, in the workbook and in the report."""

from __future__ import annotations

from pathlib import Path

from kit.days.over import day_over, material
from kit.days.past import PastDay
from kit.days.read_back import book_of, paper_of, words_of

from data.exporters.docx_report import write_report


def rehearsed(folder: Path) -> Path:
    """The day's log with two rehearsals beside it, the newer of which was never opened."""
    day_over(folder / "rehearsal-1.db", second_s=300)
    PastDay(folder / "rehearsal-2.db").close()
    return folder / "log.db"


def test_the_day_is_set_beside_its_last_rehearsal_by_hand(tmp_path: Path) -> None:
    log = rehearsed(tmp_path)
    found = material(log, day_over(log))
    before = found.rehearsal
    assert before is not None and before.log == "rehearsal-1.db"
    assert (before.connected.value, before.expected, before.lost_once.value) == (2, 3, 1)
    assert before.incidents.value == 1 and before.again == ("T1",)
    spans = [(each.cue, each.rehearsed_ms, each.ran_ms, each.more_ms) for each in before.items]
    assert spans == [("1", 720_000, 720_000, 0), ("2", 300_000, 480_000, 180_000)]
    assert all(each.rows.count and each.rehearsal_rows.count for each in before.items)
    told = words_of(paper_of(write_report, found))
    assert "cả khi tổng duyệt và khi chính thức: Điểm T1 (T1)." in told
    assert "rehearsal-1.db" in told and "Tổng duyệt (phút)" in told and "+3,0" in told
    sheet = book_of(found)["Tổng duyệt"]
    assert [row[:5] for row in sheet.iter_rows(min_row=2, values_only=True)] == [
        ("1", found.report.items[0].run.item.title, 12, 12, 0),
        ("2", found.report.items[1].run.item.title, 5, 8, 3),
    ]


def test_a_rehearsal_that_cannot_be_read_is_no_reason_to_write_no_report(log: Path) -> None:
    (log.parent / "rehearsal-1.db").write_bytes(b"broken")
    found = material(log, day_over(log))
    assert found.rehearsal is None
    assert "Không có nhật ký tổng duyệt" in words_of(paper_of(write_report, found))
