"""Workbook, page, calendar and papers, read back by programs that know nothing of ours."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import shutil
import subprocess
import zipfile
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import msgspec
import openpyxl
import pytest
from kit.conference import START_MS, item, point
from kit.conference import conference as make_conference
from kit.days.over import FORMULAS, asked, day_over, material
from kit.days.past import PastDay
from kit.hostile import NAMES, poison
from kit.record.logs import open_log

from data.exporters.csv_log import harmless
from data.exporters.discretion import discreet
from data.exporters.docx_minutes import write_minutes
from data.exporters.docx_report import write_report
from data.exporters.formats import FORMATS, write
from data.exporters.frab_plan import write_frab
from data.exporters.heat import SLOTS, runs
from data.exporters.html_page import write_html
from data.exporters.ics_plan import write_ics
from data.exporters.whole_file import whole_file
from data.exporters.xlsx_book import write_xlsx
from data.folder.model import CENTRAL, DISTRICT
from data.health.quality import QualityRow, Spread
from data.health.quality_db import QualityDb, beside
from data.reports.points import Status

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SOFFICE = shutil.which("soffice")


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "log.db"


def book_of(found) -> openpyxl.Workbook:
    out = io.BytesIO()
    write_xlsx(found, out)
    return openpyxl.load_workbook(io.BytesIO(out.getvalue()))


def document_of(data: bytes) -> ElementTree.Element:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        for name in package.namelist():
            if not name.endswith(".png"):
                ElementTree.fromstring(package.read(name))
        return ElementTree.fromstring(package.read("word/document.xml"))


def paper_of(write_it, found) -> ElementTree.Element:
    out = io.BytesIO()
    write_it(found, out)
    return document_of(out.getvalue())


def words_of(document: ElementTree.Element) -> str:
    return "\n".join(text.text or "" for text in document.iter(f"{W}t"))


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
        assert line[at["hash"]] == row.hash.hex() and line[at["prev"]] == row.prev.hex()
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


@pytest.mark.parametrize("text", FORMULAS)
def test_every_payload_is_taken_for_a_formula(text: str) -> None:
    assert harmless(text) == f"'{text}"


def cells_of(sheet: str) -> list[list[str]]:
    """The rows of the first table of a flat spreadsheet, as LibreOffice shows them."""
    table, text = (f"{{urn:oasis:names:tc:opendocument:xmlns:{each}:1.0}}" for each in ("table", "text"))

    def flat(node: ElementTree.Element) -> str:
        blanks = " " * int(node.get(f"{text}c", "1")) if node.tag == f"{text}s" else ""
        return blanks + (node.text or "") + "".join(flat(each) + (each.tail or "") for each in node)

    rows = []
    for row in ElementTree.fromstring(sheet).iter(f"{table}table-row"):
        cells: list[str] = []
        for cell in row.findall(f"{table}table-cell"):
            said = "\n".join(flat(each) for each in cell.findall(f"{text}p"))
            cells += [said] * min(int(cell.get(f"{table}number-columns-repeated", "1")), 20)
        rows.append(cells)
    return rows


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_evaluates_none_of_200_payloads_and_gives_each_back(log: Path, tmp_path: Path) -> None:
    conference = day_over(log, FORMULAS)
    named = tuple(
        msgspec.structs.replace(point(f"H{n}", DISTRICT), name=text, contact=text)
        for n, text in enumerate(FORMULAS)
    )
    conference = msgspec.structs.replace(conference, points=(*conference.points, *named))
    for form in ("xlsx", "csv"):
        with whole_file(tmp_path / f"a.{form}") as draft:
            write(asked(form, log, conference), draft)
    read, outdir = ("--infilter=CSV:44,34,76,1,,0,false,true,false",), ("--outdir", str(tmp_path / "out"))
    home = f"-env:UserInstallation=file://{tmp_path}/lo"
    for options, name in ((("xlsx",), "a.xlsx"), (("fods", *read), "a.csv")):
        command = [SOFFICE, home, "--headless", "--convert-to", *options, *outdir, str(tmp_path / name)]
        subprocess.run(command, capture_output=True, timeout=120, check=True)
    told = (tmp_path / "out" / "a.fods").read_text("utf-8")
    assert "table:formula=" not in told and "NoteAdded" in told
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        written = list(csv.reader(file))
    texts = [written[0].index(name) for name in ("actor", "kind", "item", "point", "body")]
    shown = [[row[at] for at in texts] for row in cells_of(told)[: len(written)]]
    assert shown == [[row[at] for at in texts] for row in written], "the texts as they stand in the file"
    again = openpyxl.load_workbook(tmp_path / "out" / "a.xlsx")
    kinds = {cell.data_type for sheet in again.worksheets for row in sheet.iter_rows() for cell in row}
    assert kinds <= {"s", "n", "d", "b"}, "no formula and no error value"
    say = material(log, conference).words.text
    heads, *rows = again["Điểm cầu"].iter_rows(values_only=True)
    for column in ("Tên điểm cầu", "Đầu mối"):
        shown = [row[heads.index(column)] for row in rows[-len(FORMULAS) :]]
        assert shown == [say(text) for text in FORMULAS]
    heads, incident = again["Sự cố"].iter_rows(values_only=True)
    assert incident[heads.index("Giao cho")] == say(FORMULAS[0])
    notes = incident[heads.index("Ghi chú xử lý")]
    heads, *handled = again["Xử lý sự cố"].iter_rows(values_only=True)
    told_of = [str(row[heads.index("Diễn biến")]) for row in handled]
    missing = [text for text in map(say, FORMULAS) if not any(text in line for line in told_of)]
    assert missing == [] and say(FORMULAS[0]) in notes


def test_the_report_has_the_layout_of_the_decree(log: Path) -> None:
    document = paper_of(write_report, material(log, day_over(log)))
    upright, across = document.iter(f"{W}sectPr")
    margin = {key.removeprefix(W): int(value) for key, value in upright.find(f"{W}pgMar").attrib.items()}
    mm = {key: round(value / 1440 * 25.4) for key, value in margin.items()}
    assert (mm["top"], mm["bottom"], mm["left"], mm["right"]) == (20, 20, 30, 15)
    size = upright.find(f"{W}pgSz").attrib
    assert [round(int(size[W + side]) / 1440 * 25.4) for side in "wh"] == [210, 297]
    assert upright.find(f"{W}titlePg") is not None, "no number on the first page"
    assert across.find(f"{W}pgSz").attrib[f"{W}orient"] == "landscape"
    said = words_of(document)
    for part in (
        *("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "TÒA ÁN TỐI CAO", "VĂN PHÒNG"),
        *(
            "Hà Nội, ngày 16 tháng 6 năm 2024",
            "BÁO CÁO",
            "I. THÔNG TIN CHUNG",
            "II. ",
            "III. ",
            "IV. ",
            "V. ",
        ),
        *("VI. ĐÁNH GIÁ, KIẾN NGHỊ", "Phụ lục 1", "Phụ lục 2", "Phụ lục 3", "Nơi nhận:", "Người Ký"),
    ):
        assert part in said


def test_the_report_is_set_in_times_new_roman_of_13_or_14_points(log: Path) -> None:
    out = io.BytesIO()
    write_report(material(log, day_over(log)), out)
    with zipfile.ZipFile(out) as package:
        styles = ElementTree.fromstring(package.read("word/styles.xml"))
        header = package.read("word/header1.xml").decode()
    fonts = next(styles.iter(f"{W}rFonts")).attrib
    assert set(fonts.values()) == {"Times New Roman"} and " PAGE " in header and 'w:val="center"' in header
    body = [p for p in document_of(out.getvalue()).iter(f"{W}p") if "Khai mạc lúc" in "".join(p.itertext())]
    (size,) = {each.attrib[f"{W}val"] for p in body for each in p.findall(f"{W}r/{W}rPr/{W}sz")}
    assert size == "28"
    assert body[0].find(f"{W}pPr/{W}jc").attrib[f"{W}val"] == "both"


def test_the_minutes_tell_who_was_there_what_happened_and_who_signs(log: Path) -> None:
    conference = day_over(log)
    named = msgspec.structs.replace(conference.document, chair="Người Chủ Trì", secretary="Người Thư Ký")
    found = material(log, msgspec.structs.replace(conference, document=named))
    said = words_of(paper_of(write_minutes, found))
    for part in (
        *("BIÊN BẢN", "14 giờ 00 phút", "- Điểm T1D1 (không kết nối)", "Người Chủ Trì"),
        *("14 giờ 00 phút: Mục 1. Mục 1. Thực hiện: Người A, Tòa X. Điểm cầu trình bày: Điểm T1.", "THƯ KÝ"),
        *("Kết thúc lúc 14 giờ 12 phút (12,0 phút; kế hoạch 10,0 phút). Lý do: hỏi đáp.", "ghi chú"),
        "Hội nghị kết thúc vào 14 giờ 20 phút, ngày 16 tháng 6 năm 2024.",
        f"{found.head.seq}:{found.head.hash.hex()}./.",
    ):
        assert part in said


def test_the_minutes_name_the_head_that_was_signed_and_show_it_as_a_code(log: Path) -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from data.exporters.head_code import head_png
    from data.record.signed_head import append_head, heads_path, signed_head
    from data.record.signing_key import SigningKey

    found = material(log, day_over(log))
    assert "Ed25519" not in words_of(paper_of(write_minutes, found))
    key = SigningKey(Ed25519PrivateKey.generate())
    append_head(heads_path(log), signed_head(key, found.head, START_MS))
    said = words_of(paper_of(write_minutes, found))
    assert key.id in said and "(Ed25519) lúc 14 giờ 00 phút" in said
    out = io.BytesIO()
    write_minutes(found, out)
    with zipfile.ZipFile(out) as package:
        assert package.read("word/media/picture.png") == head_png(found.head)
        assert "media/picture.png" in package.read("word/_rels/document.xml.rels").decode()
    write_report(found, out := io.BytesIO())
    with zipfile.ZipFile(out) as package:
        assert "picture" not in package.read("word/_rels/document.xml.rels").decode()


def test_a_broken_chain_is_told_on_the_paper(log: Path) -> None:
    from kit.record.logs import tampered

    conference = day_over(log)
    tampered(log, "UPDATE event SET actor = 'ai khác' WHERE seq = 3")
    said = words_of(paper_of(write_report, material(log, conference)))
    assert "chuỗi băm hỏng từ dòng 3" in said and "chuỗi băm nguyên vẹn" not in said


def test_a_table_ends_at_its_limit_and_points_to_the_workbook(log: Path, monkeypatch) -> None:
    monkeypatch.setattr("data.exporters.docx_report.MOST_ROWS", 3)
    document = paper_of(write_report, material(log, day_over(log, tuple(map(str, range(20))))))
    assert max(len(each.findall(f"{W}tr")) for each in document.iter(f"{W}tbl")) == 5
    assert "Chỉ in 3 dòng đầu" in words_of(document)


class Page(HTMLParser):
    """Tags and texts of a page; fails on what loads anything."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs) -> None:
        self.tags.append(tag)
        assert not {"src", "href", "onclick", "onload", "style"} & {name for name, _value in attrs}

    def handle_data(self, data) -> None:
        self.texts.append(data)


