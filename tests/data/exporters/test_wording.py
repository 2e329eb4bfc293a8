from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kit.conference import START_MS

from console.text.sentences import translator
from data.exporters.wording import Words
from data.whole_file import whole_file

DAY_MS = 86_400_000
VI = Words(translator("vi"), "Asia/Ho_Chi_Minh", contacts=True)


@pytest.mark.parametrize(
    ("days", "date"),
    [
        (0, "ngày 16 tháng 6 năm 2024"),
        (-11, "ngày 05 tháng 6 năm 2024"),
        (-131, "ngày 06 tháng 02 năm 2024"),
        (187, "ngày 20 tháng 12 năm 2024"),
    ],
)
def test_days_and_months_take_a_nought_as_the_decree_says(days: int, date: str) -> None:
    assert VI.prose_date(START_MS + days * DAY_MS) == date


def test_times_spans_and_shares() -> None:
    assert VI.prose_time(START_MS) == "14 giờ 00 phút"
    assert (VI.time(START_MS + 5000), VI.hour(START_MS), VI.date(START_MS)) == (
        "14:00:05",
        "14:00",
        "16/06/2024",
    )
    assert [VI.minutes(ms, signed=True) for ms in (90_000, -90_000, 1000, 0, None)] == [
        *("+1,5", "-1,5", "0,0", "0,0", "-"),
    ]
    assert (VI.share(0.925), VI.share(None), VI.minutes(90_000)) == ("92,5%", "-", "1,5")


@given(st.text())
def test_whatever_comes_from_outside_is_one_printable_line(text: str) -> None:
    said = VI.text(text)
    assert all(char.isprintable() for char in said) and len(said.splitlines()) <= 1


def test_what_a_killed_export_left_is_swept_away_but_not_what_is_under_way(tmp_path: Path) -> None:
    old, young = tmp_path / ".a.csv.0123.part", tmp_path / ".a.csv.4567.part"
    other = tmp_path / ".b.csv.0123.part"
    for path in (old, young, other):
        path.write_bytes(b"half")
    for path in (old, other):
        os.utime(path, (time.time() - 7200,) * 2)
    with whole_file(tmp_path / "a.csv") as draft:
        draft.write(b"whole")
    assert {path.name for path in tmp_path.iterdir()} == {"a.csv", young.name, other.name}
