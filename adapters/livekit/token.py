"""Tokens of a LiveKit server (JWT, HS256): those that we sign, and those that it signs its webhooks with.

A webhook's token names the SHA-256 of its body, so that one cannot be put on another.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from typing import Any

from adapters.errors import Refused
from adapters.transport.signed_push import is_same

SKEW_S = 300
"""How far the clocks of the two machines may be apart."""


class LiveKitKey:
    """An API key. `secret` gives its secret, and may raise Refused."""

    def __init__(self, key: str, secret: Callable[[], str]) -> None:
        self._key = key
        self._secret = secret

    def token(self, grant: dict[str, Any], now_s: int, good_s: int) -> str:
        """Good from some minutes ago until some after its end, for clocks that do not agree."""
        claims = {"iss": self._key, "nbf": now_s - SKEW_S, "exp": now_s + good_s + SKEW_S, "video": grant}
        signed = f"{_part({'alg': 'HS256', 'typ': 'JWT'})}.{_part(claims)}"
        return f"{signed}.{_base64(self._signature(signed, self._secret()))}"

    def signed(self, token: str, body: bytes, now_s: int) -> bool:
        """Whether the server signed this body, and a short while ago. Without a secret nobody can have."""
        head, _, signature = token.rpartition(".")
        try:
            secret = self._secret()
            good = _base64(self._signature(head, secret))
            claims = json.loads(_plain(head.partition(".")[2]))
        except (Refused, ValueError, RecursionError):
            return False
        if not secret or not is_same(signature, good):
            return False
        digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
        return (
            isinstance(claims, dict)
            and claims.get("iss") == self._key
            and claims.get("sha256") == digest
            and _is_current(claims, now_s)
        )

    @staticmethod
    def _signature(signed: str, secret: str) -> bytes:
        return hmac.digest(
            secret.encode("utf-8", "surrogateescape"), signed.encode("utf-8", "replace"), "sha256"
        )


def _is_current(claims: dict[str, Any], now_s: int) -> bool:
    """It must end at some time: a push that was caught must not be good for ever."""
    until, since = claims.get("exp"), claims.get("nbf", 0)
    if not isinstance(until, int | float) or not isinstance(since, int | float):
        return False
    return since - SKEW_S <= now_s <= until + SKEW_S


def _part(claims: dict[str, Any]) -> str:
    return _base64(json.dumps(claims, separators=(",", ":")).encode())


def _base64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _plain(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
