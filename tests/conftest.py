"""How the suite is spread over the workers, and where it is at home."""

from __future__ import annotations

from collections.abc import Generator

import pytest
from kit.home import move_in
from kit.spread import MORE_WORKERS, spread


@pytest.hookimpl(optionalhook=True, wrapper=True)
def pytest_xdist_auto_num_workers() -> Generator[None, int, int]:
    """Of `-n auto`."""
    return (yield) + MORE_WORKERS


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Before xdist writes the groups into the names of the tests."""
    spread(items)


def pytest_configure(config: pytest.Config) -> None:
    """Before anything of ours is imported: nothing that a test runs writes into anybody's home."""
    config.add_cleanup(move_in())
