"""How people's words on rooms change the state; for `data.fold`."""

from __future__ import annotations

from data.builder import Builder, Handler
from data.event_body import Body
from data.events import Event
from data.overrule.events import PointOverruled, PointOverruleEnded
from data.overrule.state import Overruled
from data.units import NS_PER_S


def _overruled(b: Builder, event: Event, body: PointOverruled) -> None:
    until_ns = b.now_ns() + body.for_s * NS_PER_S
    word = Overruled(body.says, body.reason, event.actor, event.at.utc_ms, until_ns)
    b.own("overruled")[event.point or ""] = word


def _ended(b: Builder, event: Event, body: PointOverruleEnded) -> None:
    b.own("overruled").pop(event.point or "", None)


HANDLERS: dict[type[Body], Handler] = {
    PointOverruled: _overruled,
    PointOverruleEnded: _ended,
}
