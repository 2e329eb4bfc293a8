"""What a person decides about a name that a platform shows. Reached through `data.commands`."""

from __future__ import annotations

from typing import TypeAlias

import msgspec


class MatchPoint(msgspec.Struct, frozen=True, kw_only=True):
    """Whoever `source` shows as `name` is the room `point`; an earlier decision gives way."""

    source: str
    name: str
    point: str
    reason: str = ""


class DismissName(msgspec.Struct, frozen=True, kw_only=True):
    """Whoever `source` shows as `name` is none of our rooms. `who`: stranger, guest."""

    source: str
    name: str
    who: str = "stranger"
    reason: str = ""


class UndoMatch(msgspec.Struct, frozen=True, kw_only=True):
    """Take back what was decided about `name` of `source`."""

    source: str
    name: str
    reason: str = ""


NameCommand: TypeAlias = MatchPoint | DismissName | UndoMatch
