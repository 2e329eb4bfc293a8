"""What a room that is not in the call is called: it has not come yet, or it was in and is no more. Pure.

Platforms know one such state; for whoever phones the room it is two. `absent` stays for where nobody can
tell which of them it is.
"""

from __future__ import annotations

ABSENT, NEVER, AWAY = "absent", "never", "away"


def precise_reason(reason: str, *, seen: bool) -> str:
    """`reason` of a `Reading`, or which absence it is; `seen` when the room has been in the call."""
    return reason if reason != ABSENT else AWAY if seen else NEVER
