"""How one room stands: by the join list, by people's marks, and by what its head room reports. Pure.

The newest word wins: a mark stands until the room comes into the call or leaves it after the mark
was made.
"""

from __future__ import annotations

from enum import StrEnum

from data.roll_call.state import Reported, excuses
from data.state import PointState


class Standing(StrEnum):
    """How a room stands, and by whose word. LEFT was there and is no longer."""

    __hash__ = str.__hash__

    JOINED = "joined"
    CALLED = "called"
    REPORTED = "reported"
    SPOKEN_FOR = "spoken_for"
    EXCUSED = "excused"
    ABSENT = "absent"
    LEFT = "left"
    UNCALLED = "uncalled"


PRESENT = (Standing.JOINED, Standing.CALLED, Standing.REPORTED, Standing.SPOKEN_FOR)
MISSING = (Standing.ABSENT, Standing.LEFT, Standing.UNCALLED)
"""Whom somebody should ring up: excused rooms are neither there nor missing."""


def standing(room: PointState, report: Reported | None = None) -> Standing:
    """How `room` stands; `report` is the word of the room above it."""
    mark = room.marked
    if mark is not None and mark.mark:
        moved = mark.joined != room.joined
        if mark.mark == "present" and not (moved and not room.joined):
            return Standing.SPOKEN_FOR if mark.how == "spoken_for" else Standing.CALLED
        if mark.mark != "present" and not (moved and room.joined):
            return Standing.EXCUSED if excuses(mark, joined=room.joined) else Standing.ABSENT
    if room.joined:
        return Standing.JOINED
    if report is not None and report.is_all and not (room.seen and room.left_ns > report.at_ns):
        return Standing.REPORTED
    return Standing.LEFT if room.first_ms else Standing.UNCALLED
