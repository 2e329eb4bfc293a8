"""A console lives as long as its process holds its lock, and not a moment longer."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from kit.product import SUBPROCESS_ENV

from console.presence import ConsoleLock, console_name, is_alive

HOLDER = """
import sys, time
from pathlib import Path
from console.presence import ConsoleLock
here = ConsoleLock(Path(sys.argv[1]), sys.argv[2])
print("here", flush=True)
time.sleep(60)
"""


def holder(folder: Path, name: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", HOLDER, str(folder), name]
    child = subprocess.Popen(command, env=SUBPROCESS_ENV, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None and child.stdout.readline() == "here\n"
    return child


def test_nobody_lives_in_a_new_folder(tmp_path: Path) -> None:
    assert not is_alive(tmp_path, "c1")
    assert list(tmp_path.iterdir()) == [], "asking leaves nothing behind"


def test_here_until_closed(tmp_path: Path) -> None:
    here = ConsoleLock(tmp_path, "c1")
    assert [is_alive(tmp_path, name) for name in ("c1", "c1", "c2")] == [True, True, False]
    here.close()
    assert not is_alive(tmp_path, "c1")
    ConsoleLock(tmp_path, "c1").close()


@pytest.mark.crash
def test_a_killed_process_is_gone_at_once_and_its_name_can_be_used_again(tmp_path: Path) -> None:
    child = holder(tmp_path, "c1")
    try:
        assert is_alive(tmp_path, "c1")
    finally:
        child.kill()
        child.communicate(timeout=10)
    assert not is_alive(tmp_path, "c1")
    again = ConsoleLock(tmp_path, "c1")
    assert is_alive(tmp_path, "c1")
    again.close()


def test_a_name_from_outside_is_a_name_of_a_file_in_its_folder(tmp_path: Path) -> None:
    evil = "../../x\x1b[2J/\u202e" + "k" * 20
    here = ConsoleLock(tmp_path / "hn" if (tmp_path / "hn").mkdir() is None else tmp_path, evil)
    assert is_alive(tmp_path / "hn", evil)
    assert [path.name for path in tmp_path.iterdir()] == ["hn"]
    here.close()


def test_a_console_is_called_after_its_machine_and_process() -> None:
    assert console_name().endswith(f"-{os.getpid()}")
    assert console_name().isprintable() and " " not in console_name()
