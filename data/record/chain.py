"""The hash chain that makes a quiet change of the record show.

    hash = SHA-256(0x00 ‖ prev ‖ field ‖ field ‖ …)
    field = 0x00 when NULL, else 0x01 ‖ length in 8 bytes, big-endian ‖ bytes

Fields in this order: seq, at, mono_ns, boot, actor, console, kind, v, item, point, body; integers
as decimal ASCII, text as UTF-8 in NFC. `prev` of row 1 is 32 zero bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import TypeAlias, cast

import msgspec

_Stored: TypeAlias = tuple[bytes, bytes, bytes, bytes, bytes, bytes, bytes, bytes]
_Fields: TypeAlias = tuple[*_Stored, bytes | None, bytes | None, bytes]

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


def digest(prev: bytes, fields: Sequence[bytes | None]) -> bytes:
    """The hash of a row whose eleven fields are given as they are stored.

    TypeError when any but item and point is None. One long join: a full verification spends its
    time here, and a loop over the fields costs half as much again.
    """
    seq, at, mono_ns, boot, actor, console, kind, v, item, point, body = cast(_Fields, fields)
    size = _ANNOUNCE
    return sha256(
        b"".join(
            (
                b"\0",
                prev,
                *(size[len(seq)], seq, size[len(at)], at, size[len(mono_ns)], mono_ns),
                *(size[len(boot)], boot, size[len(actor)], actor, size[len(console)], console),
                *(size[len(kind)], kind, size[len(v)], v),
                b"\0" if item is None else size[len(item)] + item,
                b"\0" if point is None else size[len(point)] + point,
                *(size[len(body)], body),
            )
        )
    ).digest()


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
