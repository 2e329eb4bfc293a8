"""What a person may say of a room, whatever is measured. Reached through `data.commands`."""

from __future__ import annotations

from typing import TypeAlias

import msgspec


class OverrulePoint(msgspec.Struct, frozen=True, kw_only=True):
    """For `for_s` seconds each of `points` is `says` (`overrule_state.WORDS`); earlier words give way."""

    points: tuple[str, ...]
    says: str
    for_s: int
    reason: str


class EndOverrule(msgspec.Struct, frozen=True, kw_only=True):
    """Let the sources speak for `points` again."""

    points: tuple[str, ...]
    reason: str = ""


OverruleCommand: TypeAlias = OverrulePoint | EndOverrule
