"""`diemcau new --from` and `diemcau reimport`, as a clerk and as a script see them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from kit.folders import write_folder
from kit.written.awkward import HEADER, ministry_roster, utf_16, word_programme
from kit.written.documents import write_document

from console.cli import main
from data.folder.problem_codes import CODES

Captured = pytest.CaptureFixture[str]
NEWER = [HEADER, ["1", "14h00 – 14h20", "Khai mạc", "Chủ tọa", ""], ["2", "14h20 – 14h30", "Clip", "", ""]]


@pytest.fixture(autouse=True)
def actor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIEMCAU_AS", "op1")


def test_every_column_and_every_cell_is_said(tmp_path: Path, capsys: Captured) -> None:
    agenda, points = word_programme(tmp_path / "ct.docx"), ministry_roster(tmp_path / "ds.xlsx")
    folder = tmp_path / "hn"
    assert main(["new", str(folder), "--from", str(agenda), "--points", str(points)]) == 0
    shown = capsys.readouterr()
    lines = [line.strip() for line in shown.out.splitlines()]
    assert "cột 3 'Nội dung' → title (nội dung)" in lines
    assert "cột 4 'SĐT' → phone (điện thoại)" in lines
    assert "ct.docx[2]:11:Thời gian: không hiểu giờ khoảng 15h10; viết 14:30 hoặc 14h30" in lines
    assert any(line.startswith("ds.xlsx:6:SĐT: số 380000002 mất số 0 đầu") for line in lines)
    assert lines[-3:] == [str(folder / name) for name in ("conference.toml", "agenda.csv", "points.csv")]
    assert "còn 4 ô phải sửa" in shown.err
    for line in lines:
        assert not any(f" {code}" in line for code in CODES if "_" in code), line


def test_in_english(tmp_path: Path, capsys: Captured) -> None:
    agenda = word_programme(tmp_path / "ct.docx")
    assert main(["--lang", "en", "new", str(tmp_path / "hn"), "--from", str(agenda)]) == 0
    shown = capsys.readouterr()
    assert "column 3 'Nội dung' → title (title)" in shown.out
    assert "import." not in shown.out + shown.err
    assert "Not understood, to be mended (4):" in shown.out


def test_as_json_every_cell_by_itself(tmp_path: Path, capsys: Captured) -> None:
    agenda = word_programme(tmp_path / "ct.docx")
    assert main(["new", str(tmp_path / "hn"), "--from", str(agenda), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["ok"] is True
    assert len(answer["written"]) == 3
    assert {"file", "header", "column", "place"} == set(answer["columns"][0])
    wholes = [problem for problem in answer["problems"] if problem["code"] == "speaker_whole"]
    assert [problem["row"] for problem in wholes] == [4, 5, 8, 11]
    assert all(problem["message"] for problem in answer["problems"])


def test_nothing_usable_is_one_and_leaves_nothing(tmp_path: Path, capsys: Captured) -> None:
    old = tmp_path / "ct.doc"
    old.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600)
    assert main(["new", str(tmp_path / "hn"), "--from", str(old)]) == 1
    shown = capsys.readouterr()
    assert "Lưu thành .docx" in shown.out
    assert "không ghi gì" in shown.err
    assert not (tmp_path / "hn").exists()


def test_a_folder_with_something_in_it_is_refused(tmp_path: Path, capsys: Captured) -> None:
    folder = write_folder(tmp_path / "hn")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    agenda = word_programme(tmp_path / "ct.docx")
    assert main(["new", str(folder), "--from", str(agenda)]) == 1
    assert "không ghi đè" in capsys.readouterr().err
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_what_could_be_either_is_not_guessed_by_check_either(tmp_path: Path, capsys: Captured) -> None:
    agenda = utf_16(tmp_path / "ct.csv")
    assert main(["new", str(tmp_path / "hn"), "--from", str(agenda)]) == 0
    capsys.readouterr()
    assert main(["check", str(tmp_path / "hn")]) == 1
    assert "agenda.csv:2:duration: ô trống" in capsys.readouterr().out


def test_the_difference_comes_before_the_taking(tmp_path: Path, capsys: Captured) -> None:
    folder = write_folder(tmp_path / "hn")
    before = (folder / "agenda.csv").read_bytes()
    newer = write_document(tmp_path / "v2.docx", NEWER)
    assert main(["reimport", str(folder), "--from", str(newer)]) == 0
    shown = capsys.readouterr()
    assert "~ 1 Khai mạc: thời lượng 10 → 20" in shown.out
    assert "--accept" in shown.err
    assert (folder / "agenda.csv").read_bytes() == before
    assert main(["reimport", str(folder), "--from", str(newer), "--accept"]) == 0
    shown = capsys.readouterr()
    assert shown.out.splitlines()[-1] == str(folder / "agenda.csv")
    assert "trước khai mạc" in shown.err
    assert main(["check", str(folder)]) == 0
    capsys.readouterr()
    assert main(["reimport", str(folder), "--from", str(newer), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["agenda"], answer["written"], answer["opened"]) == ([], [], False)


def test_after_the_opening_what_ran_stays_and_the_programme_follows(tmp_path: Path, capsys: Captured) -> None:
    folder = write_folder(tmp_path / "hn")
    assert main(["advance", str(folder), "--expect", ""]) == 0
    newer = write_document(tmp_path / "v2.docx", NEWER)
    capsys.readouterr()
    assert main(["reimport", str(folder), "--from", str(newer), "--accept"]) == 0
    shown = capsys.readouterr()
    assert "= 1 Khai mạc đã diễn ra, giữ thời lượng 10 (bản mới ghi 20)" in shown.out
    assert "chương trình đang chạy theo bản mới" in shown.err
    rows = (folder / "agenda.csv").read_text("utf-8-sig").splitlines()
    assert rows[1].startswith("1,Khai mạc,,opening,,,,TC00,10,")


def test_a_newer_file_that_cannot_be_used(tmp_path: Path, capsys: Captured) -> None:
    folder = write_folder(tmp_path / "hn")
    newer = tmp_path / "v2.csv"
    newer.write_text("Mã,Đơn vị,Cấp\nTC00,Trung tâm,central\n", "utf-8")
    assert main(["reimport", str(folder), "--points", str(newer), "--accept"]) == 1
    shown = capsys.readouterr()
    assert "agenda.csv:3:point:" in shown.out
    assert "không ghi gì" in shown.err


@pytest.mark.parametrize(
    ("argv", "code", "said"),
    [
        (["reimport", "/nowhere"], 2, "thêm --from hoặc --points"),
        (["reimport", "/nowhere", "--from", "x.docx"], 1, "/nowhere"),
    ],
)
def test_wrong_use(argv: list[str], code: int, said: str, capsys: Captured) -> None:
    assert main(argv) == code
    assert said in capsys.readouterr().err


def test_a_day_that_is_over_is_told_until_the_conference_has_been_held(
    tmp_path: Path, capsys: Captured
) -> None:
    folder = write_folder(tmp_path / "hn")
    assert main(["check", str(folder)]) == 0
    assert "conference.toml:date: cảnh báo: ngày hội nghị 16/06/2024 đã qua" in capsys.readouterr().out
    assert main(["advance", str(folder), "--expect", ""]) == 0
    capsys.readouterr()
    assert main(["check", str(folder)]) == 0
    assert "đã qua" not in capsys.readouterr().out
