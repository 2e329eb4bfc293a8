"""The card of the item on air: whole in every size, its digits as tall as there is room for."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from kit.desks.sample import ON_AIR
from kit.profile import THOROUGH

from widgets.countdown import Countdown
from widgets.glyphs import ASCII, UNICODE
from widgets.line import Piece
from widgets.speaker_card import SpeakerCard
from widgets.tall_digits import ROWS, tall_digits


@THOROUGH
@given(st.integers(34, 120), st.integers(6, 24), st.integers(-4000, 40_000), st.text("aă ơ", max_size=120))
def test_every_row_is_as_wide_as_the_card(width: int, height: int, seconds: int, title: str) -> None:
    value = msgspec.structs.replace(
        ON_AIR, title=title, organisation="TAND", countdown=Countdown(seconds, "CÒN LẠI")
    )
    lines = SpeakerCard(glyphs=UNICODE).draw(value, width, height)
    assert len(lines) == height
    assert {line.width for line in lines} == {width}


def drawn(width: int, height: int) -> str:
    value = msgspec.structs.replace(ON_AIR, organisation="Tòa án nhân dân tối cao")
    return "\n".join(line.text for line in SpeakerCard(glyphs=UNICODE).draw(value, width, height))


def test_with_rows_to_spare_the_digits_are_five_tall_and_the_organisation_is_told() -> None:
    roomy, usual = drawn(68, 18), drawn(40, 15)
    assert "█████" in roomy.replace("█" * 20, "") and "Tòa án nhân dân tối cao" in roomy
    assert "╭─╮ ╶╮     ╭─╮ ╭─╮" in usual and "Tòa án nhân dân tối cao" not in usual


@pytest.mark.parametrize("text", ["00:00", "01:23", "45:67", "+08:09", "1:02:03"])
def test_tall_digits_are_five_equal_rows(text: str) -> None:
    for glyphs in (UNICODE, ASCII):
        rows = tall_digits(text, glyphs)
        assert len(rows) == ROWS and len({len(row) for row in rows}) == 1
        assert set("".join(rows)) <= {" ", glyphs.bar}


def test_every_tall_digit_is_another() -> None:
    assert len({tuple(tall_digits(sign, UNICODE)) for sign in "0123456789:+"}) == 12


def test_what_does_not_fit_goes_whole_and_the_age_stays_at_the_end() -> None:
    media = (Piece("hình ✓"), Piece("tiếng ✓"), Piece("mất gói 0,3 %"), Piece("1,2 Mb/s"), Piece("2 s"))
    value = msgspec.structs.replace(ON_AIR, media=media)
    rows = {
        width: SpeakerCard(glyphs=UNICODE).draw(value, width, 15)[-2].text.strip("│ ")
        for width in (60, 40, 24)
    }
    assert rows[60].startswith("hình ✓  tiếng ✓  mất gói 0,3 %  1,2 Mb/s") and rows[60].endswith("2 s")
    assert rows[40].startswith("hình ✓  tiếng ✓  mất gói 0,3 %") and "Mb/s" not in rows[40]
    assert rows[24].split() == ["hình", "✓", "tiếng", "✓", "2", "s"]
