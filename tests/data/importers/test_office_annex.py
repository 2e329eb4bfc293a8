"""An annex as a court's office sends it: two header lines, headings, a sum, provinces in every row."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.importers.adopt_agenda import adopt_agenda
from data.importers.adopt_points import adopt_points
from data.importers.adopted import Adopted
from data.importers.columns import AGENDA_VOCABULARY, POINTS_VOCABULARY
from data.importers.point_names import point_names

ROSTER = """\
DANH SÁCH ĐIỂM CẦU,,,,,,,
TT,Tên điểm cầu,Cấp,"Tỉnh, thành phố",Đầu mối kỹ thuật,,,Số đại biểu tham dự
,,,,Họ và tên,Điện thoại,Email,
A,ĐIỂM CẦU TRUNG TÂM,,,,,,
1,Hội trường TANDTC,Trung tâm,Hà Nội,Phòng Kỹ thuật,024 0000 0001,,120
B,TÒA ÁN CẤP CAO,,,,,,
2,TAND cấp cao tại Hà Nội,Cấp cao,Hà Nội,,,,15
C,CẤP TỈNH,,,,,,
3,TAND tỉnh Nghệ An,Cấp tỉnh,Nghệ An,Văn phòng,024 0000 0002,vp@example.org,20
4,TAND TP. Hồ Chí Minh,Cấp tỉnh,TP. Hồ Chí Minh,,,,
5,TAND Hà Nội,Cấp tỉnh,Hà Nội,,,,
D,CẤP HUYỆN,,,,,,
6,TAND huyện Yên Thành,Huyện,Nghệ An,,,,5
7,TAND huyện Châu Thành,Huyện,Nghệ An,,,,
8,TAND huyện Châu Thành,Huyện,TP. Hồ Chí Minh,,,,
,Tổng cộng:,,,,,,160
,Người lập biểu,,,,,,
"""


@pytest.fixture(scope="module")
def roster(tmp_path_factory: pytest.TempPathFactory) -> Adopted:
    """The annex, adopted."""
    path = tmp_path_factory.mktemp("annex") / "phu-luc.csv"
    path.write_text(ROSTER, "utf-8")
    return adopt_points(path)


def rows(roster: Adopted) -> dict[str, dict[str, str]]:
    """Rows by name; of two of one name the last."""
    return {row["name"]: row for _, row in roster.rows}


def told(roster: Adopted, code: str) -> list[int | None]:
    """The rows that a code names."""
    return [problem.row for problem in roster.problems if problem.code == code]


def test_headings_and_the_foot_are_no_points_and_nothing_is_wrong(roster: Adopted) -> None:
    assert [row["name"] for _, row in roster.rows if not row.get("level")] == []
    assert len(roster.rows) == 8
    assert told(roster, "row_below") == [16, 17]
    assert [problem for problem in roster.problems if not problem.warning] == []


def test_a_column_of_two_header_lines_is_read_also_when_one_of_its_words_is_unknown(roster: Adopted) -> None:
    assert rows(roster)["TAND tỉnh Nghệ An"]["phone"] == "024 0000 0002"
    assert rows(roster)["Hội trường TANDTC"]["contact"] == "Phòng Kỹ thuật"
    assert rows(roster)["Hội trường TANDTC"]["delegates"] == "120"
    assert [use.header for use in roster.columns if not use.column] == ["Email"]


def test_a_province_is_not_under_itself_and_the_hall_not_under_the_province_it_lies_in(
    roster: Adopted,
) -> None:
    found = rows(roster)
    for name in ("Hội trường TANDTC", "TAND cấp cao tại Hà Nội", "TAND tỉnh Nghệ An", "TAND Hà Nội"):
        assert found[name]["parent"] == ""
    assert found["Hội trường TANDTC"]["note"] == "Tỉnh, thành phố: Hà Nội"
    assert found["TAND huyện Yên Thành"]["parent"] == found["TAND tỉnh Nghệ An"]["code"]


def test_a_heading_with_no_row_of_its_own_is_still_a_point(tmp_path: Path) -> None:
    path = tmp_path / "phu-luc.csv"
    path.write_text("TT,Tên điểm cầu,Cấp\nA,ĐIỂM CẦU TRUNG TÂM,\nB,TAND TỈNH NGHỆ AN,\n1,Yên Thành,Huyện\n")
    assert [row["name"] for _, row in adopt_points(path).rows] == [
        "ĐIỂM CẦU TRUNG TÂM",
        "TAND TỈNH NGHỆ AN",
        "Yên Thành",
    ]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Trung tâm", "Hội trường TANDTC"),
        ("Điểm cầu Trung tâm", "Hội trường TANDTC"),
        ("TP.HCM", "TAND TP. Hồ Chí Minh"),
        ("Nghệ An", "TAND tỉnh Nghệ An"),
        ("Yên Thành", "TAND huyện Yên Thành"),
        ("huyện Yên Thành (Nghệ An)", "TAND huyện Yên Thành"),
        ("Yên Thành - Nghệ An", "TAND huyện Yên Thành"),
        ("Châu Thành", ""),
    ],
)
def test_the_programme_calls_points_as_offices_do(
    roster: Adopted, tmp_path: Path, written: str, meant: str
) -> None:
    path = tmp_path / "chuong-trinh.csv"
    path.write_text(
        f"TT,Thời lượng,Nội dung,Người phát biểu / Người thực hiện,Điểm cầu\n1,10',Báo cáo,Tòa A,{written}\n"
    )
    programme = adopt_agenda(path, point_names(row for _, row in roster.rows))
    ((_, item),) = programme.rows
    wanted = rows(roster)[meant]["code"] if meant else written
    assert (item["point"], item["speaker"]) == (wanted, "Tòa A")


def test_a_header_of_two_different_things_is_none() -> None:
    assert AGENDA_VOCABULARY.column("Người phát biểu / Người thực hiện") == "speaker"
    assert AGENDA_VOCABULARY.column("Nội dung / Điểm cầu") == ""
    assert POINTS_VOCABULARY.column("Điện thoại / Fax") == ""
