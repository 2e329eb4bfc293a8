"""What people decided about names that platforms show. Reached through `data.events`."""

from __future__ import annotations

from data.event_body import Body


class PointMatched(Body, frozen=True, kw_only=True):
    """Whoever `source` shows as `name` is the room `point` of the row, from the next poll on."""

    source: str
    name: str
    reason: str = ""


class NameDismissed(Body, frozen=True, kw_only=True):
    """Whoever `source` shows as `name` is no room of the roster. `who`: stranger, guest."""

    source: str
    name: str
    who: str = "stranger"
    reason: str = ""


class MatchUndone(Body, frozen=True, kw_only=True):
    """What was decided about `name` of `source` holds no longer."""

    source: str
    name: str
    reason: str = ""
