"""What a person asks for about the speakers' queue. Reached through `data.commands`."""

from __future__ import annotations

from typing import TypeAlias

import msgspec


class QueueSpeaker(msgspec.Struct, frozen=True, kw_only=True):
    """Put a person or a room at the end of the queue. The fields as in `events.SpeakerQueued`.

    `turn` None: 2 for one who has spoken within the item on air, else 1.
    """

    name: str = ""
    organisation: str = ""
    point: str = ""
    by: str = "hand"
    turn: int | None = None


class MoveSpeaker(msgspec.Struct, frozen=True, kw_only=True):
    """Let `id` stand right behind `after` ("": first). Never without a reason: others wait longer."""

    id: str
    after: str = ""
    reason: str = ""


class CallSpeaker(msgspec.Struct, frozen=True, kw_only=True):
    """Give `id` the floor for `seconds`, within the item `item` that the sender saw on air (None: any)."""

    id: str
    seconds: int
    item: str | None = None


class FinishSpeaker(msgspec.Struct, frozen=True, kw_only=True):
    """`id`, who has the floor, gives it back."""

    id: str


class WithdrawSpeaker(msgspec.Struct, frozen=True, kw_only=True):
    """`id` does not want to speak any more, or is not there."""

    id: str
    reason: str = ""


SpeakerCommand: TypeAlias = QueueSpeaker | MoveSpeaker | CallSpeaker | FinishSpeaker | WithdrawSpeaker
