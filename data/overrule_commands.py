"""What a person may say of a room, whatever is measured. Reached through `data.commands`."""

from __future__ import annotations

from typing import TypeAlias

import msgspec


class OverrulePoint(msgspec.Struct, frozen=True, kw_only=True):
    """For `for_s` seconds `point` is `says` (`overrule_state.WORDS`); an earlier word gives way."""

    point: str
    says: str
    for_s: int
    reason: str


class EndOverrule(msgspec.Struct, frozen=True, kw_only=True):
    """Let the sources speak for `point` again."""

    point: str
    reason: str = ""


OverruleCommand: TypeAlias = OverrulePoint | EndOverrule
