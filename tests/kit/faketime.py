"""A process whose wall clock a test may step while it runs, its monotonic clock left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

_FOUND = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
needs_faketime = pytest.mark.skipif(
    not _FOUND, reason="no libfaketime here; install it with: apt-get install faketime"
)


class SteppedClock:
    """`environment` makes a child take its wall clock from here; `step` moves it for all of them."""

    def __init__(self, folder: Path) -> None:
        self._offset = folder / "offset"
        self.step(0)
        self.environment = {
            "LD_PRELOAD": str(_FOUND[0]),
            "FAKETIME_TIMESTAMP_FILE": str(self._offset),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "NO_FAKE_STAT": "1",
        }

    def step(self, seconds: int) -> None:
        """The wall clock reads `seconds` more (or less) than the machine's from now on."""
        part = self._offset.with_name("offset.part")
        part.write_text(f"{seconds:+d}\n", "ascii")
        part.replace(self._offset)
