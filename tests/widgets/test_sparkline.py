from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kit.profile import THOROUGH
from rich.cells import cell_len

from widgets.glyphs import ASCII, UNICODE, GlyphSet
from widgets.sparkline import GAP, sparkline

values = st.lists(st.none() | st.floats(0, 100), max_size=90)


@THOROUGH
@given(values, st.integers(0, 40), st.sampled_from([UNICODE, ASCII]))
def test_it_is_as_wide_as_asked_and_made_of_its_signs(
    found: list[float | None], width: int, glyphs: GlyphSet
) -> None:
    line = sparkline(found, width, glyphs, full=10)
    assert cell_len(line) == len(line) == width
    assert set(line) <= {GAP, *glyphs.levels}


@THOROUGH
@given(values, st.integers(1, 40))
def test_a_gap_is_where_nothing_was_measured_and_nowhere_else(found: list[float | None], width: int) -> None:
    line = sparkline(found, width, UNICODE, full=10)
    if len(found) <= width:
        assert [sign == GAP for sign in line[width - len(found) :]] == [value is None for value in found]
        assert line[: width - len(found)].strip() == ""
    else:
        assert (line.strip() == "") == all(value is None for value in found)


@THOROUGH
@given(st.lists(st.floats(0, 100), min_size=1, max_size=40), st.floats(1, 50))
def test_more_loss_is_never_a_lower_sign(found: list[float], full: float) -> None:
    line = sparkline(found, len(found), UNICODE, full=full)
    ranks = [UNICODE.levels.index(sign) for sign in line]
    pairs = sorted(zip(found, ranks, strict=True))
    assert [rank for _, rank in pairs] == sorted(rank for _, rank in pairs)


@pytest.mark.parametrize(
    ("found", "line"),
    [
        ((0.0, 0.01, 5.0, 10.0, 80.0), "▁▂▅██"),
        ((None, 0.0, None), " ▁ "),
        ((), "   "),
        ((3.0,), "  ▃"),
    ],
)
def test_reference_pictures(found: tuple[float | None, ...], line: str) -> None:
    assert sparkline(found, len(line), UNICODE, full=10) == line


def test_a_short_burst_is_not_averaged_away() -> None:
    quiet: list[float | None] = [0.0] * 60
    quiet[31] = 9.0
    assert max(sparkline(quiet, 6, UNICODE, full=10)) > UNICODE.levels[5]
