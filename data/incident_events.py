"""What becomes of an incident between its beginning and its end."""

from __future__ import annotations

from data.event_body import Body


class IncidentChanged(Body, frozen=True, kw_only=True):
    """Open incident `id` has spread to `points` (all that it ever covered), or the agenda has made it as
    grave as `severity`; `was` is how grave it was.
    """

    id: str
    severity: str
    was: str
    points: tuple[str, ...] = ()


class IncidentReopened(Body, frozen=True, kw_only=True):
    """Incident `id` was thought to be over, `after_ms` ago: the same fault is back."""

    id: str
    severity: str
    reason: str
    after_ms: int
    points: tuple[str, ...] = ()
