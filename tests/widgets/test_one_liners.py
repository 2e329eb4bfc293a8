"""The rows that stand alone: alarm, F8, header, keys, sources, totals."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from kit.desks.sample import ALARM, F8, HEADER, KEYS, SOURCES, TOTALS
from kit.profile import THOROUGH

from data.health.reading import Health
from widgets.alarm_line import AlarmLevel, AlarmLine, AlarmSentence
from widgets.f8_line import F8Gate, F8Line, F8Sentence
from widgets.header_lines import HeaderFact, HeaderLines
from widgets.key_bar import KeyBar, KeyHint, Keys
from widgets.line import Piece
from widgets.next_card import NextCard, NextUp
from widgets.point_totals import LevelRow, PointTotals
from widgets.source_strip import SourceStrip
from widgets.tone import Tone

WIDTHS = st.integers(40, 220)


@THOROUGH
@given(WIDTHS, st.sampled_from(list(F8Gate)), st.text("aă ơ", max_size=80))
def test_the_verdict_on_f8_is_always_whole(width: int, gate: F8Gate, coming: str) -> None:
    value = msgspec.structs.replace(F8, gate=gate, coming=f"4.2 {coming}")
    (line,) = F8Line().draw(value, width, 1)
    assert line.width == width
    assert "· ✓ SẴN SÀNG" in line.text
    assert line.text.startswith(" F8 ►")


def test_f8_gives_up_the_title_it_leaves_before_the_one_it_goes_to() -> None:
    assert F8Line().draw(F8, 80, 1)[0].text.rstrip().startswith(" F8 ►  4.1 Xét xử trực tuyến  →  4.2")
    assert F8Line().draw(F8, 60, 1)[0].text.rstrip() == " F8 ►  4.1  →  4.2 Trợ lý ảo · TC00 · ✓ SẴN SÀNG"


def test_f8_says_an_opening_and_an_end_without_an_arrow() -> None:
    opening = F8Sentence(gate=F8Gate.ASK, coming="P1 khai mạc")
    assert F8Line().draw(opening, 60, 1)[0].text.rstrip() == " F8 ►  P1 khai mạc"


def test_each_gate_has_a_reversed_bar_of_its_own() -> None:
    tones = [F8Line().draw(msgspec.structs.replace(F8, gate=gate), 80, 1)[0].base for gate in F8Gate]
    assert tones == [Tone.GO_BAR, Tone.ASK_BAR, Tone.STOP_BAR, Tone.OFF_BAR]


@pytest.mark.parametrize("level", list(AlarmLevel))
def test_only_a_p1_inverts(level: AlarmLevel) -> None:
    (line,) = AlarmLine().draw(msgspec.structs.replace(ALARM, level=level), 120, 1)
    tones = {line.base, *(piece.tone for piece in line.pieces if piece.text.strip())}
    assert (Tone.ALARM in tones) == (level is AlarmLevel.P1)
    assert line.width == 120


def test_no_alarm_is_a_blank_row() -> None:
    assert AlarmLine().draw(AlarmSentence(), 80, 1)[0].text == " " * 80


def test_an_alarm_too_long_is_told_in_short() -> None:
    (line,) = AlarmLine().draw(ALARM, 80, 1)
    assert line.text.startswith(" P1 T79 TP HCM tiếng mất gói 6 %, nói sau 9' · CHƯA AI NHẬN")
    assert line.text.endswith(" sự cố 3 ")


@THOROUGH
@given(WIDTHS)
def test_the_clock_keeps_its_corner(width: int) -> None:
    first, second = HeaderLines().draw(HEADER, width, 2)
    assert first.width == second.width == width
    assert first.text.endswith(" 15:31:08 ")
    assert "ĐANG DIỄN RA" in second.text


def test_facts_go_from_the_last_when_room_is_short() -> None:
    second = HeaderLines().draw(HEADER, 60, 2)[1].text
    assert "TRỄ 4'" in second and "nợ 1 mục" not in second


@THOROUGH
@given(WIDTHS)
def test_f8_is_the_last_key_to_leave_the_bar(width: int) -> None:
    (line,) = KeyBar().draw(KEYS, width, 1)
    assert line.width == width
    assert line.text.startswith(" F8 Chuyển")
    assert "F1" in line.text


def test_the_way_to_everything_else_outlives_the_verbs() -> None:
    left = (*(KeyHint(f"^{letter}", "Việc khác") for letter in "ABCDEF"), KeyHint("^P", "Lệnh", keep=True))
    right = (KeyHint("F2", "Đ.hành"), KeyHint("F1", "Phím", keep=True))
    shown = {width: KeyBar().draw(Keys(left, right), width, 1)[0].text for width in (40, 24, 12)}
    assert "^A" in shown[40] and "F2" not in shown[40]
    assert all("^P Lệnh" in shown[width] and "F1 Phím" in shown[width] for width in (40, 24))
    assert shown[12].strip()


@THOROUGH
@given(WIDTHS)
def test_the_state_of_the_record_is_always_on_the_bottom_line(width: int) -> None:
    (line,) = SourceStrip().draw(SOURCES, width, 1)
    assert line.width == width
    assert "ghi ✓ 15:31:08"[: width - 20] in line.text


def test_sources_carry_their_mark() -> None:
    lost = msgspec.structs.replace(SOURCES.marks[0], health=Health.STALE, age="14 s")
    (line,) = SourceStrip().draw(msgspec.structs.replace(SOURCES, marks=(lost,)), 120, 1)
    assert line.text.startswith(" pexip ~ 14 s")
    assert Piece("~", Tone.STALE) in line.pieces


def test_noughts_are_dim_and_sickness_is_not() -> None:
    total = LevelRow(label="TỔNG", ok=3, down=2)
    lines = PointTotals().draw(msgspec.structs.replace(TOTALS, rows=(), total=total), 26, 9)
    tones = {piece.text.strip(): piece.tone for piece in lines[2].pieces}
    assert (tones["2"], tones["0"], tones["3"]) == (Tone.STOP, Tone.DIM, Tone.STRONG)


def test_a_thousand_points_fit_their_column() -> None:
    total = LevelRow(label="TỔNG", ok=9999, degraded=100, down=200, stale=300, unknown=10)
    lines = PointTotals().draw(msgspec.structs.replace(TOTALS, total=total), 26, 9)
    assert {line.width for line in lines} == {26}


@THOROUGH
@given(WIDTHS)
def test_the_sick_are_counted_on_the_narrowest_line(width: int) -> None:
    (line,) = PointTotals().draw(TOTALS, width, 1)
    assert line.width == width
    assert "! 9  ✗ 5  ~ 2  ? 0" in line.text


@THOROUGH
@given(WIDTHS, st.text("aă ơ!", max_size=60), st.text("F9 x", max_size=30))
def test_an_alarm_is_one_full_row_and_loses_keys_before_words(width: int, text: str, right: str) -> None:
    value = AlarmSentence(level=AlarmLevel.WARNING, text=f"x{text}", right=right, short="kurz")
    (line,) = AlarmLine().draw(value, width, 1)
    assert line.width == width
    assert line.text[1:].startswith(("x", "kurz"))


def test_the_keys_of_an_alarm_shrink_before_its_words_do() -> None:
    value = AlarmSentence(text="x" * 60, right="F9 phương án  F3 thẻ", tight_right="F9 F3", short="kurz")
    assert AlarmLine().draw(value, 70, 1)[0].text.endswith(" F9 F3 ")
    assert AlarmLine().draw(value, 60, 1)[0].text.strip() == "kurz"


def test_a_rehearsal_has_a_top_and_a_foot_in_the_colour_of_its_frame() -> None:
    first, second = HeaderLines().draw(msgspec.structs.replace(HEADER, rehearsal=True), 120, 2)
    assert {piece.tone for piece in first.pieces} == {Tone.REHEARSAL_BAR}
    assert Tone.REHEARSAL_BAR not in {piece.tone for piece in second.pieces}
    lost = msgspec.structs.replace(SOURCES.marks[0], health=Health.DOWN, age="lỗi")
    (foot,) = SourceStrip().draw(msgspec.structs.replace(SOURCES, marks=(lost,), rehearsal=True), 120, 1)
    assert {piece.tone for piece in foot.pieces} == {Tone.REHEARSAL_BAR, Tone.STOP}
    (official,) = SourceStrip().draw(SOURCES, 120, 1)
    assert Tone.REHEARSAL_BAR not in {piece.tone for piece in official.pieces}


def test_where_there_is_room_facts_are_told_in_full() -> None:
    fact = HeaderFact("xong 16:41 (KH 16:37)", short="xong 16:41", full="xong dự kiến 16:41 (kế hoạch 16:37)")
    header = msgspec.structs.replace(HEADER, facts=(fact,))
    told = {width: HeaderLines().draw(header, width, 2)[1].text for width in (140, 48, 36)}
    assert "(kế hoạch 16:37)" in told[140]
    assert "xong 16:41 (KH 16:37)" in told[48]
    assert "xong 16:41" in told[36] and "KH" not in told[36]


def test_a_level_gives_up_its_number_before_its_name() -> None:
    rows = (LevelRow(label="huyện 700", brief="huyện", ok=671, unknown=129),)
    narrow, wide = (
        PointTotals().draw(msgspec.structs.replace(TOTALS, rows=rows), width, 9)[2].text for width in (26, 40)
    )
    assert narrow.startswith("│huyện  ") and wide.startswith("│huyện 700 ")


def test_one_line_of_totals_gives_up_whole_parts() -> None:
    told = {width: PointTotals().draw(TOTALS, width, 1)[0].text for width in (80, 66, 56)}
    assert "tốt 751/767  tỉnh 61/63  huyện 686/700 " in told[80]
    assert "tỉnh 61/63 " in told[66] and "huyện" not in told[66]
    assert "tốt 751/767 " in told[56] and "tỉnh" not in told[56]


def test_where_nothing_comes_the_short_list_says_so() -> None:
    lines = [
        line.text for line in NextCard().draw(NextUp(heading="TIẾP THEO", title="hết chương trình"), 80, 5)
    ]
    assert "hết chương trình" in lines[1]
