from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from kit.folders import assert_declared
from kit.written.sheets import write_sheet

from data.folder.conference import load
from data.folder.making import Mapped, from_files, new_folder, write_new
from data.folder.model import ItemKind
from data.folder.problem import ProblemError
from data.importers.settings import TEMPLATE_TITLE

DAY = datetime.date(2024, 6, 16)


def adopted(folder: Path, agenda: Path | None, points: Path | None) -> Mapped:
    mapped = from_files(folder, agenda, points, day=DAY)
    assert_declared(mapped.problems)
    return mapped


def test_a_new_folder_is_a_working_conference(tmp_path: Path) -> None:
    assert new_folder(tmp_path / "new", day=DAY) == ()
    conference, problems = load(tmp_path / "new")
    assert [problem.code for problem in problems] == ["title_of_template"]
    assert conference is not None
    assert len(conference.items) == len(conference.points) == 1


def test_the_title_of_the_template_is_told_until_it_is_the_conferences_own(tmp_path: Path) -> None:
    assert new_folder(tmp_path / "new", day=DAY) == ()
    settings = tmp_path / "new" / "conference.toml"
    settings.write_text(settings.read_text("utf-8").replace(TEMPLATE_TITLE, "Hội nghị"), "utf-8")
    assert load(tmp_path / "new")[1] == ()


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    problems = new_folder(tmp_path, day=DAY)
    assert_declared(problems)
    assert [problem.code for problem in problems] == ["folder_not_empty"]
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
    assert [problem.code for problem in new_folder(tmp_path / "mine.txt", day=DAY)] == ["not_a_folder"]
    assert [problem.code for problem in adopted(tmp_path, None, None).problems] == ["folder_not_empty"]


def test_a_half_written_folder_is_taken_back(tmp_path: Path) -> None:
    with pytest.raises(ProblemError) as caught:
        write_new(tmp_path, {"a.csv": "x", "none/b.csv": "y"})
    assert [problem.code for problem in caught.value.problems] == ["unwritable_folder"]
    assert_declared(caught.value.problems)
    assert list(tmp_path.iterdir()) == []


AGENDA = """CHƯƠNG TRÌNH HỘI NGHỊ;;;;;
STT;Thời gian;Nội dung;Người thực hiện;Điểm cầu;Màu sắc
1.;14h00 - 14h10;Phát biểu khai mạc;Chánh án;Trung tâm;đỏ
2.;14h10;Xem video clip;Tổ kỹ thuật;Trung tâm;
3.;14 giờ 30;Tham luận của Hải Phòng;Lãnh đạo;TAND thành phố Hải Phòng;
4.;15h00 – 15h15;Nghỉ giải lao;;;
"""
POINTS = """STT;Đơn vị;SĐT;Đầu mối kỹ thuật;Trực thuộc
1;Trung tâm - Tòa án nhân dân tối cao;024 0000 0001;Trực;
2;Tòa án nhân dân thành phố Hải Phòng;912345678;Trực;
3;Tòa án nhân dân huyện An Dương;;Trực;Hải Phòng
"""


