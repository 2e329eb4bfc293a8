"""How an event changes the state. `apply` for one, `fold` for many: the same handlers.

A private builder holds mutable copies, made once per call, so that folding n events copies each
dict once and not n times.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import msgspec

from data import events as ev
from data.events import Event
from data.reading import Health
from data.state import (
    Advance,
    Called,
    ConferenceState,
    Control,
    Incident,
    ItemRun,
    ItemState,
    Loss,
    PointState,
    Stage,
    Taken,
    Tested,
)
from data.timeline import Timeline

UNDO_DEPTH = 20
_FIELDS = ConferenceState.__struct_fields__
_STAGES = frozenset(Stage)
_HEALTHS = frozenset(Health)


class _Builder:
    """A ConferenceState under construction; attributes are its fields.

    A dict is copied the first time it is changed, so that what an event did not touch stays the
    same object: screens use that to see what moved.
    """

    def __init__(self, state: ConferenceState) -> None:
        self.__dict__.update({field: getattr(state, field) for field in _FIELDS})
        self.__dict__["_own"] = set[str]()

    if TYPE_CHECKING:  # the fields are set above, whatever they are called

        def __getattr__(self, name: str) -> Any: ...
        def __setattr__(self, name: str, value: Any) -> None: ...

    def freeze(self) -> ConferenceState:
        return ConferenceState(**{field: getattr(self, field) for field in _FIELDS})

    def own(self, name: str) -> dict[str, Any]:
        """The dict called `name`, ours to change."""
        if name not in self._own:
            self._own.add(name)
            setattr(self, name, dict(getattr(self, name)))
        owned: dict[str, Any] = getattr(self, name)
        return owned

    def add(self, event: Event) -> None:
        self.seq = event.seq
        self.timeline = self._timeline().extended(event.at)
        handler = _HANDLERS.get(type(event.body))
        if handler is not None:  # notes, exports, corrections change nothing that is derived
            handler(self, event, event.body)

    def now_ns(self) -> int:
        timeline = self._timeline()
        return timeline.base_ns + (timeline.last.mono_ns if timeline.last else 0)

    def _timeline(self) -> Timeline:
        timeline: Timeline = getattr(self, "timeline")  # noqa: B009
        return timeline

    def run(self, cue: str) -> ItemRun:
        return self.runs.get(cue) or ItemRun()

    def change_run(self, cue: str, **changes: Any) -> None:
        self.own("runs")[cue] = msgspec.structs.replace(self.run(cue), **changes)


def fold(state: ConferenceState, events: Iterable[Event]) -> ConferenceState:
    """The state after `events`, in order."""
    builder = _Builder(state)
    for event in events:
        builder.add(event)
    return builder.freeze()


def apply(state: ConferenceState, event: Event) -> ConferenceState:
    """The state after one event."""
    return fold(state, (event,))


def _plan_adopted(b: _Builder, event: Event, body: ev.PlanAdopted) -> None:
    b.plan_version, b.items = body.version, body.items
    b.start_ms, b.hard_end_ms = body.start_ms, body.hard_end_ms


def _roster_adopted(b: _Builder, event: Event, body: ev.RosterAdopted) -> None:
    b.roster_digest = body.digest


def _phase_changed(b: _Builder, event: Event, body: ev.PhaseChanged) -> None:
    if body.to not in _STAGES:
        return  # of a newer program: what we knew still stands
    b.stage = Stage(body.to)
    if b.stage is Stage.ENDED:
        b.ended_ms = event.at.utc_ms


def _remember_advance(b: _Builder, event: Event, left: str, *, opened: bool = False) -> None:
    advance = Advance(
        seq=event.seq,
        at_ns=b.now_ns(),
        left=left,
        entered="",
        left_run=b.runs.get(left),
        stage=b.stage,
        opened=opened,
    )
    b.advances = (*b.advances, advance)[-UNDO_DEPTH:]
    b.last_take_ns = b.now_ns()


def _opened(b: _Builder, event: Event, body: ev.ConferenceOpened) -> None:
    _remember_advance(b, event, "", opened=True)
    b.opened_ms = event.at.utc_ms


def _ended(b: _Builder, event: Event, body: ev.ItemEnded) -> None:
    cue = event.item or ""
    _remember_advance(b, event, cue)
    t = b.now_ns()
    b.change_run(
        cue,
        state=ItemState.DONE,
        ended_ns=t,
        ended_ms=event.at.utc_ms,
        held_ns=b.run(cue).held_until(t),
        held_since_ns=None,
    )
    b.on_air = ""


def _started(b: _Builder, event: Event, body: ev.ItemStarted) -> None:
    cue = event.item or ""
    b.own("runs")[cue] = ItemRun(state=ItemState.ON_AIR, started_ns=b.now_ns(), started_ms=event.at.utc_ms)
    b.on_air = cue
    if b.advances and not b.advances[-1].entered:
        b.advances = (*b.advances[:-1], msgspec.structs.replace(b.advances[-1], entered=cue))


def _held(b: _Builder, event: Event, body: ev.ItemHeld) -> None:
    b.change_run(event.item or "", held_since_ns=b.now_ns())


def _resumed(b: _Builder, event: Event, body: ev.ItemResumed) -> None:
    cue = event.item or ""
    b.change_run(cue, held_ns=b.run(cue).held_until(b.now_ns()), held_since_ns=None)


def _undone(b: _Builder, event: Event, body: ev.AdvanceUndone) -> None:
    if not b.advances:
        return
    advance = b.advances[-1]
    b.advances = b.advances[:-1]
    b.own("runs").pop(advance.entered, None)
    if advance.left_run is not None:
        b.own("runs")[advance.left] = advance.left_run
    else:
        b.own("runs").pop(advance.left, None)
    b.on_air, b.stage, b.ended_ms = advance.left, advance.stage, None
    if advance.opened:
        b.opened_ms = None
    b.last_take_ns = b.now_ns()


def _control_taken(b: _Builder, event: Event, body: ev.ControlTaken) -> None:
    b.control = Control(event.console, event.actor, event.seq)


def _control_handed(b: _Builder, event: Event, body: ev.ControlHanded) -> None:
    b.control = Control(body.to, event.actor, event.seq) if body.to else None


def _polling_taken(b: _Builder, event: Event, body: ev.PollingTaken) -> None:
    b.epoch, b.poller = body.epoch, event.console


def _source_lost(b: _Builder, event: Event, body: ev.SourceLost) -> None:
    b.own("lost")[body.source] = Loss(body.error, event.at.utc_ms, b.now_ns())


def _source_recovered(b: _Builder, event: Event, body: ev.SourceRecovered) -> None:
    b.own("lost").pop(body.source, None)


def _change_point(b: _Builder, event: Event, **changes: Any) -> None:
    code = event.point or ""
    b.own("points")[code] = msgspec.structs.replace(b.points.get(code) or PointState(), **changes)


def _joined(b: _Builder, event: Event, body: ev.PointJoined) -> None:
    _change_point(b, event, joined=True, seen=True, ref=body.ref)


def _point_left(b: _Builder, event: Event, body: ev.PointLeft) -> None:
    _change_point(b, event, joined=False, ref="")


def _health_changed(b: _Builder, event: Event, body: ev.HealthChanged) -> None:
    health = Health(body.now) if body.now in _HEALTHS else Health.UNKNOWN
    _change_point(b, event, health=health, reason=body.reason, since_ms=event.at.utc_ms)


def _incident_opened(b: _Builder, event: Event, body: ev.IncidentOpened) -> None:
    b.incidents_opened += 1
    b.own("incidents")[body.id] = Incident(
        id=body.id,
        scope=body.scope,
        subject=body.subject,
        severity=body.severity,
        reason=body.reason,
        points=body.points,
        opened_ms=event.at.utc_ms,
        opened_ns=b.now_ns(),
    )


def _incident_acknowledged(b: _Builder, event: Event, body: ev.IncidentAcknowledged) -> None:
    incident = b.incidents.get(body.id)
    if incident is not None:
        taken = Taken(event.actor, event.at.utc_ms, b.now_ns(), body.severity, body.expires_s)
        b.own("incidents")[body.id] = msgspec.structs.replace(incident, taken=taken)


def _call_made(b: _Builder, event: Event, body: ev.CallMade) -> None:
    called = Called(body.outcome, event.at.utc_ms, b.now_ns(), body.who, event.actor)
    _change_point(b, event, called=called)


def _point_tested(b: _Builder, event: Event, body: ev.PointTested) -> None:
    b.tests += 1
    tested = Tested(body.result, event.at.utc_ms, b.now_ns(), body.by or event.actor)
    _change_point(b, event, tested=tested)


def _incident_resolved(b: _Builder, event: Event, body: ev.IncidentResolved) -> None:
    b.own("incidents").pop(body.id, None)


def _checked(b: _Builder, event: Event, body: ev.ChecklistMarked) -> None:
    if body.done:
        b.own("checks")[body.check] = event.at.utc_ms
    else:
        b.own("checks").pop(body.check, None)


def _sealed(b: _Builder, event: Event, body: ev.RecordSealed) -> None:
    b.stage = Stage.SEALED


def _unknown(b: _Builder, event: Event, body: ev.Unknown) -> None:
    known = ev.KINDS.get(event.kind)
    b.too_new = b.too_new or (known is not None and event.v > known.v)


_HANDLERS: dict[type[ev.Body], Callable[[_Builder, Event, Any], None]] = {
    ev.PlanAdopted: _plan_adopted,
    ev.RosterAdopted: _roster_adopted,
    ev.PhaseChanged: _phase_changed,
    ev.ConferenceOpened: _opened,
    ev.ItemStarted: _started,
    ev.ItemEnded: _ended,
    ev.ItemHeld: _held,
    ev.ItemResumed: _resumed,
    ev.AdvanceUndone: _undone,
    ev.ControlTaken: _control_taken,
    ev.ControlHanded: _control_handed,
    ev.PollingTaken: _polling_taken,
    ev.SourceLost: _source_lost,
    ev.SourceRecovered: _source_recovered,
    ev.PointJoined: _joined,
    ev.PointLeft: _point_left,
    ev.HealthChanged: _health_changed,
    ev.IncidentOpened: _incident_opened,
    ev.IncidentAcknowledged: _incident_acknowledged,
    ev.IncidentResolved: _incident_resolved,
    ev.CallMade: _call_made,
    ev.PointTested: _point_tested,
    ev.ChecklistMarked: _checked,
    ev.RecordSealed: _sealed,
    ev.Unknown: _unknown,
}
