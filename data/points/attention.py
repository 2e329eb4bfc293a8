"""Which rooms matter now: distance to air, and the severity that follows from it. Pure."""

from __future__ import annotations

from enum import StrEnum
from itertools import islice

from data.folder.model import CENTRAL, HIGH, PROVINCIAL, BridgePoint
from data.health.reading import Health
from data.state import ConferenceState

COMING = 3


class Role(StrEnum):
    """What a point does now. NEXT is the next item's point, SOON the two after it."""

    ON_AIR = "on_air"
    NEXT = "next"
    SOON = "soon"
    LATER = "later"
    AUDIENCE = "audience"


def roles(state: ConferenceState) -> dict[str, Role]:
    """Point code -> role, for points that speak; every other point is audience."""
    found: dict[str, Role] = {}
    if (item := state.item(state.on_air)) is not None and item.point:
        found[item.point] = Role.ON_AIR
    ahead = [item.point for item in state.pending() if item.point] if not state.ended else []
    for turn, point in enumerate(ahead):
        role = Role.NEXT if turn == 0 else Role.SOON if turn < COMING else Role.LATER
        found.setdefault(point, role)
    return found


def attended(state: ConferenceState) -> tuple[str, ...]:
    """Points to look at most closely: on air, then the next three turns, without repeats."""
    on_air = state.item(state.on_air)
    turns = [on_air] if on_air is not None else []
    turns += list(islice(state.pending(), COMING)) if not state.ended else []
    return tuple(dict.fromkeys(item.point for item in turns if item.point))


def severity(
    health: Health, role: Role, point: BridgePoint, *, opened: bool, seen: bool, reason: str = ""
) -> str:
    """P1 to P4 for a sick point, "" for one that is not sick.

    Before the opening a room that never came is P3, a speaker's P2. Provincial and high courts
    have guests: down P2, sick P3. What flaps is there most of the time: never more than P2.
    """
    if health not in (Health.DOWN, Health.DEGRADED):
        return ""
    if not opened and not seen:
        return "P3" if role is Role.AUDIENCE else "P2"
    table = _DOWN if health is Health.DOWN else _FLAPPING if reason == "flapping" else _DEGRADED
    if role is not Role.AUDIENCE:
        return table[role]
    if point.level == CENTRAL:
        return table[Role.NEXT]
    guests = point.guests or point.level in (HIGH, PROVINCIAL)
    return table[Role.LATER] if guests else "P4"


_DOWN = {Role.ON_AIR: "P1", Role.NEXT: "P1", Role.SOON: "P2", Role.LATER: "P2"}
_DEGRADED = {Role.ON_AIR: "P1", Role.NEXT: "P2", Role.SOON: "P3", Role.LATER: "P3"}
_FLAPPING = {Role.ON_AIR: "P2", Role.NEXT: "P2", Role.SOON: "P3", Role.LATER: "P3"}
