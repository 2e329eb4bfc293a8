"""What pushes that a platform signs with a shared secret have in common. Pure."""

from __future__ import annotations

import hmac

from adapters.errors import BadPayload
from adapters.transport.documents import read_json
from adapters.transport.fields import table


def hmac_hex(secret: str, message: bytes, digest: str) -> str:
    """The HMAC of `message` in lower-case hexadecimal; `digest` is "sha1", "sha256" …"""
    return hmac.digest(secret.encode("utf-8", "surrogateescape"), message, digest).hex()


def is_same(given: str, good: str) -> bool:
    """Whether a signature from outside is the `good` one, in a time that tells nothing of it."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), good.encode())


def pushed(body: bytes) -> dict[str, object]:
    """The object that was pushed; {} for what is none. Never raises."""
    try:
        return table(read_json(body))
    except BadPayload:
        return {}
