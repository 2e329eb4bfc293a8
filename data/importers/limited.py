"""Office files are archives from strangers: looked at first, then opened in a bounded process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import msgspec

from data.importers.findings import Findings

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
"""How files of the old Office begin, and new ones with a password."""

_PASSED_ON = ("PATH", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "HOME", "SYSTEMROOT", "TEMP", "TMP", "LANG")
_NO_MEMORY, _NO_READER = 4, 5


class Limits(msgspec.Struct, frozen=True):
    """What a file may cost. `ratio` is uncompressed size over compressed, the others bytes and seconds."""

    members: int = 100
    bytes: int = 50 * 1024 * 1024
    ratio: int = 100
    rows: int = 5_000
    seconds: float = 10.0
    memory: int = 768 * 1024 * 1024


class Codes(msgspec.Struct, frozen=True, kw_only=True):
    """The problem codes of one format."""

    damaged: str
    protected_or_old: str
    bomb: str
    timeout: str
    memory: str
    reader_missing: str


def read_in_process(
    worker: Path, path: Path, *options: str, codes: Codes, findings: Findings, limits: Limits
) -> bytes | None:
    """What `worker` prints about `path`; None and the reason in `findings`.

    The worker is called with PATH ROWS MEMORY and `options`. It exits with 3 for a file it cannot
    read, 4 when out of memory, 5 when its library is missing.
    """
    if not bearable(path, codes, findings, limits):
        return None
    # The file is a stranger's: the environment, with its secrets, stays here.
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    command = [sys.executable, "-P", "-X", "utf8", str(worker), str(path)]
    try:
        done = subprocess.run(
            [*command, str(limits.rows), str(limits.memory), *options],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            timeout=limits.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        findings.error(codes.timeout, seconds=limits.seconds)
        return None
    except OSError as error:
        findings.error("unreadable_file", reason=type(error).__name__)
        return None
    match done.returncode:
        case 0:
            return done.stdout
        case code if code == _NO_MEMORY:
            findings.error(codes.memory, limit_mb=limits.memory // 2**20)
        case code if code == _NO_READER:
            findings.error(codes.reader_missing)
        case _:
            findings.error(codes.damaged)
    return None


def bearable(path: Path, codes: Codes, findings: Findings, limits: Limits) -> bool:
    """Whether the directory of the archive promises a modest file; nothing is unpacked here."""
    import zipfile

    try:
        with path.open("rb") as file:
            if file.read(8) == OLE:
                findings.error(codes.protected_or_old)
                return False
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except OSError as error:
        findings.error("unreadable_file", reason=type(error).__name__)
        return False
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError):
        findings.error(codes.damaged)
        return False
    size = sum(member.file_size for member in members)
    ratio = size // max(1, sum(member.compress_size for member in members))
    # A small file cannot hurt, however well it was packed.
    if len(members) > limits.members or size > limits.bytes or (ratio > limits.ratio and size > 2**20):
        findings.error(codes.bomb, members=len(members), size_mb=round(size / 2**20, 1), ratio=ratio)
        return False
    return True
