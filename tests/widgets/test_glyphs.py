from __future__ import annotations

import unicodedata

import msgspec
import pytest
from rich.cells import cell_len
from wcwidth import wcwidth

from data.health.reading import Health
from widgets.glyphs import ASCII, HEALTH_TONE, UNICODE, GlyphSet, big_digits

EMOJI_CAPABLE = set("▶◀⏸⏹⏺⚠✔✖☎✉⭐❗❓➕➖●■▪▫◼◻☑ℹ↔↕↩↪")
SETS = pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["unicode", "ascii"])


def signs(glyphs: GlyphSet) -> dict[str, str]:
    fields = msgspec.structs.asdict(glyphs)
    return {name: sign for name, sign in fields.items() if isinstance(sign, str)}


def test_no_sign_can_be_drawn_wide() -> None:
    for name, sign in signs(UNICODE).items():
        assert len(sign) == 1 and wcwidth(sign) == 1, name
        assert sign not in EMOJI_CAPABLE, name
        assert unicodedata.east_asian_width(sign) not in "WF", name


def test_ascii_is_ascii() -> None:
    fields = msgspec.structs.asdict(ASCII)
    assert repr(fields).isascii()
    assert all(len(sign) == 1 for name, sign in signs(ASCII).items() if name != "more")


@SETS
def test_each_health_has_its_own_mark_and_tone(glyphs: GlyphSet) -> None:
    assert len({glyphs.health(health) for health in Health}) == len(Health)
    assert len({HEALTH_TONE[health] for health in Health}) == len(Health)


@SETS
def test_digits_are_three_rows_of_one_width(glyphs: GlyphSet) -> None:
    for sign, rows in glyphs.digits.items():
        assert len(rows) == 3
        assert len({cell_len(row) for row in rows}) == 1, sign
    shapes = [rows for sign, rows in glyphs.digits.items() if sign.isdigit()]
    assert len(set(shapes)) == 10


def test_the_drawn_time() -> None:
    assert big_digits("01:08") == (
        "╭─╮ ╶╮     ╭─╮ ╭─╮",
        "│ │  │   : │ │ ├─┤",
        "╰─╯ ╶┴╴    ╰─╯ ╰─╯",
    )


def test_unknown_characters_leave_a_gap() -> None:
    assert {len(row) for row in big_digits("1x2")} == {11}
