"""One number for the programme of a folder, so that the record can say which version of it was taken."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import msgspec

from data.folder.model import AgendaItem


def plan_digest(items: Sequence[AgendaItem], start_ms: int, hard_end_ms: int | None) -> str:
    """SHA-256 (hex) of the items in their order and the hours of the day, as JSON with sorted keys."""
    text = msgspec.json.encode((tuple(items), start_ms, hard_end_ms), order="deterministic")
    return hashlib.sha256(text).hexdigest()
