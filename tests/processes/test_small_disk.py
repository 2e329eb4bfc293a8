"""Promise 1 on a disk of one megabyte: full, its console killed, read-only, and with room again."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from kit.product import ROOT, SUBPROCESS_ENV
from kit.record.logs import python


def can_mount() -> bool:
    return shutil.which("unshare") is not None and not subprocess.call(
        ["unshare", "-Urm", "sh", "-c", "mount -t tmpfs none /mnt && mount -o remount,ro /mnt"],
        stderr=subprocess.DEVNULL,
    )


@pytest.mark.crash
@pytest.mark.skipif(not can_mount(), reason="a disk of our own needs user namespaces")
def test_a_disk_that_is_full_read_only_and_has_room_again(tmp_path: Path) -> None:
    disk, second = tmp_path / "disk", tmp_path / "second"
    disk.mkdir()
    second.mkdir()
    script = 'mount -t tmpfs -o size=1m none "$0" && exec "$@"'
    command = python("-m", "kit.disks.small", str(disk), str(second))
    done = subprocess.run(
        ["unshare", "-Urm", "sh", "-c", script, str(disk), *command],
        cwd=ROOT,
        env=SUBPROCESS_ENV,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    full, read_only, after = seen["full"], seen["read_only"], seen["after"]
    assert full["had_reserve"] and 0 < full["freed_after"] < full["written"], "the reserve bought nothing"
    assert (full["failure"], full["on_air"]) == ("log_full", "3"), "the programme goes on"
    assert full["unwritten"] == 5, "a note and two advances, and nothing says that they are written"
    assert read_only == {"refused": "log_read_only", "ok": True, "rows": full["durable"], "on_air": "1"}
    assert (after["shown"], after["stay"]) == ("3", 0), "the next console resumes what was acknowledged"
    assert (after["on_air"], after["unwritten"], after["ok"]) == ("4", 0, True)
    by_the_dead = [["1", "op-c1"], ["2", "op-c1"], ["3", "op-c1"]]
    assert after["started"] == [*by_the_dead, ["4", "op-c2"]], "each in the name of who did it"
    assert seen["left"] == []
