"""What papers, page and workbook say of delegates, incidents, changes, and of the rows behind each number."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
from contextlib import closing
from pathlib import Path
from uuid import UUID

import msgspec
import pytest
from kit.clock import ManualClock
from kit.conference import START_MS, point
from kit.days.over import FORMULAS, asked, day_over, material
from kit.days.read_back import W, book_of, page_of, paper_of, words_of
from kit.record.logs import open_log

from data import events as ev
from data.events import Fact
from data.exporters import table_rows as tables
from data.exporters.docx_minutes import write_minutes
from data.exporters.docx_report import write_report
from data.exporters.formats import write
from data.exporters.frab_plan import write_frab
from data.exporters.material import Material
from data.exporters.sources import source_row, sources
from data.folder.model import DISTRICT
from data.whole_file import whole_file

SOFFICE = shutil.which("soffice")


def words(write_it, found: Material) -> str:
    return words_of(paper_of(write_it, found))


def append(log: Path, *facts: Fact | ev.Body) -> None:
    made = [fact if isinstance(fact, Fact) else Fact(fact) for fact in facts]
    with closing(open_log(log, clock=ManualClock(START_MS + 1_300_000))) as handle:
        handle.transact(lambda _state, _now: made, actor="tk1", console="c1")


def test_registered_and_counted_delegates_stand_beside_each_other(log: Path) -> None:
    conference = day_over(log)
    far = msgspec.structs.replace(point("D9", DISTRICT), delegates=7)
    conference = msgspec.structs.replace(conference, points=(*conference.points, far))
    found = material(log, conference)
    rows = [tables.level_row(each, found.words)[-2:] for each in found.report.levels]
    assert rows == [
        *(["-", "chưa đếm"], ["12", "11"], ["7", "chưa đếm"], ["19", "11 (đếm tại 1/2 điểm)"]),
    ]
    absent = [tables.level_row(each, found.words)[-3] for each in found.report.levels]
    assert absent == ["0", "0", "1 và 1 không rõ", "1 và 1 không rõ"], "D9: no row tells of it"
    for said in (words(write_report, found), page_of(found)):
        assert "chưa đếm" in said and "Đại biểu theo danh sách" in said
    minutes = words(write_minutes, found)
    assert "11 người, đếm tại 1 điểm cầu (theo danh sách: 12)" in minutes
    assert "Cấp huyện: có mặt 0/2 điểm cầu; số đại biểu: chưa đếm (theo danh sách: 7)." in minutes
    sheet = book_of(found)["Điểm cầu"]
    heads = [cell.value for cell in sheet[1]]
    at = heads.index("Đại biểu có mặt (đã đếm)")
    assert [row[at].value for row in sheet.iter_rows(min_row=2)] == ["chưa đếm", 11, "chưa đếm", "chưa đếm"]


def test_the_minutes_name_the_operator_once_and_others_where_they_acted(log: Path) -> None:
    conference = day_over(log)
    held = Fact(ev.ItemHeld(cause="technical"), item="2")
    with closing(open_log(log, clock=ManualClock(START_MS + 1_300_000))) as handle:
        for actor in ("op1", "op1", "op1", "op2"):
            handle.transact(lambda _state, _now: [held], actor=actor, console="c1")
    minutes = words(write_minutes, material(log, conference))
    assert "Người điều hành chương trình trên hệ thống: op1." in minutes
    assert "điều hành: op1" not in minutes and minutes.count("(điều hành: op2)") == 1
    assert "phút, tạm dừng; lý do: kỹ thuật." in minutes, "under its item, as minutes say it"


def test_an_incident_is_told_with_its_severities_its_hands_and_its_rows(log: Path) -> None:
    found = material(log, day_over(log, ("đã gọi nhà mạng",)))
    (one,) = found.report.incidents
    row = tables.incident_row(one, found)
    assert row[2:4] == ["P2 → P1 (14:01)", "Điểm T1 (T1)"] and row[7] == "kt1; giao đã gọi nhà mạng"
    told = ("P2 → P1 (14:01)", "đã gọi nhà mạng", "chờ nhà mạng", "kt1")
    for said in (words(write_report, found), page_of(found)):
        assert [part for part in told if part not in said] == []
    course = list(tables.course_rows([one], found))
    assert [int(each[2]) for each in course] == [event.seq for event in one.course]
    assert [each[4] for each in course][:3] == ["hệ thống", "hệ thống", "kt1"], "no person opened it"
    sheets = book_of(found)
    line = dict(zip(*[[cell.value for cell in each] for each in sheets["Sự cố"].iter_rows()], strict=True))
    assert (line["Mức khi mở"], line["Mức cao nhất"]) == ("P2", "P1")
    second = one.rows.first + 1
    assert line["Diễn biến mức độ"] == f"P2 14:01:00 (dòng {one.rows.first}); P1 14:01:10 (dòng {second})"
    assert "kt1" in line["Các lần tiếp nhận"] and line["Giao cho"] == "đã gọi nhà mạng"
    assert "đã gọi nhà mạng" in line["Ghi chú xử lý"] and "chờ nhà mạng" in line["Tạm ngừng cảnh báo"]
    handled = list(sheets["Xử lý sự cố"].iter_rows(min_row=2, values_only=True))
    assert [each[2] for each in handled] == [event.seq for event in one.course]


def test_every_number_names_rows_of_the_kinds_that_it_says(log: Path) -> None:
    found = material(log, day_over(log))
    kinds = {event.seq: event.kind for _row, event in found.rows()}
    cited = list(sources(found))
    for each in cited:
        names = [re.compile(name.replace("*", r"\w+")) for name in each.kinds]
        ends = {each.rows.first, each.rows.last} - {0}
        assert all(any(name.fullmatch(kinds[seq]) for name in names) for seq in ends), each
        assert each.rows.count or each.value in ("0", "-", "0,0"), f"a number out of nothing: {each}"
    titles = [source_row(each, found)[0] for each in cited]
    assert len(set(titles)) == len(titles)
    report, sheet = words(write_report, found), book_of(found)["Nguồn số liệu"]
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == titles
    assert [title for title in titles if title not in report] == []
    assert "Nguồn số liệu" in page_of(found)


def test_a_change_is_in_the_minutes_with_its_reason(log: Path) -> None:
    conference = day_over(log)
    moved = Fact(ev.ItemMoved(after="", reason="khách đến muộn"), item="2")
    append(log, moved, Fact(ev.ItemDeferred(reason="chờ tài liệu"), item="2"))
    said = words(write_minutes, material(log, conference))
    assert "lý do: khách đến muộn" in said and said.count("chờ tài liệu") == 1
    assert "Nơi nhận:" in said and "- Lưu: VT." in said


def test_whoever_had_the_floor_is_named_in_the_minutes(log: Path) -> None:
    conference = day_over(log)
    asked_for = ev.SpeakerQueued(id="q1", name="Người Hỏi", organisation="Tòa Z", by="hand")
    append(log, Fact(asked_for, item="2", point="T1"), Fact(ev.SpeakerCalled(id="q1", seconds=60), item="2"))
    said = words(write_minutes, material(log, conference))
    assert "Người Hỏi, Tòa Z, Điểm T1 phát biểu." in said and "q1" not in said


def test_leave_to_be_away_is_told_with_its_reason_and_a_persons_word_makes_present(log: Path) -> None:
    conference = day_over(log)
    append(log, Fact(ev.PresenceMarked(mark="excused", reason="mưa lũ"), point="T1D1"))
    assert "- Điểm T1D1 (vắng có lý do: mưa lũ)" in words(write_minutes, material(log, conference))
    append(log, Fact(ev.PresenceMarked(mark="present", how="called"), point="T1D1"))
    said = words(write_minutes, material(log, conference))
    assert (
        "Vắng" not in said and "có mặt theo điểm danh, không vào phòng họp trực tuyến:\n- Điểm T1D1." in said
    )
    assert "Cấp huyện: có mặt 1/1 điểm cầu" in said


def test_lines_of_the_signers_office_and_of_who_gets_the_paper_stand_alone(log: Path) -> None:
    conference = day_over(log)
    office, to = "KT. Vụ trưởng; Phó Vụ trưởng", "Chánh Văn phòng; Lưu: VT, TH"
    document = msgspec.structs.replace(conference.document, signer_title=office, received_by=to)
    signed = material(log, msgspec.structs.replace(conference, document=document))
    lines = words(write_report, signed).split("\n")
    at = lines.index("KT. VỤ TRƯỞNG")
    assert lines[at + 1] == "PHÓ VỤ TRƯỞNG"
    assert "- Chánh Văn phòng;" in lines and "- Lưu: VT, TH." in lines


def test_heads_of_tables_stand_on_every_page_and_no_table_is_wider_than_it(log: Path) -> None:
    document = paper_of(write_report, material(log, day_over(log)))
    body = document.find(f"{W}body")
    assert body is not None
    upright, across = (round((210 - 45) * 1440 / 25.4), round((297 - 40) * 1440 / 25.4))
    room = upright
    for each in body:
        if each.find(f"{W}pPr/{W}sectPr") is not None:
            room = across
        if each.tag != f"{W}tbl":
            continue
        assert sum(int(column.attrib[f"{W}w"]) for column in each.iter(f"{W}gridCol")) <= room + 2
        if each.find(f"{W}tblPr/{W}tblBorders") is not None:
            first = each.find(f"{W}tr/{W}trPr")
            assert first is not None and first.find(f"{W}tblHeader") is not None
            assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in each.iter(f"{W}tr"))


EVENT_KEYS = {
    *("abstract", "date", "duration", "guid", "id", "language", "links", "persons", "room", "slug", "start"),
    *("subtitle", "title", "track", "type", "url"),
}
"""What c3voc's schema of the schedule asks of an event."""


