from __future__ import annotations

import pytest

from widgets.countdown import Countdown
from widgets.tone import Tone


@pytest.mark.parametrize(
    ("seconds", "text", "tone"),
    [
        (3725, "1:02:05", Tone.STRONG),
        (3599, "59:59", Tone.STRONG),
        (121, "02:01", Tone.STRONG),
        (120, "02:00", Tone.ASK),
        (61, "01:01", Tone.ASK),
        (60, "01:00", Tone.STOP),
        (0, "00:00", Tone.STOP),
        (-1, "+00:01", Tone.OVERRUN),
        (-3725, "+1:02:05", Tone.OVERRUN),
    ],
)
def test_what_is_left(seconds: int, text: str, tone: Tone) -> None:
    countdown = Countdown(seconds, "CÒN LẠI")
    assert (countdown.text, countdown.tone) == (text, tone)


def test_held_is_quiet_until_it_is_over() -> None:
    assert Countdown(30, "TẠM DỪNG", held=True).tone is Tone.STALE
    assert Countdown(-30, "TẠM DỪNG", held=True).tone is Tone.OVERRUN


def test_an_open_ended_item_counts_up_and_never_reddens() -> None:
    assert Countdown(4000, "ĐÃ NÓI", upward=True).tone is Tone.STRONG
    assert Countdown(59, "ĐÃ NÓI", upward=True).text == "00:59"
