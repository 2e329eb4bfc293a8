"""How long incidents waited for somebody, and how long they lasted."""

from __future__ import annotations

from collections.abc import Iterable
from statistics import median

import msgspec

from data import events as ev
from data.events import Event
from data.report_figure import Figure, Rows, all_rows

NS_PER_MS = 1_000_000


class IncidentFigures(msgspec.Struct, frozen=True, kw_only=True):
    """One incident. `taken_ms` and `lasted_ms` count from its opening; None: it never came to that. One that
    was reopened lasted to its last end.

    `handler` acknowledged it first. `calls` were made to its subject while it was open.
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
    calls: int = 0


class SeverityFigures(msgspec.Struct, frozen=True, kw_only=True):
    """Incidents of one severity together. Times are None where no incident has one."""

    severity: str
    opened: Figure
    taken: Figure
    resolved: Figure
    median_taken_ms: int | None
    longest_taken_ms: int | None
    median_lasted_ms: int | None
    longest_lasted_ms: int | None


class Incidents:
    """Every incident of the record, in the order of opening."""

    def __init__(self) -> None:
        self._found: dict[str, IncidentFigures] = {}
        self._opened_ns: dict[str, int] = {}
        self._open: dict[str, None] = {}

    def take(self, event: Event, t_ns: int, on_air: str) -> None:
        """One more row, at conference time `t_ns`, while `on_air` was on the air."""
        match event.body:
            case ev.IncidentOpened() as body:
                self._opened_ns[body.id], self._open[body.id] = t_ns, None
                self._found[body.id] = IncidentFigures(
                    id=body.id,
                    scope=body.scope,
                    subject=body.subject,
                    severity=body.severity,
                    reason=body.reason,
                    points=body.points,
                    item=on_air,
                    opened_ms=event.at.utc_ms,
                    rows=Rows(event.seq, event.seq, 1),
                )
            case ev.IncidentAcknowledged(id=key) if key in self._found:
                known = self._found[key]
                if known.taken_ms is None:
                    known = self._changed(key, taken_ms=self._since_ms(key, t_ns), handler=event.actor)
                self._changed(key, rows=known.rows.plus(event.seq))
            case ev.IncidentResolved(id=key) if key in self._found:
                self._open.pop(key, None)
                rows = self._found[key].rows.plus(event.seq)
                self._changed(key, lasted_ms=self._since_ms(key, t_ns), rows=rows)
            case ev.IncidentReopened(id=key) if key in self._found:  # it was not over after all
                self._open[key] = None
                rows = self._found[key].rows.plus(event.seq)
                self._changed(key, lasted_ms=None, rows=rows)
            case ev.CallMade():
                for key in self._open:
                    known = self._found[key]
                    if event.point == known.subject or event.point in known.points:
                        self._changed(key, calls=known.calls + 1, rows=known.rows.plus(event.seq))

    def _since_ms(self, key: str, t_ns: int) -> int:
        return (t_ns - self._opened_ns[key]) // NS_PER_MS

    def _changed(self, key: str, **fields: object) -> IncidentFigures:
        self._found[key] = msgspec.structs.replace(self._found[key], **fields)
        return self._found[key]

    def figures(self) -> tuple[IncidentFigures, ...]:
        """All of them."""
        return tuple(self._found.values())


def by_severity(incidents: Iterable[IncidentFigures]) -> tuple[SeverityFigures, ...]:
    """The incidents grouped, the gravest first."""
    groups: dict[str, list[IncidentFigures]] = {}
    for incident in incidents:
        groups.setdefault(incident.severity, []).append(incident)
    return tuple(_group(severity, groups[severity]) for severity in sorted(groups))


def _group(severity: str, group: list[IncidentFigures]) -> SeverityFigures:
    taken = [each for each in group if each.taken_ms is not None]
    resolved = [each for each in group if each.lasted_ms is not None]
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
