"""Points × time as coloured runs: the time is cut into slots, and a slot shows its worst."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from data.reports.points import Status

SLOTS = 240
_WORST_FIRST = (Status.LOST, Status.ABSENT, Status.UNSEEN, Status.UP)


def runs(
    spans: Sequence[tuple[int, int, Status]], from_ns: int, to_ns: int
) -> Iterator[tuple[int, int, Status]]:
    """(first slot, slots, status) of one point from left to right; nothing when no time passed."""
    whole = to_ns - from_ns
    if whole <= 0:
        return
    worst: list[Status | None] = [None] * SLOTS
    for start, end, status in spans:
        first = (start - from_ns) * SLOTS // whole
        last = max(first, ((end - from_ns) * SLOTS - 1) // whole)
        for slot in range(first, min(last, SLOTS - 1) + 1):
            worst[slot] = _worse(worst[slot], status)
    at = 0
    for status, group in groupby(Status.UNSEEN if found is None else found for found in worst):
        long = len(list(group))
        yield at, long, status
        at += long


def _worse(known: Status | None, status: Status) -> Status:
    return status if known is None else min(known, status, key=_WORST_FIRST.index)
