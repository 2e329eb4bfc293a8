"""A full disk: nothing is half written, the reserve buys time, and what was written stays."""

from __future__ import annotations

import json
import shutil
import subprocess
from contextlib import closing

import pytest
from kit.product import SUBPROCESS_ENV
from kit.record.logs import open_log, python

from data.record import reserve
from data.record.reserve import Reserve


def run(command: list[str]) -> list[dict]:
    done = subprocess.run(
        command, env=SUBPROCESS_ENV, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def can_mount() -> bool:
    return shutil.which("unshare") is not None and not subprocess.call(
        ["unshare", "-Urm", "sh", "-c", "mount -t tmpfs none /mnt"], stderr=subprocess.DEVNULL
    )


@pytest.mark.skipif(not can_mount(), reason="a disk of our own needs user namespaces")
def test_a_full_disk(tmp_path):
    script = f'mount -t tmpfs -o size=1m none "{tmp_path}" && exec "$@"'
    (seen,) = run(
        ["unshare", "-Urm", "sh", "-c", script, "sh", *python("-m", "kit.disks.full", str(tmp_path))]
    )
    assert seen["had_reserve"] and seen["freed_at"] is not None
    assert seen["written"] == seen["verified"]
    pages_bought = seen["written"] - seen["freed_at"]  # a note of this length fills a page
    assert pages_bought * 4096 > 0.9 * seen["reserve_bytes"]


def test_a_limit_on_the_size_of_a_file(tmp_path):
    seen, after = run(python("-m", "kit.disks.full", str(tmp_path), str(600 * 1024)))
    assert seen["written"] == seen["verified"] > 100
    assert after == {"afterwards": seen["written"] + 1}


def test_the_reserve_is_allocated_for_real(tmp_path):
    with closing(open_log(tmp_path / "log.db")):
        pass
    status = (tmp_path / "log.db.reserve").stat()
    assert status.st_size == reserve.RESERVE_BYTES <= status.st_blocks * 512


def test_without_fallocate_it_is_written(tmp_path, monkeypatch):
    monkeypatch.delattr("os.posix_fallocate")
    assert Reserve(tmp_path / "log.db").keep()
    status = (tmp_path / "log.db.reserve").stat()
    assert status.st_size == reserve.RESERVE_BYTES <= status.st_blocks * 512


def test_no_reserve_on_a_disk_that_is_nearly_full(tmp_path, monkeypatch):
    monkeypatch.setattr(reserve, "FREE_BYTES_NEEDED", 2**62)
    with closing(open_log(tmp_path / "log.db")) as log:
        assert log.state == 0
    assert not (tmp_path / "log.db.reserve").exists()


def test_reading_makes_no_reserve_and_release_tells_the_truth(tmp_path):
    with closing(open_log(tmp_path / "log.db")):
        pass
    beside = Reserve(tmp_path / "log.db")
    assert beside.release() and not beside.release()
    with closing(open_log(tmp_path / "log.db", read_only=True)):
        assert not beside.path.exists()