@pytest.mark.parametrize("title", ["Hội nghị", "法院", "=1+1", "x" * 300])
def test_the_schedule_is_as_its_published_schema_wants_it(log: Path, title: str) -> None:
    conference = msgspec.structs.replace(day_over(log, title=title), short_title="")
    write_frab(material(log, conference), out := io.BytesIO())
    told = json.loads(out.getvalue())["schedule"]["conference"]
    assert re.fullmatch(r"[a-z0-9_-][a-z0-9_]{3,}", told["acronym"])
    assert all(set(room) == {"name", "guid"} and UUID(room["guid"]) for room in told["rooms"])
    events = [each for day in told["days"] for room in day["rooms"].values() for each in room]
    assert len({room["name"] for room in told["rooms"]} | {each["room"] for each in events}) == len(
        told["rooms"]
    )
    for each in events:
        assert set(each) >= EVENT_KEYS and UUID(each["guid"])
        assert re.fullmatch(r"[a-z0-9_-]+[a-z0-9]", each["slug"]) and re.fullmatch(
            r"\d+:\d\d", each["duration"]
        )
        assert each["do_not_record"] in (None, "true") and all("name" in person for person in each["persons"])


def test_a_printed_workbook_is_a4_across_with_its_head_on_every_page_and_long_texts_on_lines(
    log: Path,
) -> None:
    found = book_of(material(log, day_over(log, ("một ghi chú dài " * 20,))))
    for sheet in found.worksheets:
        assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage and int(sheet.page_setup.fitToHeight) == 0
        assert (sheet.print_title_rows, sheet.print_title_cols) == ("$1:$1", "$A:$A")
    course = found["Xử lý sự cố"]
    long = next(cell for row in course.iter_rows() for cell in row if "ghi chú dài" in str(cell.value))
    assert long.alignment.wrap_text and course.row_dimensions[long.row].height > 50
    assert not any(cell.alignment.wrap_text for row in found["Nhật ký"].iter_rows(min_row=2) for cell in row)


