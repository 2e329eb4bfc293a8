"""How the events of the roll call change the state; for `data.fold`."""

from __future__ import annotations

from typing import Any

import msgspec

from data.builder import Builder, Handler
from data.event_body import Body
from data.events import Event
from data.roll_call import events as ev
from data.roll_call.state import Frozen, Marked, Reported
from data.state import PointState


def _marked(b: Builder, event: Event, body: ev.PresenceMarked) -> None:
    known = _known(b, event)
    mark = Marked(
        mark=body.mark,
        how=body.how,
        reason=body.reason,
        by=event.actor,
        at_ms=event.at.utc_ms,
        joined=known.joined,
    )
    came = body.mark == "present" and not known.first_ms
    _put(b, event, marked=mark, **({"first_ms": event.at.utc_ms} if came else {}))


def _reported(b: Builder, event: Event, body: ev.PresenceReported) -> None:
    report = Reported(body.present, body.expected, event.actor, event.at.utc_ms, b.now_ns())
    _put(b, event, reported=report)


def _counted(b: Builder, event: Event, body: ev.DelegatesCounted) -> None:
    _put(b, event, delegates=body.delegates, guests=body.guests)


def _frozen(b: Builder, event: Event, body: ev.RollCallFrozen) -> None:
    b.rolls = (
        *b.rolls,
        Frozen(
            number=body.number,
            expected=body.expected,
            present=body.present,
            standings=body.standings,
            delegates=body.delegates,
            counted=body.counted,
            lost=body.lost,
            by=event.actor,
            at_ms=event.at.utc_ms,
            seq=event.seq,
        ),
    )


def _known(b: Builder, event: Event) -> PointState:
    return b.points.get(event.point or "") or PointState()


def _put(b: Builder, event: Event, **changes: Any) -> None:
    b.own("points")[event.point or ""] = msgspec.structs.replace(_known(b, event), **changes)


HANDLERS: dict[type[Body], Handler] = {
    ev.PresenceMarked: _marked,
    ev.PresenceReported: _reported,
    ev.DelegatesCounted: _counted,
    ev.RollCallFrozen: _frozen,
}