def page_of(found) -> str:
    out = io.BytesIO()
    write_html(found, out)
    return out.getvalue().decode()


def test_the_page_needs_nothing_else_and_allows_only_its_own_script(log: Path) -> None:
    page = page_of(material(log, day_over(log)))
    seen = Page(page)
    assert seen.tags.count("script") == 1 and "link" not in seen.tags and "img" not in seen.tags
    script = re.search(r"<script>(.*?)</script>", page, re.S)[1]
    from base64 import b64encode

    assert f"script-src 'sha256-{b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" in page
    assert page.count("<svg") == 3 + 2 + len(Status) and 'class="absent"' in page
    assert "hỏi đáp" in " ".join(seen.texts)


def test_a_state_in_the_map_is_told_without_its_colour(log: Path) -> None:
    page = page_of(material(log, day_over(log)))
    drawn = r'<rect class="(\w+)" x="[^"]+" y="(\d+)" width="[^"]+" height="(\d+)"/>(?:<text[^>]*>(.)<)?'
    legend, rows = page.split("class='heat'>", 1)
    shapes = {name: (top, high, sign) for name, top, high, sign in re.findall(drawn, legend)}
    assert set(shapes) == {status.name.lower() for status in Status} and len(set(shapes.values())) == len(
        Status
    )
    assert len({sign for _top, _high, sign in shapes.values()}) == len(Status), "a sign each, up has none"
    found = {(name, (top, high)) for name, top, high, _sign in re.findall(drawn, rows)}
    assert {"up", "lost", "absent"} <= {name for name, _shape in found}
    assert found <= {(name, shape[:2]) for name, shape in shapes.items()}, "as the legend has them"


