"""What tests run is at home in a folder of theirs: nothing is left behind in the home of a person."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from kit.home import PERSONS
from kit.product import SUBPROCESS_ENV

from console.folder import Folder
from console.keeping.signer import key_path

PLACES = "from pathlib import Path; from console.folder import Folder; print(Folder(Path('hn')).outbox_path)"


def in_a_scratch_folder(path: Path) -> bool:
    return Path(tempfile.gettempdir()) in path.parents and PERSONS not in path.parents


def test_what_could_not_be_written_stays_in_the_home_of_the_tests() -> None:
    assert in_a_scratch_folder(Folder(Path("hn")).outbox_path)


def test_so_it_does_in_every_process_that_a_test_starts() -> None:
    command = [sys.executable, "-c", PLACES]
    ran = subprocess.run(command, env=SUBPROCESS_ENV, capture_output=True, encoding="utf-8", check=True)
    assert in_a_scratch_folder(Path(ran.stdout.strip()))


def test_the_key_of_a_person_is_out_of_reach_whether_another_is_named_or_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert in_a_scratch_folder(key_path())
    monkeypatch.delenv("DIEMCAU_KEY")
    assert in_a_scratch_folder(key_path())
