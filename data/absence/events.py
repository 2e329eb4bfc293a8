"""A running conference that nobody wrote of for very long, and what was decided about that time."""

from __future__ import annotations

from typing import ClassVar

from data.event_body import Body


class AbsenceNoticed(Body, frozen=True, kw_only=True):
    """The record was opened again `away_ms` after its last row, of wall time `from_ms`, in mid-conference.

    `by_wall`: only the wall clock could measure that. The programme waits for `AbsenceAnswered`.
    """

    by_program: ClassVar[bool] = True
    from_ms: int
    away_ms: int
    by_wall: bool = False


class AbsenceAnswered(Body, frozen=True, kw_only=True):
    """The programme goes on after `away_ms` up to this row: they `count` as time of `item`, or as a pause."""

    away_ms: int
    counts: bool
    reason: str = ""
