from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from kit.folders import assert_declared
from kit.written.documents import Cell, table_xml, write_document
from kit.written.sheets import replace_member, write_sheet

from data.importers import docx_table
from data.importers.docx_table import read_docx
from data.importers.findings import Findings
from data.importers.grid import Grid, read_grids
from data.importers.limited import OLE, Limits

DOCUMENT = "word/document.xml"


def read(path: Path, limits: Limits = docx_table.LIMITS) -> tuple[tuple[Grid, ...] | None, list[str]]:
    findings = Findings(path.name)
    grids = read_docx(path, findings, limits)
    assert_declared(findings.all())
    return grids, [problem.code for problem in findings.all()]


def cells(grid: Grid) -> list[tuple[str, ...]]:
    return [row for _, row in grid.rows]


def test_merged_cells_fill_down_and_say_so(tmp_path: Path) -> None:
    path = write_document(
        tmp_path / "a.docx",
        [
            [Cell("tên phần", span=3)],
            [Cell("8h", merge="restart"), "một", ""],
            [Cell(merge="continue"), "hai", "x"],
            [Cell(merge="continue"), "ba"],
        ],
    )
    grids, codes = read(path)
    assert codes == []
    assert grids is not None
    assert cells(grids[0]) == [
        ("tên phần", "", ""),
        ("8h", "một", ""),
        ("8h", "hai", "x"),
        ("8h", "ba", ""),
    ]
    assert grids[0].copies == {(3, 0), (4, 0)}


def test_text_as_it_is_printed(tmp_path: Path) -> None:
    run = "<w:r><w:t>{}</w:t></w:r>"
    changed = (
        f"<w:p>{run.format('còn')}<w:del>{run.format('bỏ')}</w:del><w:ins>{run.format(' thêm')}</w:ins></w:p>"
    )
    marks = "<w:p><w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:tab/><w:t>c</w:t><w:noBreakHyphen/></w:r></w:p>"
    control = f"<w:sdt><w:sdtContent><w:p>{run.format('chọn')}</w:p></w:sdtContent></w:sdt>"
    path = write_document(tmp_path / "a.docx", [[Cell(raw=changed), Cell(raw=marks), Cell(raw=control)]])
    grids, _ = read(path)
    assert grids is not None
    assert cells(grids[0]) == [("còn thêm", "a\nb c-", "chọn")]


def test_a_table_in_a_cell_is_a_table_of_its_own(tmp_path: Path) -> None:
    inner = table_xml([["trong"]]) + "<w:p/>"
    grids, _ = read(write_document(tmp_path / "a.docx", [["ngoài", Cell(raw=inner)]]))
    assert grids is not None
    assert [cells(grid) for grid in grids] == [[("ngoài", "")], [("trong",)]]


def test_rows_in_content_controls_are_rows(tmp_path: Path) -> None:
    table = table_xml([["một"], ["hai"]]).replace("<w:tr>", "<w:sdt><w:sdtContent><w:tr>", 1)
    table = table.replace("</w:tr>", "</w:tr></w:sdtContent></w:sdt>", 1)
    grids, _ = read(write_document(tmp_path / "a.docx", body=table))
    assert grids is not None
    assert cells(grids[0]) == [("một",), ("hai",)]


def test_a_document_without_a_table(tmp_path: Path) -> None:
    assert read(write_document(tmp_path / "a.docx")) == (None, ["docx_without_table"])


def test_a_bomb_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("a process was started for a bomb")

    monkeypatch.setattr(subprocess, "run", never)
    for name, size in (("a.docx", 60 * 2**20), ("b.docx", 20 * 2**20)):
        with zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(DOCUMENT, b"0" * size)
        assert read(tmp_path / name) == (None, ["docx_bomb"])


@pytest.mark.skipif(sys.platform != "linux", reason="address space is limited on Linux only")
def test_the_memory_limit_holds(tmp_path: Path) -> None:
    path = write_document(tmp_path / "a.docx", [["x"]])
    rows = "<w:tr><w:tc><w:p/></w:tc></w:tr>" * 400_000
    replace_member(path, DOCUMENT, write_xml(f"<w:tbl>{rows}</w:tbl>"))
    limits = Limits(seconds=60, memory=128 * 2**20, bytes=2**30, ratio=10_000)
    assert read(path, limits) == (None, ["docx_memory"])
    assert read(write_document(tmp_path / "b.docx", [["x"]]), limits)[1] == []


