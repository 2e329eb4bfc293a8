"""kill -9 over append, export, backup and seal: nothing acknowledged is lost, nothing is half there.

100 of each, half of them by time and half at a step of the files;
`python -m kit.record.killing FOLDER WHAT COUNT` makes as many as one likes.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from kit.product import ROOT, SUBPROCESS_ENV
from kit.record.logs import python

pytestmark = pytest.mark.crash

KILLS = 100


@pytest.mark.parametrize("what", ["append", "export", "backup", "seal"])
def test_nothing_acknowledged_is_lost_and_nothing_is_half_there(tmp_path: Path, what: str) -> None:
    done = subprocess.run(
        python("-m", "kit.record.killing", str(tmp_path), what, str(KILLS)),
        cwd=ROOT,
        env=SUBPROCESS_ENV,
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert seen["faults"] == []
    assert seen["rounds"] == KILLS and seen["killed"] >= KILLS // 2
    assert seen["acknowledged"] > 0, "nothing was tried"
