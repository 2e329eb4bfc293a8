"""Figures of some rooms at the roll call, and their sum. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from data.roll_call.standing import MISSING, PRESENT, Standing


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """Figures of some rooms. `late` counts present rooms that came after the opening.

    `delegates` are those counted so far, at `counted` rooms: where that is none of them nobody knows, and
    it is no nought. `delegates_expected` are those of the roster, None where it has none. `guests` are those
    counted at `guests_counted` rooms.
    """

    expected: int
    counts: Mapping[Standing, int]
    late: int = 0
    delegates: int = 0
    counted: int = 0
    delegates_expected: int | None = None
    guests: int = 0
    guests_counted: int = 0

    @property
    def present(self) -> int:
        """Rooms that are there, by whatever way."""
        return sum(self.counts[each] for each in PRESENT)

    @property
    def missing(self) -> int:
        """Rooms that are neither there nor excused."""
        return sum(self.counts[each] for each in MISSING)


def total(tallies: Iterable[Tally]) -> Tally:
    """The sum of some tallies."""
    parts = list(tallies)
    planned = [part.delegates_expected for part in parts if part.delegates_expected is not None]
    return Tally(
        expected=sum(part.expected for part in parts),
        counts={each: sum(part.counts[each] for part in parts) for each in Standing},
        late=sum(part.late for part in parts),
        delegates=sum(part.delegates for part in parts),
        counted=sum(part.counted for part in parts),
        delegates_expected=sum(planned) if planned else None,
        guests=sum(part.guests for part in parts),
        guests_counted=sum(part.guests_counted for part in parts),
    )
