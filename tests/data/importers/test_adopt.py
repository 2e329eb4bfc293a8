"""Whatever stands in the cells: nothing raises, no row vanishes unnamed, and the result is declared."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from kit.folders import assert_declared

from data.importers.adopt_agenda import adopt_agenda, first_start
from data.importers.adopt_points import adopt_points
from data.importers.adopted import Adopted
from data.importers.speaker import Speaker, split_speaker
from data.text import clean, nfc

_HEADERS = st.lists(
    st.sampled_from(
        [
            "STT",
            "Thời gian",
            "Nội dung",
            "Người thực hiện",
            "Ghi chú",
            "Thời lượng",
            "Từ",
            "Đến",
            "Đơn vị",
            "SĐT",
            "Tỉnh",
            "Cán bộ đầu mối",
            "Cấp",
            "Màu",
            "",
        ]
    ),
    min_size=1,
    max_size=8,
)
_CELL = st.one_of(
    st.sampled_from(
        [
            "Phát biểu",
            "Chương trình",
            "1",
            "1.1",
            "I",
            "II.",
            "2",
            "8h00",
            "8h - 9h",
            "7-9h",
            "10 phút",
            "1h30",
            "0:10",
            "chiều 2h",
            "Khai mạc",
            "TC00",
            "TAND tỉnh X",
            "Tỉnh X",
            "912000000",
            "0912 000 000 / 0913 000 000",
            "=",
            "(1)",
            "(2)",
            "(3)",
            "x",
        ]
    ),
    st.text(max_size=8),
    st.just(""),
)


def taken(
    adopt: Callable[[Path], Adopted], header: list[str], rows: list[list[str]]
) -> tuple[Adopted, list[tuple[int, list[str]]]]:
    """What became of a csv file with these cells, and its rows as a reader numbers them."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        with path.open("w", encoding="utf-8", errors="surrogatepass", newline="") as file:
            csv.writer(file, delimiter=";", quoting=csv.QUOTE_ALL).writerows([header, *rows])
        return adopt(path), list(enumerate(rows, 2))


@pytest.mark.parametrize(
    ("adopt", "needed"),
    [(lambda path: adopt_agenda(path, {"x": "T1"}), "Nội dung"), (adopt_points, "Đơn vị")],
)
@given(header=_HEADERS, rows=st.lists(st.lists(_CELL, min_size=1, max_size=9), max_size=7))
@example(header=["STT"], rows=[["Phát biểu", "Phát biểu", "\x08"], ["Phát biểu"]])
@settings(max_examples=150, deadline=None)
def test_no_row_vanishes_unnamed(
    adopt: Callable[[Path], Adopted], needed: str, header: list[str], rows: list[list[str]]
) -> None:
    found, numbered = taken(adopt, [needed, *header], rows)
    assert_declared(found.problems)
    kept = {number for number, _ in found.rows}
    named = {problem.row for problem in found.problems}
    everything = any(problem.row is None and not problem.warning for problem in found.problems)
    told = {use.header for use in found.columns}
    first = next((number for number, cells in numbered if any(cell.strip() for cell in cells)), 0)
    for number, cells in numbered:
        filled = {cell.strip() for cell in cells if cell.strip()}
        # The second line of a header is told as columns, in harmless letters; empty rows are passed over.
        heads = number == first and {clean(" ".join(nfc(cell).split()), 60) for cell in filled} <= told
        assert not filled or heads or number in kept | named or everything or found.columns == ()
    start = first_start(found)
    assert start is None or 0 <= start < 24 * 3600


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Đồng chí Họ Tên Mẫu, Chánh án TAND tỉnh X", Speaker("Họ Tên Mẫu", "Chánh án", "TAND tỉnh X")),
        ("Đ/c Họ Tên Mẫu - Phó Chánh án - TANDTC", Speaker("Họ Tên Mẫu", "Phó Chánh án", "TANDTC")),
        ("Bà Họ Tên Mẫu – Vụ trưởng Vụ Tổng hợp", Speaker("Họ Tên Mẫu", "Vụ trưởng", "Vụ Tổng hợp")),
        ("Chánh án TAND tỉnh X", None),
        ("Chủ tọa", None),
        ("Tổ kỹ thuật, TANDTC", None),
        ("TAND tỉnh X, Chánh án TAND tỉnh Y", None),
        ("Đ/c Họ Tên Một, Chánh án; Đ/c Họ Tên Hai", None),
        ("Họ Tên Mẫu, Chánh án", None),
        ("Họ Tên Mẫu, Ủy viên Ban, Chánh án TANDTC", None),
        ("họ tên mẫu, Chánh án TAND tỉnh X", None),
    ],
)
def test_a_speaker_is_split_only_where_it_is_certain(text: str, person: Speaker | None) -> None:
    assert split_speaker(text) == person
