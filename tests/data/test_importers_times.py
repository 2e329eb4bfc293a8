from __future__ import annotations

import datetime
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.importers.times import parse_date, parse_duration, parse_span, parse_time

MINUTE, HOUR = 60, 3600


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("10", 10 * MINUTE),
        ("10'", 10 * MINUTE),
        ("10’", 10 * MINUTE),
        ("10 phút", 10 * MINUTE),
        ("07 phút", 7 * MINUTE),
        ("10\u00a0phút", 10 * MINUTE),
        (unicodedata.normalize("NFD", "10 phút"), 10 * MINUTE),
        ("15p", 15 * MINUTE),
        ("0:10", 10 * MINUTE),
        ("00:10:00", 10 * MINUTE),
        ("1:30", 90 * MINUTE),
        ("1h30", 90 * MINUTE),
        ("1h30'", 90 * MINUTE),
        ("1 giờ 30 phút", 90 * MINUTE),
        ("1 giờ", HOUR),
        ("90 giây", 90),
        ("10'30\"", 630),
        ("7,5", 450),
        ("7.5", 450),
        ("0", 0),
    ],
)
def test_durations(text: str, seconds: int) -> None:
    assert parse_duration(text) == seconds


@pytest.mark.parametrize(
    "text", ["", "abc", "-5", "10 con", "1:75", "5 5", "h", "phút", "1h30 20 phút", "8h - 9h"]
)
def test_not_durations(text: str) -> None:
    assert parse_duration(text) is None


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("14:00", (14 * HOUR, None)),
        ("8h00", (8 * HOUR, None)),
        ("8 giờ 30", (8.5 * HOUR, None)),
        ("8 giờ 30 phút", (8.5 * HOUR, None)),
        ("8h30'", (8.5 * HOUR, None)),
        ("8h\u00a030", (8.5 * HOUR, None)),
        (unicodedata.normalize("NFD", "8 giờ 30"), (8.5 * HOUR, None)),
        ("Buổi chiều 2h", (14 * HOUR, None)),
        ("2h30 chiều", (14.5 * HOUR, None)),
        ("7-9h", (7 * HOUR, 9 * HOUR)),
        ("14-15h30", (14 * HOUR, 15.5 * HOUR)),
        ("17h30 – 19h", (17.5 * HOUR, 19 * HOUR)),
        ("Buổi sáng từ 8-12h", (8 * HOUR, 12 * HOUR)),
        ("từ 8h đến 9h30", (8 * HOUR, 9.5 * HOUR)),
    ],
)
def test_spans(text: str, span: tuple[float, float | None]) -> None:
    assert parse_span(text) == span


@pytest.mark.parametrize("text", ["", "8", "25h", "8h75", "14h - 13h", "Buổi sáng", "8-9", "10 phút", "x"])
def test_not_times(text: str) -> None:
    assert parse_span(text) is None


def test_a_span_is_not_one_time() -> None:
    assert parse_time("7-9h") is None


@given(
    st.integers(0, 23),
    st.integers(0, 59),
    st.sampled_from(["{}:{:02}", "{}h{:02}", "{} giờ {}", "{:02}h{:02}'"]),
)
def test_every_time_of_day_in_every_form(hour: int, minute: int, form: str) -> None:
    assert parse_time(form.format(hour, minute)) == hour * HOUR + minute * MINUTE


@given(st.text(max_size=60))
def test_anything_is_a_time_or_none(text: str) -> None:
    duration, span = parse_duration(text), parse_span(text)
    assert duration is None or duration >= 0
    assert span is None or 0 <= span[0] < 24 * HOUR
    assert parse_date(text) is None or isinstance(parse_date(text), datetime.date)


@pytest.mark.parametrize(
    "text", ["2024-06-16", "16/06/2024", "16.6.2024", "ngày 16 tháng 6 năm 2024", "2024-06-16 00:00"]
)
def test_dates(text: str) -> None:
    assert parse_date(text) == datetime.date(2024, 6, 16)


@pytest.mark.parametrize("text", ["31/02/2024", "16-6-24", "0001-01-01", "", "hôm nay", "2024-13-01"])
def test_not_dates(text: str) -> None:
    assert parse_date(text) is None
