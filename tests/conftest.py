"""How the suite is spread over the processors, and where it is at home."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from kit.home import VARIABLES

TIMING_SENSITIVE = ("pty", "crash")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of real terminals and killed processes go to one worker, one after the other."""
    for item in items:
        if any(item.get_closest_marker(name) for name in TIMING_SENSITIVE):
            item.add_marker(pytest.mark.xdist_group("one at a time"))


@pytest.fixture(scope="session", autouse=True)
def home_of_our_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Nothing that a test runs writes into anybody's home, and nobody's own key signs what it makes."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for variable in VARIABLES:
            patch.setenv(variable, str(home))
        patch.setenv("DIEMCAU_KEY", str(home / "key" / "signing-key.pem"))
        yield home
