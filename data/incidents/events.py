"""An incident from its beginning to its end."""

from __future__ import annotations

from typing import ClassVar

from data.event_body import Body


class IncidentOpened(Body, frozen=True, kw_only=True):
    """A fault that somebody must see. `id` is "i" and a count within this record.

    `scope` is point, province, region or source; `severity` P1..P4; `points` the codes it covers.
    """

    by_program: ClassVar[bool] = True
    id: str
    scope: str
    subject: str
    severity: str
    reason: str
    points: tuple[str, ...] = ()


class IncidentAcknowledged(Body, frozen=True, kw_only=True):
    """The person of this row has taken incident `id` on. `severity` is the one it was taken at: a graver
    one asks again, and so do `expires_s` seconds (None: never).
    """

    id: str
    severity: str
    expires_s: int | None = None


class IncidentResolved(Body, frozen=True, kw_only=True):
    """Incident `id` is over after `open_ms`."""

    by_program: ClassVar[bool] = True
    id: str
    open_ms: int


class IncidentChanged(Body, frozen=True, kw_only=True):
    """Open incident `id` has spread to `points` (all that it ever covered), or the agenda has made it as
    grave as `severity`; `was` is how grave it was.
    """

    by_program: ClassVar[bool] = True
    id: str
    severity: str
    was: str
    points: tuple[str, ...] = ()


class IncidentReopened(Body, frozen=True, kw_only=True):
    """Incident `id` was thought to be over, `after_ms` ago: the same fault is back."""

    by_program: ClassVar[bool] = True
    id: str
    severity: str
    reason: str
    after_ms: int
    points: tuple[str, ...] = ()


class IncidentAssigned(Body, frozen=True, kw_only=True):
    """Incident `id` was given to the technician `to`."""

    id: str
    to: str


class IncidentNoted(Body, frozen=True, kw_only=True):
    """Somebody found `text` out about incident `id`."""

    id: str
    text: str


class IncidentMuted(Body, frozen=True, kw_only=True):
    """Incident `id` is not to be announced for `for_s` seconds (0: it is again), unless it grows graver
    than `severity`.
    """

    id: str
    severity: str
    for_s: int
    reason: str = ""


class IncidentMerged(Body, frozen=True, kw_only=True):
    """Incident `id` has the same cause as `into`, which speaks for both while it is open ("": no longer)."""

    id: str
    into: str
    reason: str = ""
