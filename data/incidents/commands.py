"""What people do with open incidents, besides taking them on. Reached through `data.commands`."""

from __future__ import annotations

from typing import TypeAlias

import msgspec


class AssignIncidents(msgspec.Struct, frozen=True, kw_only=True):
    """Give `incidents` to the technician `to`. Each is mapped to the severity that the sender saw."""

    incidents: dict[str, str]
    to: str


class NoteIncidents(msgspec.Struct, frozen=True, kw_only=True):
    """What was found out about `incidents`."""

    incidents: tuple[str, ...]
    text: str


class MuteIncidents(msgspec.Struct, frozen=True, kw_only=True):
    """Announce `incidents` no more for `for_s` seconds; 0 announces them again. Severities as seen."""

    incidents: dict[str, str]
    for_s: int
    reason: str = ""


class MergeIncidents(msgspec.Struct, frozen=True, kw_only=True):
    """Let `into` speak for `incidents`, whose cause it shares; "" lets each speak for itself again."""

    incidents: tuple[str, ...]
    into: str
    reason: str = ""


IncidentCommand: TypeAlias = AssignIncidents | NoteIncidents | MuteIncidents | MergeIncidents
