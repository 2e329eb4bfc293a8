"""The hash chain that makes a quiet change of the record show.

    hash = SHA-256(0x00 ‖ prev ‖ field ‖ field ‖ …)
    field = 0x00 when NULL, else 0x01 ‖ length in 8 bytes, big-endian ‖ bytes

Fields in this order: seq, at, mono_ns, boot, actor, console, kind, v, item, point, body; integers
as decimal ASCII, text as UTF-8 in NFC. `prev` of row 1 is 32 zero bytes.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

import msgspec

GENESIS = bytes(32)
"""What row 1 stands on."""


class Head(msgspec.Struct, frozen=True):
    """The last row and its hash; noted elsewhere it proves everything up to it."""

    seq: int
    hash: bytes


EMPTY = Head(0, GENESIS)
"""The head of a log without rows."""


class _Lengths(dict[int, bytes]):
    """Length → the bytes that announce a field of that length."""

    def __missing__(self, length: int) -> bytes:
        prefix = self[length] = b"\x01" + length.to_bytes(8, "big")
        return prefix


_ANNOUNCE = _Lengths()


def digest(prev: bytes, fields: Iterable[bytes | None]) -> bytes:
    """The hash of a row whose eleven fields are given as they are stored."""
    packed = [b"\0" if field is None else _ANNOUNCE[len(field)] + field for field in fields]
    return sha256(b"\0" + prev + b"".join(packed)).digest()


def row_hash(  # noqa: PLR0917 (a row, in the order of its columns)
    prev: bytes,
    seq: int,
    at: str,
    mono_ns: int,
    boot: str,
    actor: str,
    console: str,
    kind: str,
    v: int,
    item: str | None,
    point: str | None,
    body: str,
) -> bytes:
    """The hash of one row; its text must be NFC already, as it is stored."""
    return digest(
        prev,
        (
            b"%d" % seq,
            at.encode(),
            b"%d" % mono_ns,
            boot.encode(),
            actor.encode(),
            console.encode(),
            kind.encode(),
            b"%d" % v,
            None if item is None else item.encode(),
            None if point is None else point.encode(),
            body.encode(),
        ),
    )
