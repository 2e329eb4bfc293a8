"""The order in which workers take the tests, and what stays on one of them."""

from __future__ import annotations

import subprocess
import sys

import pytest
from kit.product import ROOT
from kit.spread import makes_once

ASKED = (
    "tests/processes/test_readers_beside.py",
    "tests/data/health/test_flapping.py",
    "tests/pty/test_one_press.py",
    "tests/pty/test_cards.py",
)


def test_who_waits_goes_first_and_whose_promise_is_a_time_last() -> None:
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", *ASKED]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=120, check=True)
    told = [line.partition("::")[0] for line in ran.stdout.splitlines() if "::" in line]
    assert list(dict.fromkeys(told)) == list(reversed(ASKED)), "those of one module first"


@pytest.fixture(scope="module")
def made() -> object:
    return object()


def test_what_uses_a_thing_that_its_module_makes_once_stays_with_the_others(
    made: object, request: pytest.FixtureRequest
) -> None:
    assert makes_once(request.node)
    if getattr(request.config.option, "loadgroup", False):
        assert request.node.nodeid.endswith(f"@{request.node.nodeid.partition('::')[0]}"), "no groups"


def test_what_makes_everything_for_itself_goes_anywhere(request: pytest.FixtureRequest) -> None:
    assert not makes_once(request.node)
