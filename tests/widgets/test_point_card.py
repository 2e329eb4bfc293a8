from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from kit.profile import THOROUGH

from widgets.glyphs import ASCII, UNICODE, GlyphSet
from widgets.line import Piece
from widgets.point_card import MediaFacts, PointCard, PointFacts

FACTS = PointFacts(
    heading="T79 TP HCM",
    right=Piece("pexip 2 s"),
    name="TAND Thành phố Hồ Chí Minh",
    role=Piece("nói ở 4.3  T-9'"),
    lines=((Piece("trực KT   ĐT 028 0000 0179 / 0180"),), (Piece("đường chính TSLCD   dự phòng FTTH"),)),
    media=(
        MediaFacts(
            label="tiếng lên mất",
            trend=(2.0, 2.0, 3.0, 5.0, 7.0, 10.0, 7.0, 7.0),
            figure=Piece("6,0 %"),
            extra=Piece("jitter 41 ms"),
        ),
        MediaFacts(label="hình lên mất ", figure=Piece("-"), extra=Piece("1,1 Mb/s")),
    ),
    below=((Piece("2 chiều   đạt 13:31 (kt1)   QUÁ 60'"),), (Piece("15:29:40 mất gói"),)),
    keys="Enter mở  ^G Gọi",
)


def drawn(width: int, height: int, glyphs: GlyphSet = UNICODE, facts: PointFacts = FACTS) -> list[str]:
    return [line.text for line in PointCard(glyphs=glyphs).draw(facts, width, height)]


def test_the_card_of_the_reference_size() -> None:
    assert drawn(50, 11) == [
        "┌ T79 TP HCM ───────────────────────── pexip 2 s ┐",
        "│ TAND Thành phố Hồ Chí Minh     nói ở 4.3  T-9' │",
        "│ trực KT   ĐT 028 0000 0179 / 0180              │",
        "│ đường chính TSLCD   dự phòng FTTH              │",
        "│ tiếng lên mất ▂▂▃▅▆█▆▆ 6,0 %   jitter 41 ms    │",
        "│ hình lên mất           -   1,1 Mb/s            │",
        "│ 2 chiều   đạt 13:31 (kt1)   QUÁ 60'            │",
        "│ 15:29:40 mất gói                               │",
        "│                                                │",
        "│ Enter mở  ^G Gọi                               │",
        "└────────────────────────────────────────────────┘",
    ]


@THOROUGH
@given(st.integers(20, 160), st.integers(3, 30), st.sampled_from([UNICODE, ASCII]))
def test_it_fills_its_place_exactly(width: int, height: int, glyphs: GlyphSet) -> None:
    lines = PointCard(glyphs=glyphs).draw(FACTS, width, height)
    assert len(lines) == height
    assert {line.width for line in lines} == {width}


@pytest.mark.parametrize("height", range(4, 12))
def test_rows_give_way_from_the_bottom_and_the_keys_first(height: int) -> None:
    rows, whole = drawn(50, height), drawn(50, 11)
    assert rows[1 : min(height - 1, 8)] == whole[1 : min(height - 1, 8)]
    assert any("^G Gọi" in row for row in rows) == (height >= 10)


def test_a_wide_card_shows_a_longer_trend() -> None:
    minutes = tuple(float(at % 10) for at in range(60))
    media = (MediaFacts(label="tiếng", trend=minutes, figure=Piece("1 %")),)
    facts = PointFacts(media=media)
    narrow, wide = ("".join(drawn(width, 6, facts=facts)) for width in (50, 100))
    assert sum(sign in UNICODE.levels for sign in narrow) == 8
    assert sum(sign in UNICODE.levels for sign in wide) == 20


def test_the_steps_are_shown_all_or_not_at_all() -> None:
    facts = msgspec.structs.replace(FACTS, steps=("1. gọi", "2. vào lại"))

    def shown(height: int) -> list[bool]:
        text = "\n".join(drawn(50, height, facts=facts))
        return [word in text for word in ("1. gọi", "2. vào lại", "^G Gọi")]

    assert shown(10) == [False, False, True]
    assert shown(11) == [True, True, False]
    assert shown(12) == [True, True, True]
