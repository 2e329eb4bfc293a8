"""The record's table, one event in full, and the row of quick filters."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from kit.hostile import NAMES, poison

from widgets.chip_row import ChipRow, Chips
from widgets.line import Piece
from widgets.log_detail import Detail, DetailField, LogDetail
from widgets.log_table import LogRow, LogSheet, LogTable
from widgets.tone import Tone

HEADS = LogRow("dòng", "giờ", "người", "máy", "mục", "điểm", "diễn biến")
ROWS = tuple(
    LogRow(f"{n}", f"14:00:{n:02}", "op1", "máy chính", "4.3", "T79", f"mất gói {n} %") for n in range(30)
)
SHEET = LogSheet(heading="NHẬT KÝ", heads=HEADS, rows=ROWS, cursor=2, right=Piece("dòng 3"), seq_cells=9)
DETAIL = Detail(
    heading="CHI TIẾT",
    fields=(DetailField("diễn biến", "T79: mất gói"), DetailField("nguyên văn", '{"a":1}' * 40)),
)
CHIPS = Chips(labels=("tất cả", "sự cố", "ghi chú"), chosen=1)


@given(st.integers(60, 220), st.integers(3, 60))
def test_exactly_as_large_as_its_place(width: int, height: int) -> None:
    for lines in (LogTable().draw(SHEET, width, height), LogDetail().draw(DETAIL, width, height)):
        assert len(lines) == height
        assert {line.width for line in lines} == {width}


def test_the_sentence_keeps_its_column_whatever_the_numbers_are() -> None:
    low = LogTable().draw(SHEET, 100, 20)
    high = tuple(msgspec.structs.replace(row, seq="1.000.000") for row in ROWS)
    far = LogTable().draw(msgspec.structs.replace(SHEET, rows=high), 100, 20)
    assert low[3].text.index("mất gói") == far[3].text.index("mất gói")


def test_only_the_row_under_the_cursor_is_marked_and_without_colour_too() -> None:
    lines = LogTable().draw(SHEET, 100, 20)
    marked = [at for at, line in enumerate(lines) if line.base is Tone.SELECTED_ROW]
    assert marked == [1 + 1 + 2]
    assert lines[4].text.startswith(">")


@pytest.mark.parametrize(("thumb", "where"), [((0.0, 0.1), 0), ((0.45, 0.55), 8), ((0.95, 1.0), 17)])
def test_the_right_edge_says_where_one_reads(thumb: tuple[float, float], where: int) -> None:
    lines = LogTable().draw(msgspec.structs.replace(SHEET, thumb=thumb), 100, 21)
    assert where in [at - 2 for at, line in enumerate(lines) if line.text.endswith("█")]


def test_a_record_that_is_all_on_the_screen_has_no_thumb() -> None:
    assert not [line for line in LogTable().draw(SHEET, 100, 40) if line.text.endswith("█")]


def test_long_text_without_a_blank_is_broken_anywhere() -> None:
    text = "".join(line.text[15:-2] for line in LogDetail().draw(DETAIL, 60, 12) if '"a"' in line.text)
    assert text.replace(" ", "").count('{"a":1}') > 20


@given(st.integers(30, 120), st.integers(0, 2))
def test_the_chosen_filter_stands_in_brackets(width: int, chosen: int) -> None:
    (line,) = ChipRow().draw(msgspec.structs.replace(CHIPS, chosen=chosen), width, 1)
    assert line.width == width
    assert f"[{CHIPS.labels[chosen]}]" in line.text
    assert line.text.count("[") == 1


@pytest.mark.parametrize("name", NAMES)
def test_hostile_text_stays_in_its_cells(name: str) -> None:
    for widget, value in ((LogTable(), SHEET), (LogDetail(), DETAIL), (ChipRow(), CHIPS)):
        lines = widget.draw(poison(value, name), 100, 20)  # type: ignore[attr-defined]
        assert {line.width for line in lines} == {100}
        assert not any(not char.isprintable() for line in lines for char in line.text)
