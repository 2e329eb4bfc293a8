"""What the MC is given to read: delegates are announced with the number of rooms that counted them."""

from __future__ import annotations

import pytest

from console.text.roll_call import sentence
from console.text.sentences import translator
from data.roll_call.commands import FreezeRollCall
from data.roll_call.state import Frozen

VI = translator("vi")


def said(delegates: int, counted: int) -> str:
    all_of_them = {"provincial": 767}
    figures = FreezeRollCall(
        expected=all_of_them,
        present=all_of_them,
        standings={},
        delegates=delegates,
        counted=counted,
        as_of=9,
    )
    return sentence(figures, VI)


@pytest.mark.parametrize(
    ("delegates", "counted", "words"),
    [
        (1234, 60, "; 1.234 đại biểu (đếm ở 60/767 điểm cầu)."),
        (1234, 767, "; 1.234 đại biểu."),
        (0, 1, "; 0 đại biểu (đếm ở 1/767 điểm cầu)."),
        (0, 0, "không điểm cầu nào vắng."),
    ],
)
def test_delegates_are_said_with_the_rooms_where_somebody_counted(
    delegates: int, counted: int, words: str
) -> None:
    assert said(delegates, counted).endswith(words)
    assert ("đại biểu" in said(delegates, counted)) == bool(counted)


def test_a_freeze_of_an_older_record_does_not_say_at_how_many_rooms() -> None:
    old = Frozen(
        number=1,
        expected={"a": 3},
        present={"a": 3},
        standings={},
        delegates=40,
        counted=None,
        lost=(),
        by="tk1",
        at_ms=0,
        seq=9,
    )
    assert sentence(old, VI).endswith("; 40 đại biểu.")
