"""What a person says of a room, for a time, whatever the sources say."""

from __future__ import annotations

import msgspec

OK, DEGRADED, DOWN, MAINTENANCE = "ok", "degraded", "down", "maintenance"
WORDS = (OK, DEGRADED, DOWN, MAINTENANCE)
"""A health, or that the room is being worked on and is nobody's fault meanwhile."""


class Overruled(msgspec.Struct, frozen=True):
    """`says` is one of `WORDS`; it holds until conference time `until_ns`."""

    says: str
    reason: str
    by: str
    at_ms: int
    until_ns: int
