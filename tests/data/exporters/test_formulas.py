"""Texts that a spreadsheet might take for formulas: no program evaluates one, and each comes back."""

from __future__ import annotations

import csv
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import msgspec
import openpyxl
import pytest
from kit.conference import point
from kit.days.over import FORMULAS, asked, day_over, material

from data.exporters.csv_log import harmless
from data.exporters.formats import write
from data.folder.model import DISTRICT
from data.whole_file import whole_file

SOFFICE = shutil.which("soffice")


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
