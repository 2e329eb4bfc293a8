"""One number for a roster, so that the record can say which list of points was in force."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import msgspec

from data.folder.model import BridgePoint

PRIVATE = ("contact", "phone", "phone2")
"""Fields of a point that say whom to call; they stay out of digests and may stay out of exports."""


def roster_digest(points: Iterable[BridgePoint]) -> str:
    """SHA-256 (hex) of the roster in its order, as compact JSON with sorted keys, people left out."""
    public = [
        {key: value for key, value in msgspec.structs.asdict(point).items() if key not in PRIVATE}
        for point in points
    ]
    return hashlib.sha256(msgspec.json.encode(public, order="deterministic")).hexdigest()
