from __future__ import annotations

import gettext
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.text import sentences as text
from console.text.sentences import (
    clock,
    deviation,
    local_date,
    local_hour,
    local_time,
    minutes,
    stopwatch,
    translator,
)

VI, EN = translator("vi"), translator("en")
OPENING_MS = 1_718_521_200_000


def test_a_code_becomes_a_sentence_in_each_language() -> None:
    assert VI("notice.opened") == "đã khai mạc"
    assert EN("notice.opened") == "opened"


def test_an_unknown_language_reads_as_vietnamese() -> None:
    assert translator("xx")("notice.opened") == "đã khai mạc"


def test_a_missing_id_is_shown_as_itself() -> None:
    assert VI("no.such.code", n=1) == "no.such.code"


def test_an_id_that_vietnamese_lacks_falls_to_english(monkeypatch: pytest.MonkeyPatch) -> None:
    bare = text.Text("vi")
    monkeypatch.setattr(bare, "_catalogs", gettext.NullTranslations())
    assert bare("notice.opened") == "opened"


def test_a_missing_parameter_shows_its_name_and_never_raises() -> None:
    assert (
        EN("advance.not_on_air", actual="4.2")
        == "the item on air is 4.2, not {expected}: nothing was changed"
    )


@given(st.text())
def test_hostile_parameters_stay_text_on_one_line(hostile: str) -> None:
    said = EN("notice.advanced", cue=hostile)
    assert said.startswith("now ")
    assert "\n" not in said and "\x1b" not in said


@pytest.mark.parametrize("hostile", ["{0.__class__}", "{", "}", "{cue}", "{{}}", "%s"])
def test_braces_in_parameters_are_only_braces(hostile: str) -> None:
    assert VI("notice.advanced", cue=hostile) == f"đã chuyển sang {hostile}"


def test_escape_bytes_in_parameters_are_replaced() -> None:
    assert EN("notice.advanced", cue="a\x1b[2Jb\nc") == "now a\ufffd[2Jb\ufffdc"


@pytest.mark.parametrize(
    ("value", "decimals", "vi", "en"),
    [(1284, 0, "1.284", "1,284"), (0.3, 1, "0,3", "0.3"), (1_234_567.5, 1, "1.234.567,5", "1,234,567.5")],
)
def test_numbers(value: float, decimals: int, vi: str, en: str) -> None:
    assert (VI.number(value, decimals), EN.number(value, decimals)) == (vi, en)


def test_numbers_in_sentences_follow_the_language_and_the_catalog() -> None:
    assert VI("strip.events", events=1284) == "sự kiện 1.284"
    assert VI("on_air.loss", pct=0.3) == "mất gói 0,3 %"
    assert VI("event.Corrected", seq=12840, text="x") == "đính chính dòng 12840: x"
    assert EN("header.speed", speed=1.5) == "speed 1.5×"
    assert VI("header.speed", speed=1.5) == "tốc độ 1,5×"


def test_a_wait_is_never_read_as_zero() -> None:
    assert "đợi thêm 0,1 s" in VI("advance.too_soon", wait_ms=3)
    assert "wait 0.7 s" in EN("advance.too_soon", wait_ms=640)


@pytest.mark.parametrize(
    ("seconds", "written"),
    [
        (None, "-"),
        (0, "00:00"),
        (412, "06:52"),
        (412.9, "06:52"),
        (-42, "+00:42"),
        (-0.4, "00:00"),
        (3723, "1:02:03"),
    ],
)
def test_clock(seconds: float | None, written: str) -> None:
    assert clock(seconds) == written


@given(st.integers(-200_000, 200_000))
def test_a_clock_reads_back(seconds: int) -> None:
    parts = [int(part) for part in clock(seconds).lstrip("+").split(":")]
    total = sum(part * 60**power for power, part in enumerate(reversed(parts)))
    assert total == abs(seconds)
    assert clock(seconds).startswith("+") == (seconds < 0)


def test_lengths_and_deviations() -> None:
    assert [minutes(s) for s in (600, 599, 45, 0, None)] == ["10'", "9'", "45 s", "0'", "-"]
    assert [deviation(s) for s in (60, 59, 0, -59, -190, None)] == ["+1'", "+0'", "+0'", "+0'", "-3'", "-"]
    assert [stopwatch(s) for s in (88, 725, 3723, None)] == ["1'28", "12'05", "1:02'03", "-"]


@pytest.mark.parametrize(
    ("seconds", "vi"),
    [
        *((256, "TRỄ 4'"), (-130, "SỚM 2'"), (59, "ĐÚNG GIỜ"), (-59, "ĐÚNG GIỜ"), (None, "-")),
        *((86_399, "TRỄ 1439'"), (86_400, "TRỄ 1 ngày"), (-215_340, "SỚM 2 ngày")),
    ],
)
def test_offset(seconds: float | None, vi: str) -> None:
    assert VI.offset(seconds) == vi


@pytest.mark.parametrize(
    ("seconds", "vi"), [(0.97, "0,9 s"), (14.6, "14 s"), (88, "1'28"), (-3, "0,0 s"), (None, "-")]
)
def test_age(seconds: float | None, vi: str) -> None:
    assert VI.age(seconds) == vi


def test_local_times() -> None:
    zone = "Asia/Ho_Chi_Minh"
    assert local_time(OPENING_MS, zone) == "14:00:00"
    assert local_hour(OPENING_MS + 59_999, zone) == "14:00"
    assert local_date(OPENING_MS, zone) == "16/06/2024"
    assert local_time(None, zone) == local_hour(None, zone) == local_date(None, zone) == "-"


def test_importing_it_brings_nothing_heavy() -> None:
    probe = (
        "import sys, console.text.sentences as t; t.translator()('none')\n"
        "print([m for m in sys.modules if m in %r])"
    )
    heavy = ("textual", "aiohttp", "msgspec", "zoneinfo", "click", "babel", "sqlite3")
    root = Path(__file__).parents[3]
    found = subprocess.run(
        [sys.executable, "-c", probe % (heavy,)], cwd=root, capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "[]"


def test_only_what_a_sentence_names_is_made_text() -> None:
    class Heavy:
        def __str__(self) -> str:
            raise AssertionError("nobody asked for it")

    t = translator("vi")
    assert t("event.unknown", kind="Lạ", roster=Heavy()) == t("event.unknown", kind="Lạ")