def test_a_programme_and_a_roster_of_an_office(tmp_path: Path) -> None:
    agenda, points = tmp_path / "lich.csv", tmp_path / "ds.csv"
    agenda.write_text(AGENDA.replace("Trung tâm", "Trung tâm - Tòa án nhân dân tối cao"), "utf-8")
    points.write_text(POINTS, "utf-8")
    mapped = adopted(tmp_path / "new", agenda, points)
    understood = {(use.file, use.header): use.column for use in mapped.columns}
    assert understood == {
        ("lich.csv", "STT"): "cue",
        ("lich.csv", "Thời gian"): "start",
        ("lich.csv", "Nội dung"): "title",
        ("lich.csv", "Người thực hiện"): "speaker",
        ("lich.csv", "Điểm cầu"): "point",
        ("lich.csv", "Màu sắc"): "",
        ("ds.csv", "STT"): "number",
        ("ds.csv", "Đơn vị"): "name",
        ("ds.csv", "SĐT"): "phone",
        ("ds.csv", "Đầu mối kỹ thuật"): "contact",
        ("ds.csv", "Trực thuộc"): "parent",
    }
    assert all(problem.warning for problem in mapped.problems)
    codes = {problem.code for problem in mapped.problems}
    assert codes == {
        *("title_row", "column_not_used", "kind_guessed", "duration_from_times"),
        *("speaker_whole", "opening_from_agenda"),
        *("level_guessed", "code_made", "phone_lost_zero"),
    }
    conference, problems = load(tmp_path / "new")
    assert conference is not None, problems
    assert [p.code for p in problems] == ["title_of_template"], "what was mended is written mended"
    assert conference.points[1].phone == "0912345678"
    assert [(item.cue, item.kind, item.duration_s, item.point) for item in conference.items] == [
        ("1", ItemKind.OPENING, 600, "D001"),
        ("2", ItemKind.VIDEO, 1200, "D001"),
        ("3", ItemKind.PRESENTATION, 1800, "D002"),
        ("4", ItemKind.BREAK, 900, ""),
    ]
    assert [(point.level, point.parent) for point in conference.points] == [
        ("central", ""),
        ("provincial", ""),
        ("district", "D002"),
    ]


def test_rows_that_cannot_be_read_are_kept_and_named(tmp_path: Path) -> None:
    agenda = write_sheet(
        tmp_path / "a.xlsx", [["Nội dung", "Thời lượng"], ["Khai mạc", "10 phút"], ["Kết luận", "ít phút"]]
    )
    mapped = adopted(tmp_path / "new", agenda, None)
    errors = [
        (problem.code, problem.file, problem.row, problem.column)
        for problem in mapped.problems
        if not problem.warning
    ]
    assert errors == [("bad_duration", "a.xlsx", 3, "Thời lượng")]
    assert set(mapped.written) == {"conference.toml", "agenda.csv", "points.csv"}
    assert "ít phút" in (tmp_path / "new" / "agenda.csv").read_text("utf-8")


def test_a_column_called_time_may_hold_lengths(tmp_path: Path) -> None:
    agenda = tmp_path / "a.csv"
    agenda.write_text("Nội dung,Thời gian\nKhai mạc,07 phút\n", "utf-8")
    adopted(tmp_path / "new", agenda, None)
    conference, problems = load(tmp_path / "new")
    assert conference is not None, problems
    assert (conference.items[0].duration_s, conference.items[0].start_ms) == (420, None)


def test_points_that_the_template_roster_lacks_are_named(tmp_path: Path) -> None:
    agenda = tmp_path / "a.csv"
    agenda.write_text("Nội dung,Thời lượng,Điểm cầu\nKhai mạc,10,Trung tâm\nTham luận,8,Nghệ An\n", "utf-8")
    mapped = adopted(tmp_path / "new", agenda, None)
    errors = [problem for problem in mapped.problems if not problem.warning]
    assert [(problem.code, problem.row, problem.column) for problem in errors] == [
        ("unknown_point", 3, "Điểm cầu")
    ]
    _, problems = load(tmp_path / "new")
    assert [problem.code for problem in problems if not problem.warning] == ["unknown_point"]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.docx", b"x", "docx_damaged"),
        ("a.pdf", b"x", "format_not_imported"),
        ("a.csv", b"mot,hai\n1,2\n", "missing_column"),
        ("a.csv", b"", "empty_file"),
        ("a.xlsx", b"", "xlsx_damaged"),
        ("none.csv", None, "unreadable_file"),
    ],
)
def test_a_file_without_a_table_leaves_nothing(
    tmp_path: Path, name: str, content: bytes | None, code: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    mapped = adopted(tmp_path / "new", None, path)
    assert code in [problem.code for problem in mapped.problems]
    assert mapped.written == ()
    assert not (tmp_path / "new").exists()
