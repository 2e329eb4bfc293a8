"""How decisions about names change the state; for `data.fold`."""

from __future__ import annotations

from typing import TypeAlias

from data.builder import Builder, Handler
from data.event_body import Body
from data.events import Event
from data.matching.events import MatchUndone, NameDismissed, PointMatched
from data.matching.state import Named, name_key

Decided: TypeAlias = PointMatched | NameDismissed | MatchUndone


def _matched(b: Builder, event: Event, body: PointMatched) -> None:
    _put(b, event, body, kind="point", point=event.point or "")


def _dismissed(b: Builder, event: Event, body: NameDismissed) -> None:
    _put(b, event, body, kind=body.who)


def _undone(b: Builder, event: Event, body: MatchUndone) -> None:
    _put(b, event, body, kind="undone")


def _put(b: Builder, event: Event, body: Decided, *, kind: str, point: str = "") -> None:
    named = Named(
        source=body.source, name=body.name, point=point, kind=kind, at_ms=event.at.utc_ms, actor=event.actor
    )
    b.names = {**b.names, name_key(body.source, body.name): named}


HANDLERS: dict[type[Body], Handler] = {
    PointMatched: _matched,
    NameDismissed: _dismissed,
    MatchUndone: _undone,
}
