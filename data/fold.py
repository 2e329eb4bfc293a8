"""How an event changes the state. `apply` for one, `fold` for many: the same handlers.

A private builder holds mutable copies, made once per call, so that folding n events copies each
dict once and not n times.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from data import events as ev
from data.absence import fold as absence_fold
from data.actions import fold as action_fold
from data.agenda import fold as agenda_fold
from data.agenda.readiness import UNSEEN
from data.builder import Builder, Handler
from data.events import Event
from data.health.reading import Health
from data.incidents import fold as incident_fold
from data.matching import fold as matching_fold
from data.overrule import fold as overrule_fold
from data.roll_call import fold as roll_call_fold
from data.speaking import fold as speaking_fold
from data.stage import fold as stage_fold
from data.state import (
    Called,
    ConferenceState,
    Control,
    Loss,
    PointState,
    Stage,
    Tested,
)

LONG_LOST_NS = 60_000_000_000
_HEALTHS = frozenset(Health)


def fold(state: ConferenceState, events: Iterable[Event]) -> ConferenceState:
    """The state after `events`, in order."""
    builder = Builder(state)
    for event in events:
        builder.stamp(event)
        handler = _HANDLERS.get(type(event.body))
        if handler is not None:  # notes, exports, corrections change nothing that is derived
            handler(builder, event, event.body)
    return builder.freeze()


def apply(state: ConferenceState, event: Event) -> ConferenceState:
    """The state after one event."""
    return fold(state, (event,))


def _roster_adopted(b: Builder, event: Event, body: ev.RosterAdopted) -> None:
    b.roster_digest = body.digest


def _control_taken(b: Builder, event: Event, body: ev.ControlTaken) -> None:
    b.control = Control(event.console, event.actor, event.seq)


def _control_handed(b: Builder, event: Event, body: ev.ControlHanded) -> None:
    b.control = Control(body.to, body.of or event.actor, event.seq) if body.to else None


def _polling_taken(b: Builder, event: Event, body: ev.PollingTaken) -> None:
    b.epoch, b.poller = body.epoch, event.console


def _source_lost(b: Builder, event: Event, body: ev.SourceLost) -> None:
    b.own("lost")[body.source] = Loss(body.error, event.at.utc_ms, b.now_ns())


def _source_recovered(b: Builder, event: Event, body: ev.SourceRecovered) -> None:
    b.own("lost").pop(body.source, None)


def _gate_overridden(b: Builder, event: Event, body: ev.GateOverridden) -> None:
    """What cannot be seen because of a source that is long lost is asked about once a source."""
    for source, loss in list(b.lost.items()) if body.why == UNSEEN else ():
        if not loss.asked and b.now_ns() - loss.since_ns > LONG_LOST_NS:
            b.own("lost")[source] = msgspec.structs.replace(loss, asked=True)


def _change_point(b: Builder, event: Event, **changes: Any) -> None:
    code = event.point or ""
    b.own("points")[code] = msgspec.structs.replace(b.points.get(code) or PointState(), **changes)


def _joined(b: Builder, event: Event, body: ev.PointJoined) -> None:
    known, at_ms = b.points.get(event.point or "") or PointState(), event.at.utc_ms
    first_ms = known.first_ms or at_ms
    _change_point(
        b,
        event,
        joined=True,
        seen=True,
        ref=body.ref,
        source=body.source,
        joined_ms=at_ms,
        first_ms=first_ms,
    )


def _point_left(b: Builder, event: Event, body: ev.PointLeft) -> None:
    _change_point(b, event, joined=False, ref="", left_ms=event.at.utc_ms, left_ns=b.now_ns())


def _health_changed(b: Builder, event: Event, body: ev.HealthChanged) -> None:
    health = Health(body.now) if body.now in _HEALTHS else Health.UNKNOWN
    _change_point(b, event, health=health, reason=body.reason, since_ms=event.at.utc_ms)


def _call_made(b: Builder, event: Event, body: ev.CallMade) -> None:
    called = Called(body.outcome, event.at.utc_ms, b.now_ns(), body.who, event.actor)
    _change_point(b, event, called=called)


def _point_tested(b: Builder, event: Event, body: ev.PointTested) -> None:
    b.tests += 1
    tested = Tested(body.result, event.at.utc_ms, b.now_ns(), body.by or event.actor)
    _change_point(b, event, tested=tested)


def _checked(b: Builder, event: Event, body: ev.ChecklistMarked) -> None:
    if body.done:
        b.own("checks")[body.check] = event.at.utc_ms
    else:
        b.own("checks").pop(body.check, None)


def _sealed(b: Builder, event: Event, body: ev.RecordSealed) -> None:
    b.stage = Stage.SEALED


def _unknown(b: Builder, event: Event, body: ev.Unknown) -> None:
    known = ev.KINDS.get(event.kind)
    b.too_new = b.too_new or (known is not None and event.v > known.v)


_HANDLERS: dict[type[ev.Body], Handler] = {
    **absence_fold.HANDLERS,
    **agenda_fold.HANDLERS,
    **incident_fold.HANDLERS,
    **roll_call_fold.HANDLERS,
    **stage_fold.HANDLERS,
    **speaking_fold.HANDLERS,
    **matching_fold.HANDLERS,
    **overrule_fold.HANDLERS,
    **action_fold.HANDLERS,
    ev.RosterAdopted: _roster_adopted,
    ev.ControlTaken: _control_taken,
    ev.ControlHanded: _control_handed,
    ev.PollingTaken: _polling_taken,
    ev.SourceLost: _source_lost,
    ev.SourceRecovered: _source_recovered,
    ev.GateOverridden: _gate_overridden,
    ev.PointJoined: _joined,
    ev.PointLeft: _point_left,
    ev.HealthChanged: _health_changed,
    ev.CallMade: _call_made,
    ev.PointTested: _point_tested,
    ev.ChecklistMarked: _checked,
    ev.RecordSealed: _sealed,
    ev.Unknown: _unknown,
}
