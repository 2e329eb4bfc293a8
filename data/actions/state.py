"""What people asked of platforms, as the record has it."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from data.actions.action import ActionKind

KEPT = 50
"""So many actions that are over are remembered, the newest ones."""


class Step(StrEnum):
    """How far an action has come."""

    REQUESTED = "requested"
    SENT = "sent"
    ANSWERED = "answered"
    CONFIRMED = "confirmed"
    UNVERIFIED = "unverified"
    FAILED = "failed"


OPEN = frozenset({Step.REQUESTED, Step.SENT, Step.ANSWERED})


class AskedAction(msgspec.Struct, frozen=True, kw_only=True):
    """One action. Times are wall (`*_ms`) and conference time (`*_ns`): of the request, and of `step`.

    `sender` is the console that handed it to the platform, `answer` as in `ActionAnswered`; `why` is the
    code of how it ended, `detail` the platform's word; `made` the call that a DIAL made.
    """

    id: str
    kind: ActionKind
    source: str
    point: str = ""
    ref: str = ""
    address: str = ""
    name: str = ""
    by: str = ""
    at_ms: int = 0
    at_ns: int = 0
    step: Step = Step.REQUESTED
    step_ms: int = 0
    step_ns: int = 0
    sender: str = ""
    answer: str = ""
    why: str = ""
    detail: str = ""
    made: str = ""

    @property
    def is_open(self) -> bool:
        """Whether its end is not known yet."""
        return self.step in OPEN


def trimmed(actions: dict[str, AskedAction]) -> dict[str, AskedAction]:
    """`actions` without the oldest of those that are over, beyond `KEPT`."""
    over = [key for key, asked in actions.items() if not asked.is_open]
    for key in over[: max(0, len(over) - KEPT)]:
        del actions[key]
    return actions
