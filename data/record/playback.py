"""Where a tape can be put: at a moment, at a change of the programme. What is seen there, read at once."""

from __future__ import annotations

import msgspec

from data.clock import Moment
from data.events import Event
from data.record.tape import Tape, later
from data.state import ConferenceState

LANDMARKS = ("ConferenceOpened", "ItemStarted", "ItemHeld", "ItemResumed", "AdvanceUndone", "RecordSealed")
"""Kinds of rows that are hopped to."""
RECENT = 400
"""Rows before a place that are told again there: what the log strip is made of."""


class Place(msgspec.Struct, frozen=True):
    """The moment `since_ms` after `row`: the state then, and the rows that led to it, oldest first."""

    state: ConferenceState
    row: Event
    since_ms: int
    recent: list[Event]

    @property
    def moment(self) -> Moment:
        """On the clocks of then."""
        return later(self.row.at, self.since_ms)


def opening(tape: Tape) -> Place:
    """Where the conference was opened; the first row where it never was."""
    return _place(tape, tape.span(tape.next_of(LANDMARKS, 0) or 1)[1])


def at(tape: Tape, utc_ms: int) -> Place:
    """The moment by the wall clock; never before the first row nor behind the last."""
    seq = tape.row_at(utc_ms)
    since_ms = max(0, utc_ms - tape.event(seq).at.utc_ms) if seq < tape.rows else 0
    return _place(tape, seq, since_ms)


def hopped(tape: Tape, here: int, direction: int, *, begun: bool) -> Place:
    """The next landmark behind row `here` (1), or the one before it (-1): where that change has `begun`
    long since, it is the change itself.
    """
    if direction > 0:
        found = tape.next_of(LANDMARKS, here) or tape.rows
    else:
        last = tape.last_of(LANDMARKS, here + 1) or 1
        found = last if begun else tape.last_of(LANDMARKS, tape.span(last)[0])
    return _place(tape, tape.span(found or 1)[1])


def _place(tape: Tape, seq: int, since_ms: int = 0) -> Place:
    recent = tape.events(max(0, seq - RECENT), min(RECENT, seq))
    return Place(tape.state_at(seq), tape.event(seq), since_ms, recent)