def test_hostile_names_are_text_in_every_form(log: Path, tmp_path: Path) -> None:
    names = (*NAMES, "<script>alert(1)</script>", "]]>&amp;\"'><w:p/>", "a;b,c\\d", "_x0041_")
    conference = day_over(log, tuple(name.replace("\ud800", "?") for name in names))
    for name in names:
        bad = msgspec.structs.replace(poison(conference, name), timezone="Asia/Ho_Chi_Minh")
        found = material(log, bad)
        assert Page(page_of(found)).tags.count("script") == 1
        for paper in (write_report, write_minutes):
            said = words_of(paper_of(paper, found))
            assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", said)
        book_of(found)
        out = io.BytesIO()
        write_ics(found, out)
        lines = out.getvalue().decode().split("\r\n")
        assert all(len(line.encode()) <= 75 for line in lines)
        assert all(re.match(r"[A-Z-]+[:;]| ", line) for line in lines[:-1])


def test_the_calendar_has_the_plan_in_utc(log: Path) -> None:
    out = io.BytesIO()
    write_ics(material(log, day_over(log)), out)
    text = out.getvalue().decode().replace("\r\n ", "")
    assert text.count("BEGIN:VEVENT") == 2 and "DTSTART:20240616T070000Z\r\nDTEND:20240616T071000Z" in text
    assert "SUMMARY:1. Mục 1" in text and "DESCRIPTION:Người A\\, Tòa X" in text


