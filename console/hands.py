"""Rooms that raise a hand on their platform and are not in the queue: offered, never put there. Pure.

The instant is the room's own clock's, so it orders hands and is told, and nothing else hangs on it.
"""

from __future__ import annotations

import msgspec

from console.view import View
from data.health.reading import Reading


class Hand(msgspec.Struct, frozen=True):
    """The room `point` has its hand up since `since_ms`; `spoke`: it had the floor within this item."""

    point: str
    since_ms: int
    spoke: bool = False


def hands(view: View) -> list[Hand]:
    """Those that a source which answers tells of, first raised first, without who waits or has the floor."""
    up = [(reading.hand_ms, code) for code, reading in view.readings.items() if reading.hand_ms is not None]
    if not up:
        return []
    fresh = {source.name for source in view.sources if source.fresh}
    speakers, on_air = view.state.speakers, view.state.on_air
    floor = speakers.floor(on_air)
    served = {each.point for each in speakers.waiting} | ({floor.asking.point} if floor else set())
    spoke = {turn.asking.point for turn in speakers.turns if turn.item == on_air}
    return [
        Hand(code, since_ms, code in spoke)
        for since_ms, code in sorted(up)
        if code in view.points and code not in served and _teller(view.readings[code]) in fresh
    ]


def _teller(reading: Reading) -> str:
    """Who said so: a hand may have been told by another source than the one that speaks for the room."""
    return next((each.source for each in reading.told if each.field == "hand_ms"), reading.source)
