from __future__ import annotations

import pytest

from data.points import gone


@pytest.mark.parametrize(
    ("reason", "seen", "told"),
    [("absent", False, "never"), ("absent", True, "away"), ("no_media", True, "no_media"), ("", False, "")],
)
def test_an_absence_is_told_by_whether_the_room_was_there(reason: str, seen: bool, told: str) -> None:
    assert gone.precise_reason(reason, seen=seen) == told
