from __future__ import annotations

import pytest

from console.screens.cards.find_reason import reason


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("ha noi", ""),
        ("hanoi", ""),
        ("ba dinh ha noi", ""),
        ("lang bac", "Lăng Bác"),
        ("langbac", "Lăng Bác"),
        ("ba dinh song hong", "Đồng bằng sông Hồng"),
        ("0131", "022 0000 0131"),
        ("zzz", ""),
    ],
)
def test_a_row_says_what_was_found_that_it_does_not_show(typed: str, why: str) -> None:
    others = ("Lăng Bác", "022 0000 0131", "Đồng bằng sông Hồng", "")
    assert reason(typed, "H001 Ba Đình, Hà Nội", others) == why
