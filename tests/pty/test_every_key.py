"""Every key of the table on a real terminal, with the demo running behind it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from kit.console_process import diemcau, environment
from kit.every_key import EXPECTED, Presser, keyed, open_day
from kit.product import ROOT
from kit.terminal import Terminal

from console.actions import Scope, blocked_by_scope

pytestmark = [pytest.mark.pty, pytest.mark.xdist_group("every key")]


@pytest.fixture(scope="module")
def presser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Presser]:
    folder = tmp_path_factory.mktemp("keys") / "d"
    folder.mkdir()
    command = diemcau("demo", "--points", "40", "--dir", folder / "hn")
    with Terminal(command, 120, 40, env=environment(folder / "hn"), cwd=ROOT) as program:
        found = Presser(program, folder / "hn")
        open_day(found)
        yield found


def test_each_action_with_a_key_has_its_expectation() -> None:
    assert {action.id for action, _ in keyed()} == set(EXPECTED)


@pytest.mark.parametrize(("action", "key"), keyed(), ids=lambda each: each if isinstance(each, str) else "")
def test_it_does_what_it_says(presser: Presser, action: object, key: str) -> None:
    presser.press(action, key)  # type: ignore[arg-type]
    assert presser.program.alive


OWN = [(action, key) for action, key in keyed() if action.bound]


@pytest.mark.parametrize(
    ("action", "key"),
    [(action, key) for action, key in OWN if blocked_by_scope(action, Scope.LOG)],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_on_another_screen_it_says_where(presser: Presser, action: object, key: str) -> None:
    presser.press_elsewhere(action, key)  # type: ignore[arg-type]
