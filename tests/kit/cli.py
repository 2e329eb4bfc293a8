"""The command line as people call it: in this process for speed, or as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from kit.conference import START_MS
from kit.product import ROOT

from data.samples import write_sample

COMMAND = (sys.executable, "-m", "console")


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """A user's environment in which our packages are found from anywhere."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "DIEMCAU_AS": "op1", **(extra or {})}


def diemcau(*args: str | Path, cwd: Path = ROOT, timeout: float = 60) -> subprocess.CompletedProcess[str]:
    """Run the command to its end."""
    return subprocess.run(
        [*COMMAND, *map(str, args)],
        cwd=cwd,
        env=environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=timeout,
        check=False,
    )


def start(*args: str | Path) -> subprocess.Popen[str]:
    """Begin the command and leave it running; the caller ends it."""
    return subprocess.Popen(
        [*COMMAND, *map(str, args)],
        cwd=ROOT,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def sample_folder(folder: Path, *, points: int = 10, min_take_ms: int = 1000) -> Path:
    """The sample conference, on 16 June 2024 at 14:00 in Hanoi, with a source that nobody answers."""
    write_sample(folder, points=points, start_ms=START_MS, source_url="http://127.0.0.1:9")
    with (folder / "conference.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n[thresholds]\nmin_take_ms = {min_take_ms}\n")
    return folder
