"""What a sealed conference folder holds: every file with its SHA-256, and where it was made; signed beside.

`log.db.manifest.json` is the manifest, `.sig` beside it the 64 bytes of its Ed25519 signature, `.tsr` the
answer of a time-stamp authority, if one was asked. The signature is written first: a manifest that is there
has one.
"""

from __future__ import annotations

import hashlib
import platform
import re
import socket
import sqlite3
import sys
from collections.abc import Mapping
from pathlib import Path

import msgspec

from data.record.chain import Head
from data.record.signing_key import SigningKey, is_signed
from data.whole_file import whole_file

FORMAT = "diemcau-manifest-1"
_LEFT_OUT = (".reserve", "-journal", ".sig", ".tsr", ".tsa.pem", ".manifest.json")
"""What is disposable, or is the proof itself."""
_NO_RECORD = re.compile(r"(live|quality)(-.*)?\.db.*")
"""Databases that may be deleted at any time, and that a console which still runs goes on writing."""
_GROWING = ".heads"
_CHUNK = 2**20


class Listed(msgspec.Struct, frozen=True):
    """A file: its path within the folder with / between its parts, its size and SHA-256 (hex).

    One that `grows` may be longer by now: somebody else signed the same head. What was there stays.
    """

    name: str
    bytes: int
    sha256: str
    grows: bool = False


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """`head` is SEQ:HASH of the sealed record, `sealed_at` UTC, `key` the id of the key that signs this."""

    format: str = FORMAT
    title: str
    log: str
    head: str
    sealed_at: str
    reason: str
    actor: str
    key: str
    program: str
    python: str
    sqlite: str
    system: str
    host: str
    files: tuple[Listed, ...]


class FileFault(msgspec.Struct, frozen=True):
    """What is wrong with the file `name`: `why` is missing, changed, unreadable, form, key or signature."""

    name: str
    why: str


def manifest_path(log: Path) -> Path:
    """`log.db` → `log.db.manifest.json`."""
    return log.with_name(f"{log.name}.manifest.json")


def signature_path(manifest: Path) -> Path:
    """Beside the manifest: raw, as `openssl pkeyutl` takes it."""
    return manifest.with_name(f"{manifest.name}.sig")


def stamp_path(manifest: Path) -> Path:
    """Beside the manifest: DER, as `openssl ts` takes it."""
    return manifest.with_name(f"{manifest.name}.tsr")


def root_path(manifest: Path) -> Path:
    """Beside the manifest: the root certificate that the time-stamp was checked against, PEM."""
    return manifest.with_name(f"{manifest.name}.tsa.pem")


def listed_files(log: Path) -> tuple[Listed, ...]:
    """Every file of the folder that stays as it is, in the order of names. Raises OSError."""
    folder = log.parent
    found = [path for path in sorted(folder.rglob("*")) if path.is_file() and _stays(path, folder, log)]
    return tuple(_listed(path, folder) for path in found)


def _stays(path: Path, folder: Path, log: Path) -> bool:
    """Nothing hidden or disposable, and nothing that is written after the seal."""
    hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
    no_record = path != log and _NO_RECORD.fullmatch(path.name) is not None
    return not (hidden or no_record or path.name.endswith(_LEFT_OUT))


def _listed(path: Path, folder: Path) -> Listed:
    size, sha256 = _measured(path)
    return Listed(path.relative_to(folder).as_posix(), size, sha256, path.name.endswith(_GROWING))


def _measured(path: Path, upto: int | None = None) -> tuple[int, str]:
    """(how many bytes, their SHA-256) of the file, or of its first `upto` bytes. Raises OSError."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK if upto is None else min(_CHUNK, upto - size)):
            digest.update(chunk)
            size += len(chunk)
    return size, digest.hexdigest()


def make_manifest(
    log: Path, head: Head, *, title: str, sealed_at: str, reason: str, actor: str, key: str, program: str
) -> Manifest:
    """The manifest of the folder of `log` as it is now. Raises OSError."""
    return Manifest(
        title=title,
        log=log.name,
        head=f"{head.seq}:{head.hash.hex()}",
        sealed_at=sealed_at,
        reason=reason,
        actor=actor,
        key=key,
        program=program,
        python=sys.version.split()[0],
        sqlite=sqlite3.sqlite_version,
        system=platform.platform(),
        host=socket.gethostname(),
        files=listed_files(log),
    )


def write_manifest(path: Path, manifest: Manifest, key: SigningKey) -> bytes:
    """Write it and its signature, each whole or not at all; the bytes that were signed. Raises OSError."""
    content = msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n"
    with whole_file(signature_path(path)) as draft:
        draft.write(key.sign(content))
    with whole_file(path) as draft:
        draft.write(content)
    return content


def read_manifest(path: Path) -> Manifest | None:
    """The manifest at `path`; None when there is none that can be read."""
    try:
        found = msgspec.json.decode(path.read_bytes(), type=Manifest)
    except (OSError, msgspec.DecodeError):
        return None
    return found if found.format == FORMAT else None


def check_manifest(path: Path, keys: Mapping[str, bytes]) -> list[FileFault]:
    """What is wrong with the manifest, its signature under `keys` (id → public bytes), or a file in it."""
    manifest = read_manifest(path)
    if manifest is None:
        return [FileFault(path.name, "form")]
    faults = [FileFault(path.name, why) for why in (_signature_fault(path, manifest, keys),) if why]
    for each in manifest.files:
        if why := _file_fault(path.parent, each):
            faults.append(FileFault(each.name, why))
    return faults


def _signature_fault(path: Path, manifest: Manifest, keys: Mapping[str, bytes]) -> str:
    public = keys.get(manifest.key)
    if public is None:
        return "key"
    try:
        signature = signature_path(path).read_bytes()
        return "" if is_signed(public, path.read_bytes(), signature) else "signature"
    except OSError:
        return "signature"


def _file_fault(folder: Path, told: Listed) -> str:
    path = folder / told.name
    if ".." in Path(told.name).parts or Path(told.name).is_absolute():
        return "form"
    try:
        found = _measured(path, told.bytes if told.grows else None)
        return "" if found == (told.bytes, told.sha256) else "changed"
    except FileNotFoundError:
        return "missing"
    except OSError:
        return "unreadable"
