"""What tests run is at home in a folder of theirs: nothing is left behind in the home of a person."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from kit.home import PERSONS
from kit.product import ROOT

from console.folder import Folder
from console.signer import key_path

PLACES = "from pathlib import Path; from console.folder import Folder; print(Folder(Path('hn')).outbox_path)"


def test_what_could_not_be_written_and_keys_stay_in_the_home_of_the_tests(home_of_our_own: Path) -> None:
    assert home_of_our_own != PERSONS
    assert home_of_our_own in Folder(Path("hn")).outbox_path.parents
    assert home_of_our_own in key_path().parents


def test_so_it_is_in_every_process_that_a_test_starts(home_of_our_own: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", PLACES], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    assert home_of_our_own in Path(ran.stdout.strip()).parents


def test_the_key_of_a_person_is_out_of_reach_without_being_named(
    home_of_our_own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DIEMCAU_KEY")
    assert home_of_our_own in key_path().parents