def test_without_contacts_nobody_who_was_rung_up_is_in_the_course_of_an_incident(log: Path) -> None:
    conference = day_over(log)
    for contacts in (True, False):
        found = material(log, conference, contacts=contacts)
        for said in (words(write_report, found), page_of(found)):
            assert ("Đầu Mối Một" in said) is contacts


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_shows_every_payload_of_papers_and_page_as_text(log: Path, tmp_path: Path) -> None:
    conference = day_over(log, FORMULAS)
    names = {"docx": "report.docx", "minutes": "minutes.docx", "html": "page.html"}
    for form, name in names.items():
        with whole_file(tmp_path / name) as draft:
            write(asked(form, log, conference), draft)
    home = f"-env:UserInstallation=file://{tmp_path}/lo"
    as_text = ("--writer", "--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(tmp_path))
    command = [str(SOFFICE), home, "--headless", *as_text, *(str(tmp_path / name) for name in names.values())]
    subprocess.run(command, capture_output=True, timeout=180, check=True)
    say = material(log, conference).words.text
    wanted = {_blanks(say(text)) for text in FORMULAS}
    for name in names.values():
        shown = _blanks((tmp_path / name).with_suffix(".txt").read_text("utf-8"))
        assert [text for text in wanted if text not in shown] == [], name


def _blanks(text: str) -> str:
    """`text` with one blank for any: how lines are broken is not what is tested."""
    return " ".join(text.split())


def test_a_correction_in_the_minutes_says_when_the_wrong_was_noted(log: Path) -> None:
    conference = day_over(log)
    noted = next(event for event in material(log, conference).report.notes if event.kind == "NoteAdded")
    append(log, ev.Corrected(seq=noted.seq, text="đúng ra là hai"), ev.Corrected(seq=1, text="khác"))
    minutes = words(write_minutes, material(log, conference))
    assert "tk1 đính chính điều ghi lúc 14 giờ 02 phút: đúng ra là hai." in minutes
    assert "đính chính dòng 1: khác." in minutes


def test_a_source_that_was_lost_is_told_in_words(log: Path) -> None:
    conference = day_over(log)
    lost = {"scope": "source", "subject": "s1", "severity": "P2", "reason": "timed_out", "points": ()}
    append(log, ev.IncidentOpened(id="i9", **lost))
    found = material(log, conference)
    for said in (words(write_minutes, found), words(write_report, found), page_of(found)):
        assert "nguồn không trả lời kịp" in said and "timed_out" not in said.replace('"timed_out"', "")