def write_xml(body: str) -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'.encode()


def test_the_time_limit_ends_the_reader(tmp_path: Path) -> None:
    path = write_document(tmp_path / "a.docx", [["x"]])
    assert read(path, Limits(seconds=0.01)) == (None, ["docx_timeout"])


def test_rows_past_the_cap_are_an_error(tmp_path: Path) -> None:
    path = write_document(tmp_path / "a.docx", [[str(n)] for n in range(50)])
    assert read(path, Limits(rows=20))[1][0] == "row_cap"


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    laughs = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    path = write_document(tmp_path / "a.docx", [["&b;"]], head=laughs)
    with zipfile.ZipFile(path) as archive:
        document = archive.read(DOCUMENT)
    replace_member(path, DOCUMENT, document.replace(b"&amp;b;", b"&b;"))
    assert read(path) == (None, ["docx_damaged"])


@pytest.mark.parametrize("content", [b"<broken", b"<x/>", b""])
def test_damaged_documents(tmp_path: Path, content: bytes) -> None:
    path = write_document(tmp_path / "a.docx", [["x"]])
    replace_member(path, DOCUMENT, content)
    assert read(path) == (None, ["docx_damaged"])


def test_a_spreadsheet_called_docx(tmp_path: Path) -> None:
    path = write_sheet(tmp_path / "a.xlsx", [["x"]]).rename(tmp_path / "a.docx")
    assert read(path) == (None, ["docx_damaged"])


def test_a_thousand_tables_in_one_another_end(tmp_path: Path) -> None:
    nested = "<w:tbl><w:tr><w:tc>" * 1_000 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 1_000
    path = write_document(tmp_path / "a.docx", [["x"]])
    replace_member(path, DOCUMENT, write_xml(nested))
    grids, codes = read(path)
    assert grids is not None or codes


@pytest.mark.parametrize(
    ("name", "rest", "code", "wanted"),
    [
        ("cu.doc", b"", "office_old", ".docx"),
        ("cu.xls", b"", "office_old", ".xlsx"),
        ("kin.docx", "EncryptedPackage".encode("utf-16-le"), "office_protected", ".docx"),
        ("kin.xlsx", "EncryptedPackage".encode("utf-16-le"), "office_protected", ".xlsx"),
        ("doi-duoi.docx", b"", "office_old", ".docx"),
        ("la.csv", b"", "office_old", ".xlsx"),
    ],
)
def test_old_and_protected_files_say_what_mends_them(
    tmp_path: Path, name: str, rest: bytes, code: str, wanted: str
) -> None:
    path = tmp_path / name
    path.write_bytes(OLE + b"\0" * 600 + rest)
    findings = Findings(name)
    assert read_grids(path, findings) is None
    assert [(problem.code, problem.params) for problem in findings.all()] == [(code, {"wanted": wanted})]
    assert_declared(findings.all())


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.csv", "a.ics", "a.doc"])
def test_fifty_megabytes_are_not_read(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with path.open("wb") as file:
        file.truncate(50 * 2**20)
    findings = Findings(name)
    assert read_grids(path, findings) is None
    assert [problem.code for problem in findings.all()] == ["file_too_large"]


def test_the_reader_needs_no_checkout(tmp_path: Path) -> None:
    """It is started by its path, from anywhere, and imports nothing of ours."""
    worker = tmp_path / "docx_worker.py"
    worker.write_bytes(docx_table._WORKER.read_bytes())
    path = write_document(tmp_path / "a.docx", [["x"]])
    done = subprocess.run(
        [sys.executable, "-I", str(worker), str(path), "10", str(768 * 2**20)],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    expected = '{"tables": [{"rows": [[1, ["x"]]], "copies": [], "above": ["B\\u1ea3ng"]}], "capped": false}'
    assert done.stdout == expected, done.stderr
