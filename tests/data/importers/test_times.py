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
        ("1 tiếng rưỡi", 90 * MINUTE),
        ("một tiếng rưỡi", 90 * MINUTE),
        ("1 giờ rưỡi", 90 * MINUTE),
        ("nửa tiếng", 30 * MINUTE),
        ("Nửa giờ", 30 * MINUTE),
        ("1,5 giờ", 90 * MINUTE),
        ("1.5h", 90 * MINUTE),
        ("7,5 phút", 450),
        ("2 tiếng", 2 * HOUR),
        ("hai giờ", 2 * HOUR),
        (unicodedata.normalize("NFD", "năm phút"), 5 * MINUTE),
        ("1 phút rưỡi", 90),
        ("10 phút.", 10 * MINUTE),
        ("10\u2019", 10 * MINUTE),
    ],
)
def test_durations(text: str, seconds: int) -> None:
    assert parse_duration(text) == seconds


@pytest.mark.parametrize(
    "text",
    [
        *("", "abc", "-5", "10 con", "1:75", "5 5", "h", "phút", "1h30 20 phút", "8h - 9h"),
        *("10-15 phút", "khoảng 10 phút", "~10 phút", "10 phút/người", "3 x 10 phút", "không quá 5 phút"),
        *("sau giờ", "rưỡi", "nửa", "tám"),
    ],
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
        ("8g30", (8.5 * HOUR, None)),
        ("8 giờ rưỡi", (8.5 * HOUR, None)),
        ("9 giờ kém 15", (8.75 * HOUR, None)),
        ("Từ 14 giờ 00 phút đến 14 giờ 10 phút", (14 * HOUR, 14 * HOUR + 600)),
        ("14h00’ - 14h10’", (14 * HOUR, 14 * HOUR + 600)),
        ("14h00 ÷ 14h10", (14 * HOUR, 14 * HOUR + 600)),
        ("14h00 → 14h10", (14 * HOUR, 14 * HOUR + 600)),
        ("8h00-8h15 (15 phút)", (8 * HOUR, 8.25 * HOUR)),
        ("8h00 (15')", (8 * HOUR, 8.25 * HOUR)),
        ("sáng 8h - chiều 2h", (8 * HOUR, 14 * HOUR)),
        ("chiều 2-4h30", (14 * HOUR, 16.5 * HOUR)),
        ("7h tối - 9h tối", (19 * HOUR, 21 * HOUR)),
        ("12 giờ trưa", (12 * HOUR, None)),
        ("1 giờ trưa", (13 * HOUR, None)),
        ("8:30 PM", (20.5 * HOUR, None)),
        ("8h00;", (8 * HOUR, None)),
    ],
)
def test_spans(text: str, span: tuple[float, float | None]) -> None:
    assert parse_span(text) == span


@pytest.mark.parametrize(
    "text",
    [
        *("", "8", "25h", "8h75", "14h - 13h", "Buổi sáng", "8-9", "10 phút", "x", "24h", "cả ngày"),
        # Two readers could understand each of these in two ways.
        *("8h00 - 10", "8h-9", "8h30-45", "8h30-45'", "22h-1h", "khoảng 8h", "trước 8h", "sau 16h", "~8h"),
        *(
            "14h sáng",
            "11h chiều",
            "12h sáng",
            "12 giờ đêm",
            "sáng 8h chiều",
            "9h kém",
            "8h00-8h15 (10 phút)",
        ),
        *("8h00 ngày 16/6", "8h, 9h", "8h-9h-10h", "2024-06-16 08:00", "8.30", "0h kém 5"),
    ],
)
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


_SIDES = st.sampled_from(
    ["{h}h{m:02}", "{h:02}h{m:02}", "{h}g{m:02}", "{h} giờ {m:02}", "{h}:{m:02}", "{h}h{m:02}'"]
)
_BETWEEN = st.sampled_from(["-", " - ", "–", " – ", "—", " đến ", " → ", "\u00a0-\u00a0", " ÷ ", "−"])
_FORMS = st.sampled_from(["{}", "từ {}", "Từ {}", " {} ", "{}.", "{};", "lúc {}"])


def spelt(text: str, form: str) -> str:
    return unicodedata.normalize("NFC" if form == "NFC" else "NFD", text)


@given(
    start=st.integers(0, 24 * 60 - 2),
    length=st.integers(1, 600),
    sides=st.tuples(_SIDES, _SIDES),
    between=_BETWEEN,
    form=_FORMS,
    normal=st.sampled_from(["NFC", "NFD"]),
)
def test_every_span_in_every_form(
    *, start: int, length: int, sides: tuple[str, str], between: str, form: str, normal: str
) -> None:
    end = min(start + length, 24 * 60 - 1)
    written = [side.format(h=at // 60, m=at % 60) for side, at in zip(sides, (start, end), strict=True)]
    text = spelt(form.format(between.join(written)), normal)
    assert parse_span(text) == (start * MINUTE, end * MINUTE)


@given(
    st.integers(0, 11),
    st.integers(0, 59),
    st.sampled_from(
        [
            "{h} giờ {m} phút",
            "{h}h{m:02}",
            "{h} tiếng {m} phút",
            "{h}:{m:02}",
            "{h}h{m}'",
            "{h}\u00a0giờ {m}\u00a0phút",
        ]
    ),
    st.sampled_from(["NFC", "NFD"]),
)
def test_every_length_in_every_form(hours: int, minutes: int, form: str, normal: str) -> None:
    text = spelt(form.format(h=hours, m=minutes), normal)
    assert parse_duration(text) == hours * HOUR + minutes * MINUTE


@given(st.integers(1, 6), st.integers(0, 59), st.sampled_from(["chiều {}", "{} chiều", "Buổi chiều: {}"]))
def test_the_afternoon_is_twelve_hours_later(hour: int, minute: int, form: str) -> None:
    written = f"{hour}h{minute:02}"
    assert parse_time(form.format(written)) == (hour + 12) * HOUR + minute * MINUTE
    assert parse_time(written) == hour * HOUR + minute * MINUTE


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
