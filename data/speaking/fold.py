"""How the events of the speakers' queue change the state; for `data.fold`."""

from __future__ import annotations

from typing import Any

import msgspec

from data.builder import Builder, Handler
from data.event_body import Body
from data.events import Event
from data.speaking.events import (
    SpeakerCalled,
    SpeakerFinished,
    SpeakerQueued,
    SpeakerReordered,
    SpeakerWithdrawn,
)
from data.speaking.state import Asking, Speakers, Turn


def _queued(b: Builder, event: Event, body: SpeakerQueued) -> None:
    asking = Asking(
        id=body.id,
        name=body.name,
        organisation=body.organisation,
        point=event.point or "",
        by=body.by,
        turn=body.turn,
        asked_ms=event.at.utc_ms,
    )
    known = _known(b)
    _put(b, waiting=(*known.waiting, asking), asked=known.asked + 1)


def _reordered(b: Builder, event: Event, body: SpeakerReordered) -> None:
    known = _known(b)
    moved = known.find(body.id)
    if moved is not None:
        rest = [each for each in known.waiting if each is not moved]
        at = next((n for n, each in enumerate(rest, 1) if each.id == body.after), 0)
        _put(b, waiting=(*rest[:at], moved, *rest[at:]))


def _called(b: Builder, event: Event, body: SpeakerCalled) -> None:
    asking = _known(b).find(body.id)
    if asking is None:
        return
    _close(b)
    cue, known = event.item or "", _known(b)
    run = b.run(cue)
    turn = Turn(
        asking=asking,
        item=cue,
        seconds=body.seconds,
        at_ms=event.at.utc_ms,
        run_ns=run.started_ns,
        from_ns=run.elapsed_ns(b.now_ns()),
    )
    rest = tuple(each for each in known.waiting if each is not asking)
    _put(b, waiting=rest, turns=(*known.turns, turn))


def _finished(b: Builder, event: Event, body: SpeakerFinished) -> None:
    _close(b)


def _withdrawn(b: Builder, event: Event, body: SpeakerWithdrawn) -> None:
    _put(b, waiting=tuple(each for each in _known(b).waiting if each.id != body.id))


def _close(b: Builder) -> None:
    """The last turn is over, now or when its item was."""
    turns = _known(b).turns
    if turns and turns[-1].to_ns is None:
        last = turns[-1]
        over = msgspec.structs.replace(
            last, to_ns=last.from_ns + last.spoken_ns(b.run(last.item), b.now_ns())
        )
        _put(b, turns=(*turns[:-1], over))


def _known(b: Builder) -> Speakers:
    known: Speakers = b.speakers
    return known


def _put(b: Builder, **changes: Any) -> None:
    b.speakers = msgspec.structs.replace(_known(b), **changes)


HANDLERS: dict[type[Body], Handler] = {
    SpeakerQueued: _queued,
    SpeakerReordered: _reordered,
    SpeakerCalled: _called,
    SpeakerFinished: _finished,
    SpeakerWithdrawn: _withdrawn,
}
