from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kit.hostile import NAMES
from kit.profile import THOROUGH
from rich.cells import cell_len
from wcwidth import wcswidth

from widgets.line import Piece, cells_of, crop, fit, padded, spread, wrap

VIETNAMESE = st.text("aăâbcdđeêghiklmnoôơpqrstuưvxyỂễộạằ ẾỜ-,.;()", max_size=60)
ANY = st.one_of(VIETNAMESE, st.text(max_size=60), st.sampled_from(NAMES))
WIDTHS = st.integers(0, 90)


def harmless(text: str) -> bool:
    return all(unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Zl", "Zp") for char in text)


@THOROUGH
@given(ANY, WIDTHS, st.sampled_from(["left", "right", "center"]), st.sampled_from(["", "…", ".."]))
def test_fit_is_exact_and_harmless(text: str, width: int, align: str, more: str) -> None:
    fitted = fit(text, width, align=align, more=more)
    assert cell_len(fitted) == width
    assert harmless(fitted)


@THOROUGH
@given(VIETNAMESE, WIDTHS)
def test_two_rulers_agree_on_vietnamese_in_both_normal_forms(text: str, width: int) -> None:
    composed = fit(text, width, more="…")
    assert wcswidth(composed) == width
    assert fit(unicodedata.normalize("NFD", text), width, more="…") == composed


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("Trợ lý ảo", 12, "Trợ lý ảo   "),
        ("Trợ lý ảo", 9, "Trợ lý ảo"),
        ("Trợ lý ảo", 8, "Trợ lý… "),
        ("Trợ lý ảo", 1, "…"),
        ("会議室", 4, "会…"),
    ],
)
def test_a_cut_shows(text: str, width: int, shown: str) -> None:
    assert fit(text, width, more="…").rstrip() == shown.rstrip()


@THOROUGH
@given(ANY, st.integers(1, 60), st.integers(1, 4))
def test_wrap_keeps_its_box(text: str, width: int, rows: int) -> None:
    lines = wrap(text, width, rows, "…")
    assert len(lines) <= rows
    assert all(cell_len(line) <= width and harmless(line) for line in lines)


def test_wrap_breaks_at_words_and_cuts_only_the_last_row() -> None:
    text = "Xét xử trực tuyến, bước đột phá trong cải cách tư pháp"
    assert wrap(text, 30, 3, "…") == ["Xét xử trực tuyến, bước đột", "phá trong cải cách tư pháp"]
    assert wrap(text, 20, 2, "…") == ["Xét xử trực tuyến,", "bước đột phá trong…"]


@THOROUGH
@given(st.lists(ANY, max_size=4), st.lists(ANY, max_size=3), st.integers(1, 90))
def test_spread_is_exact(left: list[str], right: list[str], width: int) -> None:
    line = spread([Piece(text) for text in left], [Piece(text) for text in right], width, more="…")
    assert line.width == width
    assert harmless(line.text)


def test_spread_keeps_the_right_side_whole() -> None:
    line = spread([Piece("một điểm cầu có tên rất dài")], [Piece("✓ SẴN SÀNG")], 24, more="…")
    assert line.text.endswith(" ✓ SẴN SÀNG")
    assert "…" in line.text


@THOROUGH
@given(st.lists(ANY, max_size=4), st.integers(0, 60))
def test_crop_never_grows(texts: list[str], width: int) -> None:
    assert cells_of(crop([Piece(text) for text in texts], width, "…")) <= width


def test_padded_fills_the_row() -> None:
    assert padded([Piece("mic ✓")], 8).text == "mic ✓   "
