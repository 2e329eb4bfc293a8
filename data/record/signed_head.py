"""Heads of the record, signed: one a line, in a file beside the log and wherever else it is copied to.

    diemcau-head-1 1284:9f86d0… 2026-06-16T07:00:00.000Z 3f2a77c0d1e2b4a5 BASE64

What is signed is everything before the last blank, as UTF-8: the number and hash of a row, when it was
signed (UTC), and the id of the key; BASE64 are the 64 bytes of the Ed25519 signature. A line holds everything
up to its row: a record that was cut or rewritten afterwards no longer has that row.
"""

from __future__ import annotations

import base64
import binascii
import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from data.instants import utc_iso
from data.record.chain import Head
from data.record.signing_key import ID_DIGITS, SigningKey, is_signed, key_id, public_key

_WORD = "diemcau-head-1"
_LINE = re.compile(
    rf"{_WORD} (?P<seq>[1-9]\d{{0,17}}):(?P<hash>[0-9a-f]{{64}})"
    rf" (?P<at>\d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{{3}}Z) (?P<key>[0-9a-f]{{{ID_DIGITS}}})"
    r" (?P<signature>[A-Za-z0-9+/]{86}==)"
)


class SignedHead(msgspec.Struct, frozen=True):
    """One line. `at` is UTC as written, `key` the id of the key."""

    head: Head
    at: str
    key: str
    signed: bytes
    signature: bytes

    @property
    def line(self) -> str:
        """As it is written."""
        return f"{self.signed.decode()} {base64.b64encode(self.signature).decode()}"


class HeadFault(msgspec.Struct, frozen=True):
    """What is wrong with line `number` of a file of heads: `why` is form, key (not known) or signature."""

    number: int
    why: str


def heads_path(log: Path) -> Path:
    """`log.db` → `log.db.heads`, beside it."""
    return log.with_name(f"{log.name}.heads")


def signed_head(key: SigningKey, head: Head, at_ms: int) -> SignedHead:
    """`head` signed at `at_ms` (UTC milliseconds)."""
    at = utc_iso(at_ms)
    content = f"{_WORD} {head.seq}:{head.hash.hex()} {at} {key.id}".encode()
    return SignedHead(head, at, key.id, content, key.sign(content))


def parse_head(line: str) -> SignedHead | None:
    """The way back; None when it is no such line. The signature is not looked at."""
    found = _LINE.fullmatch(line)
    if found is None:
        return None
    try:
        signature = base64.b64decode(found["signature"], validate=True)
    except binascii.Error:
        return None
    head = Head(int(found["seq"]), bytes.fromhex(found["hash"]))
    return SignedHead(head, found["at"], found["key"], line.rpartition(" ")[0].encode(), signature)


def append_head(path: Path, signed: SignedHead) -> None:
    """Add a line; it is on the disk on return. A torn last line is cut away first. Raises OSError."""
    with path.open("a+b") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(0)
        whole = file.read().rpartition(b"\n")
        if whole[2]:
            file.truncate(size - len(whole[2]))
        file.write(f"{signed.line}\n".encode())
        file.flush()
        os.fsync(file.fileno())


def last_head(path: Path) -> SignedHead | None:
    """The newest line; None when there is none that can be read."""
    try:
        lines = path.read_text("ascii").splitlines()
    except (OSError, ValueError):
        return None
    return parse_head(lines[-1]) if lines else None


def read_heads(path: Path, keys: Mapping[str, bytes]) -> tuple[list[SignedHead], list[HeadFault]]:
    """The lines whose signatures hold under `keys` (id → public bytes), and what is wrong with the others.

    Raises OSError.
    """
    good: list[SignedHead] = []
    faults: list[HeadFault] = []
    for number, raw in enumerate(path.read_bytes().splitlines(), 1):
        signed = parse_head(raw.decode("ascii", "replace"))
        if signed is None:
            faults.append(HeadFault(number, "form"))
        elif (public := keys.get(signed.key)) is None:
            faults.append(HeadFault(number, "key"))
        elif not is_signed(public, signed.signed, signed.signature):
            faults.append(HeadFault(number, "signature"))
        else:
            good.append(signed)
    return good, faults


def pem_path(folder: Path, key: str) -> Path:
    """Where the public half of the key with that id lies in a folder."""
    return folder / f"signer-{key}.pem"


def known_keys(paths: Iterable[Path]) -> dict[str, bytes]:
    """id → public bytes of the PEM files among `paths`; what is no key is left out."""
    found: dict[str, bytes] = {}
    for path in paths:
        try:
            public = public_key(path.read_bytes())
        except OSError:
            continue
        if public is not None:
            found[key_id(public)] = public
    return found


def keys_beside(folder: Path) -> dict[str, bytes]:
    """Every public key that lies in `folder`."""
    return known_keys(sorted(folder.glob("signer-*.pem")))


def copy_heads(log: Path, folder: Path) -> None:
    """The signed heads of `log`, and the public keys, in another folder too. Raises OSError.

    A file there that has more lines than the one beside the log stays: somebody cut the other.
    """
    from data.whole_file import whole_file

    for path in (heads_path(log), *sorted(log.parent.glob("signer-*.pem"))):
        there = folder / path.name
        content = path.read_bytes() if path.exists() else b""
        if len(content) > (there.stat().st_size if there.exists() else 0):
            with whole_file(there) as draft:
                draft.write(content)
