"""Reads xlsx in another process, bounded in time and memory: such files come from everywhere."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import msgspec

from data.importers.findings import Findings
from data.importers.table import Rows

_WORKER = Path(__file__).with_name("xlsx_worker.py")
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_PASSED_ON = ("PATH", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "HOME", "SYSTEMROOT", "TEMP", "TMP", "LANG")
_CODES = {3: "xlsx_damaged", 4: "xlsx_memory", 5: "xlsx_reader_missing"}


class Limits(msgspec.Struct, frozen=True):
    """What a spreadsheet may cost. `ratio` is uncompressed size over compressed."""

    members: int = 100
    bytes: int = 50 * 1024 * 1024
    ratio: int = 100
    rows: int = 5_000
    seconds: float = 10.0
    memory: int = 768 * 1024 * 1024


class _Reply(msgspec.Struct):
    rows: list[tuple[int, list[str]]]
    capped: bool


LIMITS = Limits()


def read_xlsx(path: Path, findings: Findings, limits: Limits = LIMITS) -> Rows | None:
    """Rows of the first visible sheet as text, merged cells filled down, formulas as last computed.

    None and the reason in `findings` when the file is damaged, protected, or asks too much.
    """
    if not _bearable(path, findings, limits):
        return None
    # The file is a stranger's: the environment, with its secrets, stays here.
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    command = [
        sys.executable,
        "-P",
        "-X",
        "utf8",
        str(_WORKER),
        str(path),
        str(limits.rows),
        str(limits.memory),
    ]
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            timeout=limits.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        findings.error("xlsx_timeout", seconds=limits.seconds)
        return None
    except OSError as error:
        findings.error("unreadable_file", reason=type(error).__name__)
        return None
    return _understood(done, findings, limits)


def _understood(done: subprocess.CompletedProcess[bytes], findings: Findings, limits: Limits) -> Rows | None:
    if done.returncode:
        code = _CODES.get(done.returncode, "xlsx_damaged")
        if code == "xlsx_memory":
            findings.error(code, limit_mb=limits.memory // 2**20)
        else:
            findings.error(code)
        return None
    try:
        reply = msgspec.convert(json.loads(done.stdout), _Reply)
    except ValueError:
        findings.error("xlsx_damaged")
        return None
    if reply.capped:
        findings.error("row_cap", limit=limits.rows)
    return reply.rows


def _bearable(path: Path, findings: Findings, limits: Limits) -> bool:
    """Whether the directory of the archive promises a modest sheet; nothing is unpacked here."""
    import zipfile

    try:
        with path.open("rb") as file:
            if file.read(8) == _OLE:
                findings.error("xlsx_protected_or_old")
                return False
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except OSError as error:
        findings.error("unreadable_file", reason=type(error).__name__)
        return False
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError):
        findings.error("xlsx_damaged")
        return False
    size = sum(member.file_size for member in members)
    ratio = size // max(1, sum(member.compress_size for member in members))
    # A small file cannot hurt, however well it was packed.
    if len(members) > limits.members or size > limits.bytes or (ratio > limits.ratio and size > 2**20):
        findings.error("xlsx_bomb", members=len(members), size_mb=round(size / 2**20, 1), ratio=ratio)
        return False
    return True
