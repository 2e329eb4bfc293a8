"""A person's word on a room. Reached through `data.events`."""

from __future__ import annotations

from data.event_body import Body


class PointOverruled(Body, frozen=True, kw_only=True):
    """For `for_s` seconds the room of the row is `says` (`overrule_state.WORDS`), whatever is measured."""

    says: str
    for_s: int
    reason: str


class PointOverruleEnded(Body, frozen=True, kw_only=True):
    """The word on the room of the row was taken back before its time."""

    reason: str = ""
