"""What the operator asks of the screen that faces the speaker."""

from __future__ import annotations

from typing import TypeAlias

import msgspec


class ShowOnStage(msgspec.Struct, frozen=True, kw_only=True):
    """Words to the person who speaks, for `seconds` or, with None, while `item` is on air.

    `item` is the one that the sender saw on air, "" for nothing.
    """

    text: str
    item: str
    seconds: int | None = None


class ClearStage(msgspec.Struct, frozen=True, kw_only=True):
    """Take the words away."""


class ReleaseNext(msgspec.Struct, frozen=True, kw_only=True):
    """Name the next item on the stage though its gate is not green. `item` is the one that was seen."""

    item: str
    verdict: str = ""
    why: str = ""


StageCommand: TypeAlias = ShowOnStage | ClearStage | ReleaseNext
