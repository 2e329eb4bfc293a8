"""Instants of the wall clock, there and back."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.instants import utc_datetime, utc_iso, utc_ms_of


@given(st.integers(0, 4_102_444_800_000))
def test_every_instant_comes_back(utc_ms: int) -> None:
    text = utc_iso(utc_ms)
    assert len(text) == 24 and text[10] == "T" and text[19] == "." and text[23] == "Z"
    assert utc_ms_of(text) == utc_ms


def test_an_instant_by_hand() -> None:
    assert utc_iso(1_718_521_200_000) == "2024-06-16T07:00:00.000Z"
    assert utc_iso(1_718_521_200_999) == "2024-06-16T07:00:00.999Z"
    assert utc_datetime(1_718_521_200_999) == datetime(2024, 6, 16, 7, 0, 0, 999_000, tzinfo=UTC)


def test_what_is_no_instant() -> None:
    with pytest.raises(ValueError, match="isoformat"):
        utc_ms_of("yesterday")
