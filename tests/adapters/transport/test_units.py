"""Figures with units: read whole or not at all."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.transport.units import bps, count, milliseconds, percent, utc_ms


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        ("23 kbps", 1, 23_000),
        ("1.5 Mbit/s", 1, 1_500_000),
        ("1,5 Mbps", 1, 1_500_000),
        (64, 1000, 64_000),
        ("64", 1000, 64_000),
        (0, 1, 0),
        ("16283 bytes/s", 1, 130_264),
        *(
            (odd, 1, None)
            for odd in ("", "-", "kbps", "23 furlongs", "1e9", -1, True, None, [], math.nan, math.inf)
        ),
    ],
)
def test_bit_rates(value: object, unit: float, expected: int | None) -> None:
    assert bps(value, unit) == expected


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [("0.3%", 1, 0.3), (0.3, 1, 0.3), (0.02, 100, 2.0), ("3 %", 100, 3.0), (101, 1, None), ("1.9", 1, 1.9)],
)
def test_ratios(value: object, unit: float, expected: float | None) -> None:
    assert percent(value, unit) == expected


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [("126 ms", 1000, 126.0), (0.126, 1000, 126.0), (6, 1, 6.0), ("2 s", 1, 2000.0)],
)
def test_delays(value: object, unit: float, expected: float | None) -> None:
    assert milliseconds(value, unit) == pytest.approx(expected)


@pytest.mark.parametrize(("value", "expected"), [(7, 7), ("7", 7), (7.5, None), ("7 ms", None), (-1, None)])
def test_counts(value: object, expected: int | None) -> None:
    assert count(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024-06-16T07:00:00Z", 1_718_521_200_000),
        ("2024-06-16T14:00:00+07:00", 1_718_521_200_000),
        ("2024-06-16 07:00:00", 1_718_521_200_000),
        (1_718_521_200, 1_718_521_200_000),
        ("1718521200000", 1_718_521_200_000),
        *((odd, None) for odd in ("soon", "", None, True, [], "9999-99-99")),
    ],
)
def test_times(value: object, expected: int | None) -> None:
    assert utc_ms(value) == expected


@given(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.lists(st.integers())
)
def test_whatever_comes_a_figure_is_sound_or_none(value: object) -> None:
    for figure in (bps(value, 1000), percent(value, 100), milliseconds(value, 1000), count(value)):
        assert figure is None or (figure >= 0 and math.isfinite(figure))
    assert (percent(value, 1) or 0) <= 100
    utc_ms(value)