def test_a_plan_as_a_file_gives_every_payload_and_hostile_name_back(log: Path) -> None:
    names = (*FORMULAS, *(name for name in NAMES if "\ud800" not in name))
    made = [item(str(n), 5, speaker=name) for n, name in enumerate(names)]
    items = [msgspec.structs.replace(each, title=each.speaker) for each in made]
    with closing(open_log(log)):
        found = material(log, make_conference(items, (point("TC00", CENTRAL),)))
    wanted = [found.words.text(f"{n}. {name}") for n, name in enumerate(names)]
    write_frab(found, plan := io.BytesIO())
    days = json.loads(plan.getvalue())["schedule"]["conference"]["days"]
    events = [event for day in days for room in day["rooms"].values() for event in room]
    assert [event["title"] for event in sorted(events, key=lambda event: event["id"])] == wanted
    write_ics(found, calendar := io.BytesIO())
    lines = calendar.getvalue().decode().replace("\r\n ", "").split("\r\n")
    said = [re.sub(r"\\(.)", r"\1", line[8:]) for line in lines if line.startswith("SUMMARY:")]
    assert said == wanted
    assert sum(line.startswith("DESCRIPTION:") for line in lines) >= len(FORMULAS)


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "ndjson"])
def test_nobody_to_call_is_named_where_contacts_are_not_wanted(log: Path, tmp_path: Path, form: str) -> None:
    conference = day_over(log, ("gọi 0000 000 001 hoặc https://zoom.example/j/1?pwd=x mật khẩu: bimat",))
    for contacts in (True, False):
        path = tmp_path / f"a.{form}"
        with whole_file(path) as draft:
            write(asked(form, log, conference, contacts=contacts), draft)
        data = path.read_bytes()
        if data.startswith(b"PK"):
            with zipfile.ZipFile(path) as package:
                data = b"".join(map(package.read, package.namelist()))
        text = data.decode("utf-8", "replace")  # there is a picture in the minutes
        if not contacts:
            assert not {each for each in ("Đầu Mối Một", "000 0000 0001", "0000 000 001") if each in text}
        if form != "csv":
            assert "zoom.example" not in text and "bimat" not in text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("vào https://a.example/x nhé", "vào […] nhé"),
        ("zoom.us/j/99 nhé", "[…] nhé"),
        ("mật khẩu: abc xong", "mật khẩu: […] xong"),
        ("Passcode = 12", "Passcode = […]"),
        ("pin laptop yếu, 14:30 16/06/2024", "pin laptop yếu, 14:30 16/06/2024"),
        ("sip:phong@a.example", "[…]"),
    ],
)
def test_links_and_passwords_never_leave(text: str, shown: str) -> None:
    assert discreet(text, contacts=True) == shown


