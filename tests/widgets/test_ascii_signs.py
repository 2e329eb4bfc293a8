from __future__ import annotations

import unicodedata

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color

from widgets.ascii_signs import AsciiFilter, ascii_signs
from widgets.glyphs import UNICODE


def is_letter(char: str) -> bool:
    return unicodedata.category(char)[0] in "LM"


@given(st.text())
def test_only_letters_stay_beyond_ascii(text: str) -> None:
    assert all(char.isascii() or is_letter(char) for char in ascii_signs(text))


@given(st.text(st.characters(codec="utf-8", exclude_categories=("C", "M")), max_size=30))
def test_the_width_stays(text: str) -> None:
    assert cell_len(ascii_signs(text)) == cell_len(text)


def test_names_are_never_spelt_otherwise() -> None:
    assert ascii_signs("Tòa án nhân dân tỉnh Đắk Lắk") == "Tòa án nhân dân tỉnh Đắk Lắk"


@pytest.mark.parametrize(("drawn", "ascii"), [("╭─╮", "+-+"), ("│ ┼", "| +"), ("╶┴╴", "-+-"), ("╷━║", "|-|")])
def test_frames_stay_frames(drawn: str, ascii: str) -> None:
    assert ascii_signs(drawn) == ascii


def test_every_sign_of_ours_has_a_lookalike_of_its_own() -> None:
    fields = msgspec.structs.asdict(UNICODE)
    signs = {sign for name, sign in fields.items() if isinstance(sign, str)}
    assert "?" not in {ascii_signs(sign) for sign in signs - {"?"}}


def test_the_edge_of_a_word_to_the_operator_is_no_question() -> None:
    assert ascii_signs("▌ saved ▐") == "| saved |"


def test_the_filter_leaves_style_and_control_alone() -> None:
    before = [Segment("┌─ ✓", None, None), Segment("Huế")]
    after = AsciiFilter().apply(before, Color(0, 0, 0))
    assert [(s.text, s.style, s.control) for s in after] == [("+- v", None, None), ("Huế", None, None)]
