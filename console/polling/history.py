"""The last five minutes of every point's figures, in memory of a fixed size.

Only what a sparkline shows is kept. Missing is not zero: where nothing was measured there is nothing.
"""

from __future__ import annotations

import math
from array import array
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from data.events import Event, HealthChanged
from data.health.reading import Health, Reading
from data.points import gone
from data.units import NS_PER_S

STEP_NS = 5 * NS_PER_S
SLOTS = 60
CHANGES = 12
"""Changes of health that are kept of a point."""
FIGURES = ("audio_loss_pct", "video_loss_pct", "jitter_ms", "bitrate_bps")
"""Fields of a `Reading`, in the order in which they are kept."""

Values = tuple[float | None, ...]


class Change(msgspec.Struct, frozen=True):
    """A point's health went to `health`, for `reason`, at `at_ms`."""

    at_ms: int
    health: str
    reason: str


class Trace(msgspec.Struct, frozen=True):
    """One point: a value every five seconds, oldest first, None where nothing was measured.

    Empty for a point that never was measured. `changes` of health in this record, newest first.
    """

    audio_loss_pct: Values = ()
    video_loss_pct: Values = ()
    jitter_ms: Values = ()
    bitrate_bps: Values = ()
    changes: tuple[Change, ...] = ()


class History:
    """A ring of `SLOTS` samples of all points; 16 bytes a point and sample."""

    def __init__(self, codes: Iterable[str]) -> None:
        self._index = {code: at for at, code in enumerate(codes)}
        self._changes: defaultdict[str, deque[Change]] = defaultdict(lambda: deque(maxlen=CHANGES))
        self._rings: tuple[array[float], ...] = ()
        self._blank = array("f")
        self._slot = 0
        self._taken_ns: int | None = None

    def add(self, readings: Mapping[str, Reading], now_ns: int) -> None:
        """Take a sample when the last one is five seconds old; between samples this costs nothing.

        `now_ns` is `Clock.real_ns`. A figure is kept once: one that this poll did not measure anew is
        not there. Points that are not in the roster are left out.
        """
        before = self._taken_ns
        if before is not None and 0 <= now_ns - before < STEP_NS:
            return
        measured = [reading for reading in readings.values() if _is_newer(reading, before)]
        if not (measured or self._rings):
            return
        self._turn(1 if before is None else max(1, (now_ns - before) // STEP_NS))
        self._taken_ns = now_ns
        start = self._slot * len(self._index)
        for reading in measured:
            at = self._index.get(reading.point)
            if at is None:
                continue
            for ring, value in zip(self._rings, _figures(reading), strict=True):
                if value is not None:
                    ring[start + at] = value

    def note(self, events: Iterable[Event]) -> None:
        """Remember the changes of health among `events`, in their order."""
        for event in events:
            if isinstance(event.body, HealthChanged) and event.point in self._index:
                self._changes[event.point].appendleft(_change(event, event.body))

    def forget(self) -> None:
        """Know of no change of health any more: a replay has gone to another moment."""
        self._changes.clear()

    def recall(self, events: Iterable[Event]) -> None:
        """Take in what happened before this console was opened, in its order."""
        for event in reversed(list(events)):
            if isinstance(event.body, HealthChanged) and event.point in self._index:
                known = self._changes[event.point]
                if len(known) < CHANGES:
                    known.append(_change(event, event.body))

    def of(self, code: str) -> Trace:
        """What is known of `code`."""
        changes = tuple(self._changes[code]) if code in self._changes else ()
        at = self._index.get(code)
        if at is None or not self._rings:
            return Trace(changes=changes)
        values = [self._values(ring, at) for ring in self._rings]
        if all(value is None for each in values for value in each):
            return Trace(changes=changes)
        audio, video, jitter, bitrate = values
        return Trace(audio, video, jitter, bitrate, changes)

    def _values(self, ring: array[float], at: int) -> Values:
        size = len(self._index)
        found: Sequence[float] = ring[at::size]
        ordered = (*found[self._slot + 1 :], *found[: self._slot + 1])
        return tuple(None if math.isnan(value) else value for value in ordered)

    def _turn(self, slots: int) -> None:
        """Go on by `slots`, each of them empty: time in which nobody measured shows as a gap."""
        size = len(self._index)
        if not self._rings:
            self._blank = array("f", [math.nan]) * size
            self._rings = tuple(self._blank * SLOTS for _ in FIGURES)
        for _ in range(min(slots, SLOTS)):
            self._slot = (self._slot + 1) % SLOTS
            for ring in self._rings:
                ring[self._slot * size : (self._slot + 1) * size] = self._blank


def _is_newer(reading: Reading, than_ns: int | None) -> bool:
    measured_ns = reading.streams_ns
    return measured_ns is not None and (than_ns is None or measured_ns > than_ns)


def _figures(reading: Reading) -> tuple[float | None, ...]:
    return (reading.audio_loss_pct, reading.video_loss_pct, reading.jitter_ms, reading.bitrate_bps)


def _change(event: Event, body: HealthChanged) -> Change:
    reason = gone.precise_reason(body.reason, seen=body.was != Health.UNKNOWN)
    return Change(event.at.utc_ms, body.now, reason)