def test_the_frab_schedule_has_the_plan_by_day_and_room(log: Path) -> None:
    found = material(log, day_over(log))
    out = io.BytesIO()
    write_frab(found, out)
    told = json.loads(out.getvalue())["schedule"]["conference"]
    assert (told["start"], told["end"], told["daysCount"]) == ("2024-06-16", "2024-06-16", 1)
    assert told["time_zone_name"] == "Asia/Ho_Chi_Minh"
    (day,) = told["days"]
    assert (day["index"], day["date"]) == (1, "2024-06-16")
    assert {room["name"] for room in told["rooms"]} == set(day["rooms"])
    events = sorted((event for room in day["rooms"].values() for event in room), key=lambda each: each["id"])
    assert [(each["start"], each["duration"], each["title"][:2]) for each in events] == [
        ("14:00", "00:10", "1."),
        ("14:10", "00:10", "2."),
    ]
    assert events[0]["date"] == "2024-06-16T14:00:00+07:00"
    assert [each["persons"][0]["public_name"] for each in events] == ["Người A", "Người B"]
    assert len({each["guid"] for each in events}) == 2
    assert (day["day_start"], day["day_end"]) == (events[0]["date"], "2024-06-16T14:20:00+07:00")
    again = io.BytesIO()
    write_frab(found, again)
    assert again.getvalue() == out.getvalue(), "the same plan is the same file"


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


def test_what_was_measured_has_a_sheet(log: Path) -> None:
    conference = day_over(log)
    assert "Chất lượng" not in book_of(material(log, conference)).sheetnames
    db = QualityDb(beside(log))
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


def test_every_absent_point_is_named_in_full_in_the_minutes(log: Path) -> None:
    names = [f"Tòa án nhân dân huyện có cái tên thật dài thứ {n}" for n in range(60)]
    conference = day_over(log)
    absent = tuple(
        msgspec.structs.replace(point(f"H{n}", DISTRICT), name=name) for n, name in enumerate(names)
    )
    more = msgspec.structs.replace(conference, points=(*conference.points, *absent))
    told = words_of(paper_of(write_minutes, material(log, more)))
    assert [name for name in names if name not in told] == []


def test_the_digest_is_of_the_file(log: Path, tmp_path: Path) -> None:
    conference = day_over(log)
    for form in FORMATS:
        with whole_file(tmp_path / form) as draft:
            write(asked(form, log, conference), draft)
        assert draft.sha256 == hashlib.sha256((tmp_path / form).read_bytes()).hexdigest()


def test_a_slot_of_the_map_shows_its_worst() -> None:
    spans = ((0, 100, Status.UP), (100, 101, Status.LOST), (101, 240_000, Status.UP))
    assert list(runs(spans, 0, 240_000)) == [(0, 1, Status.LOST), (1, SLOTS - 1, Status.UP)]
    assert list(runs((), 0, 10)) == [(0, SLOTS, Status.UNSEEN)] and list(runs(spans, 5, 5)) == []
