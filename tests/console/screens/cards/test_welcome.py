"""What the newcomer's card says of the story, which comes later in a demo that is faster than life."""

from __future__ import annotations

import pytest

from console.screens.cards.welcome import STORY, Newcomer, welcome
from console.text.sentences import translator
from widgets.glyphs import ASCII


@pytest.mark.parametrize(
    ("speed", "lost", "silent", "seconds"), [(1.0, 2, 10, 40), (10.0, 2, 12, 25), (30.0, 5, 33, 25)]
)
def test_the_card_says_when_things_happen_at_this_speed(
    speed: float, lost: int, silent: int, seconds: int
) -> None:
    card = welcome(Newcomer(STORY, 767, speed), translator("en"), ASCII, compact=False)
    text = "\n".join("".join(piece.text for piece in line) for line in card.lines)
    assert f"At minute {lost} the whole of" in text
    assert f"At minute {silent} the platform is silent for {seconds} s" in text
