"""The folder's programme and roster as the command that puts them in force."""

from __future__ import annotations

from collections import Counter

from data.commands import AdoptPlan
from data.model import Conference
from data.roster_digest import roster_digest


def plan_of(conference: Conference) -> AdoptPlan:
    """Adopt what the folder says; a rule refuses it after the opening."""
    return AdoptPlan(
        items=conference.items,
        start_ms=conference.start_ms,
        hard_end_ms=conference.hard_end_ms,
        roster_digest=roster_digest(conference.points),
        roster_levels=dict(Counter(point.level for point in conference.points)),
    )
