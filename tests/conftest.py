"""How the suite is spread over the processors."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

TIMING_SENSITIVE = ("pty", "crash")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of real terminals and killed processes go to one worker, one after the other."""
    for item in items:
        if any(item.get_closest_marker(name) for name in TIMING_SENSITIVE):
            item.add_marker(pytest.mark.xdist_group("one at a time"))


@pytest.fixture(scope="session", autouse=True)
def key_of_our_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Nobody's own key signs what tests make."""
    path = tmp_path_factory.mktemp("key") / "signing-key.pem"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DIEMCAU_KEY", str(path))
        yield path
