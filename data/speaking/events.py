"""What happened to the speakers' queue. Reached through `data.events`."""

from __future__ import annotations

from data.event_body import Body


class SpeakerQueued(Body, frozen=True, kw_only=True):
    """Somebody asked to speak: a person called `name`, or the room `point` of the row. `id` is "q" and a
    count within this record; `item` of the row is what was on air.

    `by`: phone (rung up), hand (raised), list (registered before). `turn`: 1 or 2, the first or a later one.
    """

    id: str
    name: str = ""
    organisation: str = ""
    by: str = "hand"
    turn: int = 1


class SpeakerReordered(Body, frozen=True, kw_only=True):
    """`id` stands right behind `after` in the queue now ("": first), and why."""

    id: str
    after: str
    reason: str


class SpeakerCalled(Body, frozen=True, kw_only=True):
    """`id` has the floor, for `seconds`; whoever had it before has finished."""

    id: str
    seconds: int


class SpeakerFinished(Body, frozen=True, kw_only=True):
    """`id` gave the floor back."""

    id: str


class SpeakerWithdrawn(Body, frozen=True, kw_only=True):
    """`id` is not waiting any more, and did not speak."""

    id: str
    reason: str = ""
