"""An open incident, and what people have made of it."""

from __future__ import annotations

import msgspec

from data.units import NS_PER_S


class Taken(msgspec.Struct, frozen=True):
    """Who has taken an incident on (or silenced it), when, at which severity, and for how long (None:
    until it is over).
    """

    by: str
    at_ms: int
    at_ns: int
    severity: str
    expires_s: int | None = None

    def holds(self, severity: str, t_ns: int) -> bool:
        """Whether it counts at conference time `t_ns`: not for ever, and not when it has grown graver."""
        expired = self.expires_s is not None and t_ns - self.at_ns >= self.expires_s * NS_PER_S
        return not expired and severity >= self.severity


class Assigned(msgspec.Struct, frozen=True):
    """Whom an incident was given to, by whom, when."""

    to: str
    by: str
    at_ms: int


class Remark(msgspec.Struct, frozen=True):
    """What somebody found out about an incident."""

    text: str
    by: str
    at_ms: int


class Incident(msgspec.Struct, frozen=True, kw_only=True):
    """An open fault. `severity` and `points` are those last written; screens recompute both.

    `muted` keeps it from ringing and from the alarm line; `into` is the incident that speaks for it, for
    as long as that one is open; `remark` is the last.
    """

    id: str
    scope: str
    subject: str
    severity: str
    reason: str
    points: tuple[str, ...]
    opened_ms: int
    opened_ns: int
    taken: Taken | None = None
    assigned: Assigned | None = None
    remark: Remark | None = None
    muted: Taken | None = None
    into: str = ""
    grave_ns: int = 0

    def asks_since_ns(self, severity: str, t_ns: int) -> int | None:
        """The conference time since which it has been in nobody's hands; None while somebody has it."""
        taken = self.taken
        if taken is None or taken.at_ns < self.grave_ns:
            return self.grave_ns
        if taken.holds(severity, t_ns):
            return None
        return taken.at_ns + (taken.expires_s or 0) * NS_PER_S

    def taken_now(self, severity: str, t_ns: int) -> Taken | None:
        """Who has it in hand at conference time `t_ns`."""
        return self.taken if self.taken is not None and self.taken.holds(severity, t_ns) else None

    def is_muted(self, severity: str, t_ns: int) -> bool:
        """Whether somebody wanted to hear no more of it for now."""
        return self.muted is not None and self.muted.holds(severity, t_ns)


class Closed(msgspec.Struct, frozen=True):
    """An incident that was over at conference time `at_ns`, kept while it may come back."""

    incident: Incident
    at_ns: int
