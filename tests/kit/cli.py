"""The command line as people call it: in this process for speed, or as a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from kit.conference import START_MS
from kit.product import ROOT

from console.cli import main
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


def order(folder: Path, name: str, *argv: str) -> int:
    """The exit code of `diemcau NAME FOLDER ARGV…`, in English and in this process."""
    return main([name, str(folder), "--lang", "en", *argv])


def agenda(folder: Path, capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    """The programme as `diemcau agenda --json` has it; what was printed before is let go."""
    capsys.readouterr()
    assert main(["agenda", str(folder), "--json"]) == 0
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    return found
