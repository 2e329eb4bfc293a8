"""The technical report, read as the XML that it is."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from xml.etree import ElementTree

from kit.days.over import day_over, material
from kit.days.read_back import W, document_of, paper_of, words_of

from data.exporters.docx_report import write_report


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


def test_what_leads_in_a_table_stays_on_its_page(log: Path) -> None:
    document = paper_of(write_report, material(log, day_over(log)))
    leading = [
        each
        for each in document.iter(f"{W}p")
        if "".join(text.text or "" for text in each.iter(f"{W}t")).endswith("từng mục:")
    ]
    assert leading and all(each.find(f"{W}pPr/{W}keepNext") is not None for each in leading)
