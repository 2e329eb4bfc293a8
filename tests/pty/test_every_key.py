"""Every key of the table on a real terminal, with the demo running behind it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from kit.screens.every_key import EXPECTED, ON_ROLL_CALL, ONLY_AT, Presser, demo, keyed

from console.actions import Action, Scope

pytestmark = pytest.mark.pty


@pytest.fixture(scope="module")
def presser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Presser]:
    with demo(tmp_path_factory.mktemp("keys") / "hn") as found:
        yield found


def test_each_action_with_a_key_has_its_expectation() -> None:
    assert {action.id for action, _ in keyed()} == set(EXPECTED)


@pytest.mark.parametrize(("action", "key"), keyed(), ids=lambda each: each if isinstance(each, str) else "")
def test_it_does_what_it_says(presser: Presser, action: Action, key: str) -> None:
    presser.press(action, key)
    assert presser.program.alive


OWN = [(action, key) for action, key in keyed() if action.bound]
ELSEWHERE = [
    (action, key, screen)
    for screen in Scope
    for action, key in OWN
    if screen is not Scope.EVERYWHERE and screen is not EXPECTED[action.id].at
]


@pytest.mark.parametrize(("action", "key", "screen"), ELSEWHERE, ids=str)
def test_on_every_other_screen_it_acts_too_or_says_where(
    presser: Presser, action: Action, key: str, screen: Scope
) -> None:
    special = ON_ROLL_CALL if screen is Scope.ROLL_CALL else {}
    if ONLY_AT.get(action.id, screen) is not screen and action.id not in special:
        presser.press_elsewhere(action, key, screen)
    else:
        presser.press(action, key, screen)
    assert presser.program.alive


def test_under_a_card_none_of_them_does_anything(presser: Presser) -> None:
    """F8 and Esc are the card's own."""
    presser.under_the_card([key for action, key in OWN if key != "f8"])
