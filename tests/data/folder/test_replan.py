from __future__ import annotations

from pathlib import Path

import pytest
from kit.folders import assert_declared, write_folder
from kit.written.awkward import HEADER
from kit.written.documents import write_document
from kit.written.sheets import write_sheet

from data.folder.conference import load
from data.folder.problem import ProblemError
from data.folder.replan import accept, replan

NOBODY: frozenset[str] = frozenset()
NEW_AGENDA = [
    HEADER,
    ["1", "14h00 – 14h10", "Khai mạc", "Chủ tọa", ""],
    ["2", "14h10 – 14h20", "Xem video clip", "Tổ kỹ thuật", ""],
    ["3", "14h20 – 14h30", "Tham luận", "Đại diện TAND thành phố Hải Phòng", ""],
]


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_comparing_writes_nothing(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "hn")
    before = files(folder)
    plan = replan(folder, write_document(tmp_path / "v2.docx", NEW_AGENDA), None, ran=NOBODY)
    assert_declared(plan.problems)
    assert plan.refusals == ()
    assert plan.agenda is not None
    assert [(change.what.value, change.key, change.column) for change in plan.agenda.changes] == [
        ("changed", "1", "start"),
        ("changed", "1", "speaker"),
        ("added", "2", ""),
        ("changed", "2", "start"),
        ("changed", "2", "speaker"),
        ("changed", "2", "duration"),
        ("renumbered", "2", "cue"),
    ]
    assert files(folder) == before


def test_what_is_accepted_is_a_conference_and_the_earlier_file_stays(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "hn")
    before = (folder / "agenda.csv").read_bytes()
    plan = replan(folder, write_document(tmp_path / "v2.docx", NEW_AGENDA), None, ran=NOBODY)
    assert accept(plan) == ("agenda.csv",)
    conference, problems = load(folder)
    assert conference is not None, problems
    assert [(item.cue, item.title, item.duration_s, item.point) for item in conference.items] == [
        ("1", "Khai mạc", 600, "TC00"),
        ("2", "Xem video clip", 600, ""),
        ("3", "Tham luận", 600, "T31"),
    ]
    assert (folder / "agenda.before.csv").read_bytes() == before
    assert sorted(files(folder)) == ["agenda.before.csv", "agenda.csv", "conference.toml", "points.csv"]
    again = replan(folder, tmp_path / "v2.docx", None, ran=NOBODY)
    assert not again.changes


def test_items_that_ran_keep_number_and_length(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "hn")
    plan = replan(folder, write_document(tmp_path / "v2.docx", NEW_AGENDA), None, ran=frozenset({"1", "2"}))
    accept(plan)
    conference, _ = load(folder)
    assert conference is not None
    assert [(item.cue, item.title, item.duration_s) for item in conference.items] == [
        ("1", "Khai mạc", 600),
        ("2", "Tham luận", 480),
        ("2b", "Xem video clip", 600),
    ]


def test_a_newer_roster_keeps_codes_and_takes_numbers(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "hn")
    rows = [
        ["STT", "Đơn vị", "SĐT", "Trực thuộc"],
        [1, "Tòa án nhân dân thành phố Hải Phòng", 310000001, "Trung tâm"],
        [2, "Trung tâm", "024 0000 0001", None],
        [3, "TAND quận Lê Chân", None, "Hải Phòng"],
    ]
    plan = replan(folder, None, write_sheet(tmp_path / "v2.xlsx", rows), ran=NOBODY)
    assert plan.points is not None
    assert [(change.what.value, change.key, change.new) for change in plan.points.changes] == [
        ("changed", "T31", "0310000001"),
        ("changed", "TC00", "024 0000 0001"),
        ("added", "D003", ""),
        ("moved", "TC00", "2"),
    ]
    accept(plan)
    conference, problems = load(folder)
    assert conference is not None, problems
    assert [(point.code, point.parent, point.phone) for point in conference.points] == [
        ("T31", "TC00", "0310000001"),
        ("TC00", "", "024 0000 0001"),
        ("D003", "T31", ""),
    ]


def test_a_folder_that_could_not_be_used_is_refused(tmp_path: Path) -> None:
    """A point that the programme still names may not vanish from the roster."""
    folder = write_folder(tmp_path / "hn")
    before = files(folder)
    roster = tmp_path / "v2.csv"
    roster.write_text("Mã,Đơn vị,Cấp\nTC00,Trung tâm,central\n", "utf-8")
    plan = replan(folder, None, roster, ran=NOBODY)
    assert [problem.code for problem in plan.refusals] == ["unknown_point"]
    with pytest.raises(ProblemError):
        accept(plan)
    assert files(folder) == before


def test_a_file_that_is_no_table_is_refused(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "hn")
    (tmp_path / "v2.docx").write_bytes(b"PK")
    plan = replan(folder, tmp_path / "v2.docx", None, ran=NOBODY)
    assert [problem.code for problem in plan.refusals] == ["docx_damaged"]
    assert plan.agenda is None


def test_a_sheet_of_the_folder_gives_way_to_csv(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "hn", agenda_csv=None)
    rows = [["cue", "title", "kind", "duration"], ["1", "Khai mạc", "opening", 10]]
    write_sheet(folder / "agenda.xlsx", rows)
    accept(replan(folder, write_document(tmp_path / "v2.docx", NEW_AGENDA), None, ran=NOBODY))
    assert sorted(files(folder)) == ["agenda.before.xlsx", "agenda.csv", "conference.toml", "points.csv"]
    assert load(folder)[0] is not None


def test_a_folder_that_cannot_be_written_is_left_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_folder(tmp_path / "hn")
    before = files(folder)
    plan = replan(folder, write_document(tmp_path / "v2.docx", NEW_AGENDA), None, ran=NOBODY)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("data.folder.replan.os.fsync", full)
    with pytest.raises(ProblemError) as caught:
        accept(plan)
    assert_declared(caught.value.problems)
    assert files(folder) == before


def test_a_newer_programme_of_another_day_or_hour_says_so(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "hn")
    newer = tmp_path / "v2.csv"
    rows = "TT,Nội dung,Thời lượng\n1,Khai mạc,10\n2,Tham luận,8\n"
    newer.write_text(f"CHƯƠNG TRÌNH HỘI NGHỊ X,,\nThời gian: 8h00 ngày 17/6/2024,,\n{rows}", "utf-8")
    told = {problem.code: problem.params for problem in replan(folder, newer, None, ran=frozenset()).problems}
    assert told["newer_day"] == {"date": "16/06/2024", "value": "Thời gian: 8h00 ngày 17/6/2024"}
    assert told["newer_opening"]["start"] == "14:00"
    newer.write_text("Thời gian: 14h00 ngày 16/6/2024,,\n" + rows, "utf-8")
    assert not {"newer_day", "newer_opening"} & {
        problem.code for problem in replan(folder, newer, None, ran=frozenset()).problems
    }
