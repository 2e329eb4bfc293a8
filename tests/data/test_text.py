from __future__ import annotations

import random
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from data.text import _plain, clean, fold, is_plain, nfc, sort_key

HOSTILE = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("aáặđĐ…\u200b\u202e\u2066\x1b\x9b\x00\n\u0301\u0323\u0306\ufe0f\ud800\U000e0041中😀"),
    ),
    max_size=200,
)


def cells(text: str) -> int:
    return sum(
        0 if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me")
        else 2 if unicodedata.east_asian_width(char) in "WF"
        else 1
        for char in text
    )  # fmt: skip


@given(HOSTILE, st.integers(2, 150))
@example("a" + "\u0301" * 300, 120)
@example("\u0323\u0323\u0323", 5)
@example("中" * 100, 3)
def test_cleaned_text_is_one_harmless_bounded_line(text: str, limit: int) -> None:
    cleaned = clean(text, limit)
    assert cleaned.isprintable() or {c for c in cleaned if not c.isprintable()} == set()
    assert cleaned == nfc(cleaned)
    assert cells(cleaned) <= limit
    assert clean(cleaned, limit) == cleaned
    marks = 0
    for place, char in enumerate(cleaned):
        marks = marks + 1 if unicodedata.category(char) in ("Mn", "Me") else 0
        assert marks <= 2
        assert not (marks and place == 0)


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("Tòa án nhân dân huyện Đắk R'lấp", "Tòa án nhân dân huyện Đắk R'lấp"),
        (unicodedata.normalize("NFD", "Tiếng Việt ở Đắk Lắk"), "Tiếng Việt ở Đắk Lắk"),
        ("[/] [bold] [@click=x]", "[/] [bold] [@click=x]"),
        ("a\x1b[31mb", "a\ufffd[31mb"),
        ("a\x9b31mb\x7f", "a\ufffd31mb\ufffd"),
        ("một\r\nhai", "một\ufffd\ufffdhai"),
        ("a\u202eb\u2066c\u200bd\ufeffe", "a\ufffdb\ufffdc\ufffdd\ufffde"),
        ("\ud800 \U000e0041", "\ufffd \ufffd"),
        ("8h\u00a000", "8h 00"),
        ("\u3164\u115f\ufe0f", "\ufffd\ufffd\ufffd"),
        ("a\u0300\u0301\u0302\u0303", "à\u0301\u0302"),
        ("x" * 200, "x" * 119 + "…"),
        ("中" * 61, "中" * 59 + "…"),
        ("", ""),
    ],
)
def test_clean(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


def test_a_huge_text_is_cut_before_it_is_looked_at() -> None:
    assert clean("\u0301" * 5_000_000)[-1] == "…"


def test_the_quick_way_never_differs_from_the_slow_one() -> None:
    for code in range(0x110000):
        char = chr(code)
        if _plain(char):
            assert is_plain(char)
            assert char.isprintable(), hex(code)
            assert nfc(char) == char, hex(code)
            assert cells(char) == 1, hex(code)


@given(st.text(st.sampled_from("aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằắ ặĐÀÔƠ1290-"), max_size=30))
def test_fold_sees_no_accents_and_no_normal_forms(text: str) -> None:
    folded = fold(text)
    assert folded == fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))
    assert folded.isascii()
    assert fold(text.upper()) == folded == fold(folded)


@given(HOSTILE)
def test_fold_takes_anything(text: str) -> None:
    assert fold(text) == fold(nfc(text))


def test_fold_names() -> None:
    assert fold("Đắk Lắk HÀ NỘI") == "dak lak ha noi"
    assert fold("Hòa") == fold("Hoà") == "hoa"


def test_dictionary_order() -> None:
    ordered = [
        *(
            "An Giang",
            "ba",
            "Ba",
            "bà",
            "bả",
            "bã",
            "bá",
            "bạ",
            "Bạc Liêu",
            "Bắc Giang",
            "Bến Tre",
            "Cao Bằng",
        ),
        *(
            "Dương",
            "Đà Nẵng",
            "Đắk Lắk",
            "Điện Biên",
            "Định",
            "em",
            "êm",
            "Hà Giang",
            "Hải",
            "lan",
            "lãn",
            "Lâm",
        ),
        *("on", "ôn", "ơn", "tu", "tú", "tư", "Yên Bái"),
    ]
    shuffled = random.Random(1).sample(ordered, len(ordered))
    assert sorted(shuffled, key=sort_key) == ordered


@given(HOSTILE, HOSTILE)
def test_any_two_keys_compare(left: str, right: str) -> None:
    assert (sort_key(left) < sort_key(right)) or (sort_key(left) >= sort_key(right))
    assert sort_key(left) == sort_key(nfc(left))


def test_digits_before_letters_before_other_scripts() -> None:
    assert sorted(["中", "a", "1", "Ω"], key=sort_key) == ["1", "a", "Ω", "中"]
