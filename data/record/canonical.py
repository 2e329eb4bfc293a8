"""Text and bodies as the record stores and hashes them: NFC, finite numbers, integers < 2^53.

The stored text must be NFC as a whole, so that a verifier in any language may normalise it and
find the same hash; and it must be valid UTF-8, which lone surrogates are not.
"""

from __future__ import annotations

import re
from typing import Any
from unicodedata import is_normalized, normalize

import msgspec

from data.events import Body, encode_body

MAX_INT = 2**53
"""Integers in a body stay below this: a double holds every one of them."""

_LONG_NUMBER = re.compile(r"\d{16}")


def stored_text(text: str) -> str:
    """`text` as a column keeps it: NFC; a lone surrogate becomes U+FFFD."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return normalize("NFC", text)


def body_text(body: Body) -> str:
    """The JSON text of `body`, keys in declared order. ValueError for an integer of 2^53 or more."""
    try:
        raw = encode_body(body)
    except UnicodeEncodeError:
        return _rewritten(body)
    plain = raw.isascii() or is_normalized("NFC", raw)
    return raw if plain and not _LONG_NUMBER.search(raw) else _rewritten(body)


def _rewritten(body: Body) -> str:
    """The slow way: every value looked at."""
    value = _stored_value(msgspec.to_builtins(body))
    raw = msgspec.json.encode(value).decode()
    if is_normalized("NFC", raw):
        return raw
    # A value may begin with a combining mark behind an escape ("\n" + U+0303): its text cannot be NFC.
    import json

    return json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":"))


def _stored_value(value: Any) -> Any:
    match value:
        case str():
            return stored_text(value)
        case bool() | None:
            return value
        case int() if abs(value) >= MAX_INT:
            raise ValueError(f"integer too large for the record: {value}")
        case dict():
            return {stored_text(key): _stored_value(item) for key, item in value.items()}
        case list() | tuple():
            return [_stored_value(item) for item in value]
        case _:
            return value
