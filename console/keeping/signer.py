"""The key of whoever sits at this computer, and signing heads of a record with it."""

from __future__ import annotations

import os
from pathlib import Path

from console.folder import HIDDEN
from data.record.chain import Head
from data.record.signed_head import SignedHead, append_head, heads_path, last_head, pem_path, signed_head
from data.record.signing_key import SigningKey, signing_key

KEY_FILE = "DIEMCAU_KEY"
"""The environment may name another file, on a stick that a person carries."""


def key_path() -> Path:
    """In the person's own folder, never in the conference's: that one is handed over."""
    named = os.environ.get(KEY_FILE, "").strip()
    return Path(named) if named else Path.home() / HIDDEN / "signing-key.pem"


def sign(log: Path, head: Head, at_ms: int, key: SigningKey | None = None) -> SignedHead:
    """`head` of the record at `log`, signed and kept beside it, with the public half of the key.

    Where it is already the newest of the file, that line is returned. Raises KeyProblem, OSError.
    """
    key = key or signing_key(key_path())
    keep_public(key, log.parent)
    path = heads_path(log)
    known = last_head(path)
    if known is not None and (known.head, known.key) == (head, key.id):
        return known
    signed = signed_head(key, head, at_ms)
    append_head(path, signed)
    return signed


def keep_public(key: SigningKey, folder: Path) -> Path:
    """The public half as a file in `folder`, whole. Raises OSError."""
    from data.whole_file import whole_file

    path = pem_path(folder, key.id)
    if not path.exists():
        with whole_file(path) as draft:
            draft.write(key.pem)
    return path
