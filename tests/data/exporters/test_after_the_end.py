"""What papers say of a fault that stood when the conference ended, and of a room that came after it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from kit.conference import START_MS, point
from kit.conference import conference as make_conference
from kit.days.over import material
from kit.days.past import ITEMS, PastDay
from kit.days.read_back import book_of, paper_of, words_of

from data import events as ev
from data.exporters.docx_minutes import write_minutes
from data.exporters.docx_report import write_report
from data.folder.model import DISTRICT


def test_a_fault_that_stood_at_the_end_and_a_room_that_came_after_it(log: Path) -> None:
    """In minutes, report and workbook alike; the record itself goes on as long as it likes."""
    day = PastDay(log)
    with closing(day):
        day.write(ev.PlanAdopted(version=1, items=ITEMS, start_ms=START_MS))
        day.write(ev.ConferenceOpened(planned_start_ms=START_MS))
        day.write(ev.ItemStarted(planned_s=600, plan_version=1), item="P1")
        day.wait(60)
        opened = {"scope": "point", "severity": "P2", "reason": "no_media"}
        day.write(ev.IncidentOpened(id="i1", subject="T1", points=("T1",), **opened), point="T1")
        day.wait(540)
        day.write(ev.ItemEnded(elapsed_ms=600_000, held_ms=0, planned_s=600), item="P1")
        day.write(ev.PhaseChanged(to="ended"))
        day.wait(600)
        day.write(ev.PointJoined(source="s1", ref="r", name="T2"), point="T2")
        day.write(ev.IncidentResolved(id="i1", open_ms=1_140_000), point="T1")
    found = material(log, make_conference(ITEMS, [point("T1", DISTRICT), point("T2", DISTRICT)]))
    minutes, report = words_of(paper_of(write_minutes, found)), words_of(paper_of(write_report, found))
    assert "kéo dài 9,0 phút, chưa khắc phục khi hội nghị kết thúc" in minutes
    assert "Ghi nhận 1 sự cố, đã khắc phục 0" in minutes and "có mặt 0/2 điểm cầu" in minutes
    assert "9,0; chưa khắc phục khi kết thúc" in report and "Đã kết nối 0/2 điểm cầu" in report
    heads, line = book_of(found)["Sự cố"].iter_rows(values_only=True)
    row = dict(zip(heads, line, strict=True))
    assert (row["Kéo dài (phút)"], row["Đã khắc phục"]) == (9, "không")
