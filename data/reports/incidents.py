"""How long incidents waited for somebody, and how long they lasted."""

from __future__ import annotations

from collections.abc import Iterable
from statistics import median

import msgspec

from data import events as ev
from data.event_body import Body
from data.events import Event
from data.reports.figure import Figure, Rows, all_rows
from data.units import NS_PER_MS


class IncidentFigures(msgspec.Struct, frozen=True, kw_only=True):
    """One incident. `taken_ms` and `lasted_ms` count from its opening; None: it never came to that. One that
    was reopened lasted to its last end. One that was `unresolved` when the conference ended lasted until
    then, whatever came later.

    `severity` is the one at its opening, `highest` the gravest that it came to. `handler` acknowledged it
    first, `assigned` is whom it was given to last. `calls` were made to its subject while it was open.
    `into` is the incident that spoke for it last, "" for itself. `course` has its rows, the calls included.
    """

    id: str
    scope: str
    subject: str
    severity: str
    reason: str
    points: tuple[str, ...]
    item: str
    opened_ms: int
    rows: Rows
    taken_ms: int | None = None
    handler: str = ""
    lasted_ms: int | None = None
    unresolved: bool = False
    calls: int = 0
    highest: str = ""
    assigned: str = ""
    into: str = ""
    course: tuple[Event, ...] = ()

    @property
    def turns(self) -> tuple[tuple[str, int, int], ...]:
        """(severity, wall time, row) of its opening and of each change of severity."""
        found: list[tuple[str, int, int]] = []
        for event in self.course:
            if isinstance(event.body, ev.IncidentOpened | ev.IncidentChanged | ev.IncidentReopened):
                severity = event.body.severity
                if not found or found[-1][0] != severity:
                    found.append((severity, event.at.utc_ms, event.seq))
        return tuple(found)

    @property
    def resolved(self) -> bool:
        """Whether it was over by the end of the conference."""
        return self.lasted_ms is not None and not self.unresolved

    def told_by(self, *kinds: type[Body]) -> tuple[Event, ...]:
        """The rows of its course with a body of these kinds."""
        return tuple(event for event in self.course if isinstance(event.body, kinds))

    @property
    def handled(self) -> bool:
        """Whether anybody did anything about it, or it grew graver or came back."""
        return len(self.turns) > 1 or any(not isinstance(each.body, _BY_ITSELF) for each in self.course)


class SeverityFigures(msgspec.Struct, frozen=True, kw_only=True):
    """Incidents whose gravest severity was the same, together. Times are None where no incident has one;
    `lasted` ones are of those that were resolved.
    """

    severity: str
    opened: Figure
    taken: Figure
    resolved: Figure
    median_taken_ms: int | None
    longest_taken_ms: int | None
    median_lasted_ms: int | None
    longest_lasted_ms: int | None


_FOLLOWING = (
    *(ev.IncidentAcknowledged, ev.IncidentResolved, ev.IncidentReopened, ev.IncidentChanged),
    *(ev.IncidentAssigned, ev.IncidentNoted, ev.IncidentMuted, ev.IncidentMerged),
)
_BY_ITSELF = (ev.IncidentOpened, ev.IncidentResolved, ev.IncidentChanged)


def _opened(body: ev.IncidentOpened, event: Event, on_air: str) -> IncidentFigures:
    return IncidentFigures(
        id=body.id,
        scope=body.scope,
        subject=body.subject,
        severity=body.severity,
        highest=body.severity,
        reason=body.reason,
        points=body.points,
        item=on_air,
        opened_ms=event.at.utc_ms,
        rows=Rows(event.seq, event.seq, 1),
        course=(event,),
    )


def _graver(known: IncidentFigures, severity: str, points: tuple[str, ...]) -> dict[str, object]:
    """The gravest that it came to, and all that it ever covered."""
    return {"highest": min(known.highest, severity), "points": points or known.points}


