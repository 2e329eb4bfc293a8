from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from kit.cli import sample_folder

from console.cli.command import Terminal
from console.cli.stamp_words import say_stamp
from data.record.time_stamp import Stamp


def test_a_time_stamp_is_told_by_the_clock_of_the_conference(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest = sample_folder(tmp_path / "hn") / "log.db.manifest.json"
    stamp = Stamp(datetime(2024, 6, 16, 20, 30, tzinfo=UTC), "TSA", "0" * 16, b"")
    say_stamp(Terminal("en"), manifest, stamp, trusted=True)
    said = capsys.readouterr().err
    assert "03:30:00 17/06/2024" in said and "2024-06-16" not in said
