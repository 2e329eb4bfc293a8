"""Which faults stand as incidents.

Many rooms of one province that fail together are one fault, many provinces of one region too. A room
that speaks stays visible by itself. A lost source is one fault, and says nothing about rooms. Before
the opening the rooms of a region that have not come yet are one small fault, and not hundreds. After the
end rooms go home: that they left is recorded, and is no fault.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import msgspec

from data.folder.model import BridgePoint
from data.health.grouping import NEVER, TOGETHER, Gone, gather
from data.health.reading import SICK, Health
from data.overrule.state import MAINTENANCE
from data.points.attention import Role, roles, severity
from data.points.gone import precise_reason
from data.roll_call.state import excuses
from data.state import ConferenceState, Incident, PointState

SHOWN = ("P1", "P2", "P3")
GROUPS = ("province", "region")
NEAR = (Role.ON_AIR, Role.NEXT)
"""Rooms that are always told of by themselves, whatever else is said."""
Key = tuple[str, str, bool]


class Fault(msgspec.Struct, frozen=True):
    """A fault that stands now, by scope ("point", "province", "region", "source") and subject."""

    scope: str
    subject: str
    severity: str
    reason: str
    points: tuple[str, ...]

    @property
    def key(self) -> Key:
        """What makes it the same fault as another: those who never came are no outage."""
        return fault_key(self.scope, self.subject, self.reason)


def fault_key(scope: str, subject: str, reason: str) -> Key:
    """The key of the fault, or incident, of `subject`."""
    return scope, subject, scope in GROUPS and reason == NEVER


def standing(state: ConferenceState, points: Mapping[str, BridgePoint]) -> list[Fault]:
    """Every fault that deserves an incident, from the recorded health and the agenda."""
    if state.ended:
        return _left_over(state)
    lost = [Fault("source", name, "P2", loss.error, ()) for name, loss in state.lost.items()]
    by_role = roles(state)
    if lost:
        return lost + _unseen(state, points, by_role)
    grades = grades_of(state, points, by_role)
    grouped = _groups(state, points, grades, by_role)
    covered = {code for fault in grouped for code in fault.points}
    alone = [
        fault for fault in _alone(state, grades) if fault.subject not in covered or fault.subject in by_role
    ]
    return alone + grouped


def _left_over(state: ConferenceState) -> list[Fault]:
    """After the end: what was open then, as it was, for as long as it lasts; nothing begins any more."""

    def lasts(incident: Incident) -> bool:
        if incident.scope == "source":
            return incident.subject in state.lost
        return any(state.point(code).health in SICK for code in incident.points)

    return [_kept(incident) for incident in state.incidents.values() if lasts(incident)]


def grades_of(
    state: ConferenceState,
    points: Mapping[str, BridgePoint],
    by_role: Mapping[str, Role],
    only: Iterable[str] | None = None,
) -> dict[str, str]:
    """Sick points of the roster (of `only`, where given), with the severity of each by itself.

    A room that has leave to be away, or is being worked on, is no fault until its turn is near.
    """
    opened = state.opened_ms is not None
    known = state.points
    asked = known if only is None else (code for code in only if code in known)
    return {
        code: severity(
            here.health,
            by_role.get(code, Role.AUDIENCE),
            points[code],
            opened=opened,
            seen=here.seen,
            reason=here.reason,
        )
        for code in asked
        if (here := known[code]).health in SICK
        and code in points
        and (by_role.get(code) in NEAR or not is_set_aside(here))
    }


def is_set_aside(here: PointState) -> bool:
    """Whether it has leave to be away, or is being worked on."""
    return excuses(here.marked, joined=here.joined) or (
        here.said is not None and here.said.says == MAINTENANCE
    )


def set_aside(points: Mapping[str, PointState]) -> frozenset[str]:
    """The rooms that are."""
    return frozenset(code for code, here in points.items() if is_set_aside(here))


def _unseen(
    state: ConferenceState, points: Mapping[str, BridgePoint], by_role: Mapping[str, Role]
) -> list[Fault]:
    """While a source is lost nobody can say that anything is over: the open incidents as they are, but for
    rooms of which somebody says how they are.
    """
    said = {code for code in state.overruled if state.point(code).said is not None}
    kept = [
        _kept(incident)
        for incident in state.incidents.values()
        if incident.scope != "source" and not (incident.scope == "point" and incident.subject in said)
    ]
    return kept + _alone(state, grades_of(state, points, by_role, said))


def _alone(state: ConferenceState, grades: Mapping[str, str]) -> list[Fault]:
    """The rooms of `grades` that are grave enough, each by itself."""
    return [
        Fault("point", code, grade, precise_reason(known.reason, seen=known.seen), (code,))
        for code, grade in grades.items()
        if grade in SHOWN and (known := state.point(code))
    ]


def _kept(incident: Incident) -> Fault:
    """An open incident as it is."""
    return Fault(incident.scope, incident.subject, incident.severity, incident.reason, incident.points)


def _groups(
    state: ConferenceState,
    points: Mapping[str, BridgePoint],
    grades: Mapping[str, str],
    by_role: Collection[str],
) -> list[Fault]:
    """Rooms that fail together; as grave as the gravest of them, P3 at least."""
    down = [code for code in grades if state.point(code).health is Health.DOWN]
    before = state.opened_ms is None
    gone = Gone(
        fell_out=[code for code in down if state.point(code).seen],
        never_came=[code for code in down if before and not state.point(code).seen and code not in by_role],
    )
    held = _held(state, grades, gone)
    return [
        Fault(
            group.scope,
            group.subject,
            min("P3", *(grades[code] for code in group.points)),
            NEVER if group.never else TOGETHER,
            tuple(sorted(group.points)),
        )
        for group in gather(points, gone, held)
    ]


def _held(state: ConferenceState, grades: Mapping[str, str], gone: Gone) -> dict[Key, tuple[str, ...]]:
    """Open groups that go on though fewer rooms are left than it takes to begin one.

    An outage is over when nothing but a room or two of the audience is left of it, a region that
    gathers when all have come: so each ends once, and does not fall apart into lines of its own.
    """
    fell, never = set(gone.fell_out), set(gone.never_came)
    found: dict[Key, tuple[str, ...]] = {}
    for incident in state.incidents.values():
        if incident.scope not in GROUPS:
            continue
        key = fault_key(incident.scope, incident.subject, incident.reason)
        left = tuple(code for code in incident.points if code in (never if key[2] else fell))
        if left and (key[2] or len(left) > 2 or any(grades[code] in SHOWN for code in left)):
            found[key] = left
    return found


def severity_now(
    state: ConferenceState,
    incident: Incident,
    points: Mapping[str, BridgePoint],
    by_role: Mapping[str, Role],
) -> tuple[str, tuple[str, ...]]:
    """(how grave an open incident is by the agenda as it is now, the points that are still in it)."""
    if incident.scope not in ("point", *GROUPS):
        return incident.severity, incident.points
    grades = grades_of(state, points, by_role, incident.points)
    if not grades:
        return incident.severity, incident.points
    if incident.scope == "point":
        return grades[incident.subject], incident.points
    down = tuple(code for code in grades if state.point(code).health is Health.DOWN) or tuple(grades)
    return min("P3", *(grades[code] for code in down)), down
