"""How the suite is spread over the processors, and where it is at home."""

from __future__ import annotations

import pytest
from kit.home import move_in

TIMING_SENSITIVE = ("pty", "crash")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of real terminals and killed processes go to one worker, one after the other."""
    for item in items:
        if any(item.get_closest_marker(name) for name in TIMING_SENSITIVE):
            item.add_marker(pytest.mark.xdist_group("one at a time"))


def pytest_configure(config: pytest.Config) -> None:
    """Before anything of ours is imported: nothing that a test runs writes into anybody's home."""
    config.add_cleanup(move_in())
