"""Whose home it is: the person's own is left alone; what tests run writes into one of theirs."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

VARIABLES = ("HOME", "USERPROFILE")
"""What names a home, here and on Windows."""

PERSONS = Path(os.environ.setdefault("DIEMCAU_TESTS_RUN_BY", str(Path.home())))
"""The home of whoever runs the tests, in each process of a run; only installers read settings there."""


def move_in() -> Callable[[], None]:
    """Be at home in a new folder from now on, and with a key in it; what it returns gives all that up."""
    home = tempfile.mkdtemp(prefix="diemcau-tests-")
    os.environ |= dict.fromkeys(VARIABLES, home)
    os.environ["DIEMCAU_KEY"] = str(Path(home) / "key" / "signing-key.pem")

    def move_out() -> None:
        os.environ |= dict.fromkeys(VARIABLES, str(PERSONS))
        shutil.rmtree(home, ignore_errors=True)

    return move_out
