"""What was signed about a record, gathered: the file beside it, and copies of it from elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from data.record.signed_head import HeadFault, SignedHead, heads_path, keys_beside, known_keys, read_heads


class Proof(msgspec.Struct, frozen=True):
    """`heads` whose signatures hold, by row; `faults` of the other lines, each with its file.

    `keys` are those that were believed (id → public bytes); `trusted` when a person named them, rather than
    that they lay beside the record, where whoever rewrote it could have put his own.
    """

    heads: tuple[SignedHead, ...]
    faults: tuple[tuple[Path, HeadFault], ...]
    keys: dict[str, bytes]
    trusted: bool


def signed_heads(log: Path, files: Sequence[Path] = (), pems: Sequence[Path] = ()) -> Proof:
    """Everything signed about `log`: beside it where there is such a file, and in `files`.

    Raises OSError for a file that was named and cannot be read, KeyProblem for a PEM that holds no key.
    """
    from data.record.signing_key import KeyProblem

    for pem in pems:
        pem.stat()
    keys = known_keys(pems) if pems else keys_beside(log.parent)
    if pems and not keys:
        raise KeyProblem("key_unreadable", pems[0])
    heads: list[SignedHead] = []
    faults: list[tuple[Path, HeadFault]] = []
    beside = heads_path(log)
    for path in (*([beside] if beside.exists() else []), *files):
        good, bad = read_heads(path, keys)
        heads += good
        faults += [(path, fault) for fault in bad]
    heads.sort(key=lambda each: each.head.seq)
    return Proof(tuple(heads), tuple(faults), keys, bool(pems))
