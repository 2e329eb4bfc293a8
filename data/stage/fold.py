"""How the stage's own events change the state."""

from __future__ import annotations

from data.builder import Builder, Handler
from data.event_body import Body
from data.events import Event
from data.stage.events import StageMessageCleared, StageMessageShown, StageNextReleased
from data.state import StageMessage
from data.units import NS_PER_S


def _shown(b: Builder, event: Event, body: StageMessageShown) -> None:
    until = None if body.seconds is None else b.now_ns() + body.seconds * NS_PER_S
    b.stage_message = StageMessage(body.text, event.item or "", until)


def _cleared(b: Builder, event: Event, body: StageMessageCleared) -> None:
    b.stage_message = None


def _released(b: Builder, event: Event, body: StageNextReleased) -> None:
    b.stage_next = event.item or ""


HANDLERS: dict[type[Body], Handler] = {
    StageMessageShown: _shown,
    StageMessageCleared: _cleared,
    StageNextReleased: _released,
}
