"""Which points speak, on which item and how soon; and how old what we know of a point is. Pure."""

from __future__ import annotations

import msgspec

from console.view import View
from data.points.attention import Role, roles
from data.units import MS_PER_MINUTE


class PointRole(msgspec.Struct, frozen=True):
    """A point that speaks: on which item, and in how many minutes (None on air, or when not known)."""

    role: Role
    cue: str
    minutes: int | None = None


def speaking(view: View) -> dict[str, PointRole]:
    """Points on air or still to speak, each with its first item."""
    found: dict[str, PointRole] = {}
    if view.on_air is not None and view.on_air.point:
        found[view.on_air.point] = PointRole(Role.ON_AIR, view.on_air.cue)
    by_role = roles(view.state)
    for item in view.state.pending():
        if item.point in by_role and item.point not in found:
            times = view.forecast.of(item.cue)
            left = max(0, times.expected_start_ms - view.now.utc_ms) // MS_PER_MINUTE if times else None
            found[item.point] = PointRole(by_role[item.point], item.cue, left)
    return found


def source_age_s(view: View, code: str) -> float | None:
    """Seconds since the source that speaks for `code` last answered, None when none did."""
    reading = view.readings.get(code)
    return next((each.age_s for each in view.sources if reading and each.name == reading.source), None)
