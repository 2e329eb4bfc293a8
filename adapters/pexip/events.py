"""What a Pexip Conferencing Node posts to an event sink. Pure.

An event is worth an early poll and no more: the roster that is read then says how things are. So a lost
event, or one out of order, costs nothing but the time to the next poll.
"""

from __future__ import annotations

import msgspec

from adapters.transport.fields import rows, table, text

BULK = "eventsink_bulk"
_WORTH = ("conference_started", "conference_ended")
_OF_ROOMS = "participant_"


def tells_change(payload: bytes, conference: str) -> bool:
    """Whether an event (or one of a bulk) is of `conference`. Never raises."""
    try:
        said = table(msgspec.json.decode(payload))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
    if said.get("event") == BULK:
        return any(_is_worth(event, conference) for event in rows(said.get("data")) or ())
    return _is_worth(said, conference)


def _is_worth(event: dict[str, object], conference: str) -> bool:
    """An event that does not name its conference may be of ours."""
    kind, data = text(event.get("event")), table(event.get("data"))
    named = data.get("conference") or data.get("name" if kind in _WORTH else "conference")
    return (kind in _WORTH or kind.startswith(_OF_ROOMS)) and named in (None, "", conference)
