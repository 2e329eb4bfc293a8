from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kit.screens.stage_text import seconds_shown
from rich.cells import cell_len

from widgets.countdown import Countdown
from widgets.glyphs import ASCII, UNICODE
from widgets.line import Piece
from widgets.stage_view import Stage, StageView, scale_of, stage_digits
from widgets.tall_digits import ROWS
from widgets.tone import Tone

SIZES = [(40, 12), (80, 24), (120, 40), (200, 60)]
widths, heights = st.integers(40, 250), st.integers(12, 80)
times = st.integers(-359_999, 359_999)
glyph_sets = st.sampled_from([UNICODE, ASCII])
words = st.text(max_size=120)


def text_of(seconds: int) -> str:
    return Countdown(seconds, "").text


def value(seconds: int = 68, *, held: bool = False, **fields: object) -> Stage:
    count = Countdown(seconds, "CÒN LẠI", held=held)
    shown: dict[str, object] = {"clock": "15:31", "cue": "4.1", "title": "XÉT XỬ TRỰC TUYẾN", "who": "TAND"}
    shown |= {"fraction": 0.5, "next": "tiếp theo: 4.2", "fresh": Piece("0 s trước: v"), **fields}
    return Stage(countdown=count, **shown)  # type: ignore[arg-type]


def drawn(stage: Stage, width: int, height: int) -> list[str]:
    return [line.text for line in StageView().draw(stage, width, height)]


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII])
@pytest.mark.parametrize("scale", [1, 2, 5])
def test_every_sign_differs_from_every_other_at_every_scale(glyphs, scale: int) -> None:  # type: ignore[no-untyped-def]
    size = (31 * scale + 8, 5 * scale + 13)
    shapes = {sign: tuple(stage_digits(f"00:0{sign}", *size, glyphs)) for sign in "0123456789"}
    shapes["+"] = tuple(stage_digits("+00:0", *size, glyphs))
    assert len(set(shapes.values())) == len(shapes)


@given(times, widths, heights, glyph_sets)
def test_the_digits_fit_the_window_and_all_rows_are_equally_wide(
    seconds: int, width: int, height: int, glyphs: object
) -> None:
    rows = stage_digits(text_of(seconds), width, height, glyphs)  # type: ignore[arg-type]
    assert len({cell_len(row) for row in rows}) == 1
    assert cell_len(rows[0]) <= width
    scale = scale_of(text_of(seconds), width, height)
    assert len(rows) == (ROWS * scale or 3)


@given(widths, heights)
def test_the_scale_is_the_one_that_was_drawn(width: int, height: int) -> None:
    rows = (height - 13) // 5
    assert scale_of("01:08", width, height) == max(1, min((width - 8) // 31, rows))
    if width >= 46:
        assert scale_of("+00:42", width, height) == max(1, min((width - 8) // 38, rows))


@settings(max_examples=40, deadline=None)
@given(st.integers(-599, 599), st.sampled_from(SIZES))
def test_the_digits_read_back_as_the_time_they_stand_for(seconds: int, size: tuple[int, int]) -> None:
    lines = [line.ljust(size[0]) for line in drawn(value(seconds), *size)]
    assert seconds_shown(lines) == seconds


@given(times, widths, heights, st.tuples(words, words, words, words))
def test_no_row_is_wider_than_the_window_and_the_foot_is_at_the_foot(
    seconds: int, width: int, height: int, said: tuple[str, str, str, str]
) -> None:
    title, who, message, coming = said
    stage = value(seconds, title=title, who=who, message=message, next=coming)
    lines = StageView().draw(stage, width, height)
    assert len(lines) == height
    assert all(line.width <= width for line in lines)
    assert "0 s trước: v" in lines[-1].text
    assert "15:31" in lines[0].text
    assert any(line.text.strip() == "CÒN LẠI" for line in lines)


@pytest.mark.parametrize("size", SIZES)
def test_the_message_is_never_what_gives_way(size: tuple[int, int]) -> None:
    text = "\n".join(drawn(value(message="Đề nghị kết thúc trong 1 phút", title="RẤT DÀI " * 20), *size))
    assert "[ Đề nghị kết thúc trong 1 phút ]" in text
    assert "RẤT DÀI" in text


def test_the_picture_at_80_by_24() -> None:
    stage = value(
        title="XÉT XỬ TRỰC TUYẾN, BƯỚC ĐỘT PHÁ TRONG CẢI CÁCH TƯ PHÁP",
        message="Đề nghị kết thúc trong 1 phút",
    )
    lines = drawn(stage, 80, 24)
    assert [len(lines), lines[0][:7], lines[0].rstrip()[-3:]] == [24, "  15:31", "4.1"]
    block = [line for line in lines if set(line.strip()) <= {"█", " "} and line.strip()]
    assert len(block) == 10
    full, gap, one = "█" * 10, " " * 4, "    ██    "
    assert block[0].rstrip() == " " * 9 + gap.join((full, one, " " * 6, full, full))
    bar = next(line for line in lines if "░" in line)
    assert bar == f"   {'█' * 37}{'░' * 37}"


def test_overtime_is_red_ink_with_a_plus_and_never_a_slab() -> None:
    lines = StageView().draw(value(-42), 80, 24)
    tones = {piece.tone for line in lines for piece in line.pieces}
    assert Tone.STOP in tones
    assert not tones & {Tone.OVERRUN, Tone.ALARM, Tone.STOP_BAR}
    assert seconds_shown([line.text.ljust(80) for line in lines]) == -42


def test_the_last_two_minutes_change_colour_and_a_hold_greys_them() -> None:
    def tone_of(seconds: int, held: bool = False) -> Tone:
        lines = StageView().draw(value(seconds, held=held), 80, 24)
        return next(p.tone for line in lines for p in line.pieces if "████" in p.text)

    assert [tone_of(s) for s in (121, 120, 60)] == [Tone.STRONG, Tone.ASK, Tone.STOP]
    assert tone_of(300, held=True) is Tone.STALE


def test_a_title_is_broken_into_even_lines() -> None:
    title = "ỔN ĐỊNH TỔ CHỨC; CHÀO CỜ; TUYÊN BỐ LÝ DO, GIỚI THIỆU ĐẠI BIỂU VÀ CÁC ĐIỂM CẦU"
    lines = [line.strip() for line in drawn(value(title=title), 80, 40)]
    first = next(i for i, line in enumerate(lines) if line.startswith("ỔN"))
    top, bottom = lines[first : first + 2]
    assert f"{top} {bottom}" == title
    assert abs(len(top) - len(bottom)) < 12


def test_more_rows_never_make_smaller_digits() -> None:
    for width in (40, 80, 120, 200):
        scales = [scale_of("01:08", width, height) for height in range(12, 90)]
        assert all(a <= b for a, b in itertools.pairwise(scales))