class Incidents:
    """Every incident of the record, in the order of opening."""

    def __init__(self) -> None:
        self._found: dict[str, IncidentFigures] = {}
        self._opened_ns: dict[str, int] = {}
        self._over_ns: dict[str, int] = {}
        self._open: dict[str, None] = {}

    def take(self, event: Event, t_ns: int, on_air: str) -> None:
        """One more row, at conference time `t_ns`, while `on_air` was on the air."""
        body = event.body
        if isinstance(body, ev.IncidentOpened):
            self._opened_ns[body.id], self._open[body.id] = t_ns, None
            self._found[body.id] = _opened(body, event, on_air)
        elif isinstance(body, ev.CallMade):
            for key in self._open:
                known = self._found[key]
                if event.point == known.subject or event.point in known.points:
                    self._extend(key, event, calls=known.calls + 1)
        elif isinstance(body, _FOLLOWING) and body.id in self._found:
            self._extend(body.id, event, **self._follow(body.id, event, t_ns))

    def _follow(self, key: str, event: Event, t_ns: int) -> dict[str, object]:
        """What a row about the known incident `key` changes of its figures."""
        known, changed = self._found[key], dict[str, object]()
        match event.body:
            case ev.IncidentAcknowledged() if known.taken_ms is None:
                changed = {"taken_ms": self._since_ms(key, t_ns), "handler": event.actor}
            case ev.IncidentResolved():
                self._open.pop(key, None)
                self._over_ns[key] = t_ns
                changed = {"lasted_ms": self._since_ms(key, t_ns)}
            case ev.IncidentReopened(severity=severity, points=points):  # it was not over after all
                self._open[key] = None
                self._over_ns.pop(key, None)
                changed = {"lasted_ms": None} | _graver(known, severity, points)
            case ev.IncidentChanged(severity=severity, points=points):
                changed = _graver(known, severity, points)
            case ev.IncidentAssigned(to=to):
                changed = {"assigned": to}
            case ev.IncidentMerged(into=into):
                changed = {"into": into}
        return changed

    def _since_ms(self, key: str, t_ns: int) -> int:
        return (t_ns - self._opened_ns[key]) // NS_PER_MS

    def _extend(self, key: str, event: Event, **fields: object) -> None:
        known = self._found[key]
        rows, course = known.rows.plus(event.seq), (*known.course, event)
        self._found[key] = msgspec.structs.replace(known, rows=rows, course=course, **fields)

    def figures(self, end_ns: int | None = None) -> tuple[IncidentFigures, ...]:
        """All of them, as they stood when the conference ended; None while it goes on.

        A room that is sick at the end need not be mended any more: its incident ends with the conference.
        """
        return tuple(self._at_end(each, end_ns) for each in self._found.values())

    def _at_end(self, each: IncidentFigures, end_ns: int | None) -> IncidentFigures:
        over_ns = self._over_ns.get(each.id)
        if end_ns is None or (over_ns is not None and over_ns <= end_ns):
            return each
        lasted_ms = max(0, end_ns - self._opened_ns[each.id]) // NS_PER_MS
        return msgspec.structs.replace(each, lasted_ms=lasted_ms, unresolved=True)


def by_severity(incidents: Iterable[IncidentFigures]) -> tuple[SeverityFigures, ...]:
    """The incidents grouped by the gravest that each came to, the gravest first."""
    groups: dict[str, list[IncidentFigures]] = {}
    for incident in incidents:
        groups.setdefault(incident.highest, []).append(incident)
    return tuple(_group(severity, groups[severity]) for severity in sorted(groups))


def _group(severity: str, group: list[IncidentFigures]) -> SeverityFigures:
    taken = [each for each in group if each.taken_ms is not None]
    resolved = [each for each in group if each.resolved]
    waits = [each.taken_ms for each in taken if each.taken_ms is not None]
    lasted = [each.lasted_ms for each in resolved if each.lasted_ms is not None]
    return SeverityFigures(
        severity=severity,
        opened=_counted(group),
        taken=_counted(taken),
        resolved=_counted(resolved),
        median_taken_ms=round(median(waits)) if waits else None,
        longest_taken_ms=max(waits, default=None),
        median_lasted_ms=round(median(lasted)) if lasted else None,
        longest_lasted_ms=max(lasted, default=None),
    )


def _counted(group: list[IncidentFigures]) -> Figure:
    return Figure(len(group), all_rows(each.rows for each in group))
