"""Notices that the wall clock jumped, or that the machine slept."""

from __future__ import annotations

from data.clock import Clock
from data.events import ClockStepped
from data.units import NS_PER_MS

NOTICED_MS = 1000


class ClockWatch:
    """Compares the clocks at each look; drift under a second between two looks is not a step."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._boot, self._gap_ms, self._slept_ms = self._read()

    def look(self) -> ClockStepped | None:
        """What happened since the last look: a sleep, a step (with its sign), or nothing."""
        boot, gap_ms, slept_ms = self._read()
        slept, stepped = slept_ms - self._slept_ms, gap_ms - self._gap_ms
        same = boot == self._boot
        self._boot, self._slept_ms = boot, slept_ms
        if same and slept >= NOTICED_MS:
            return ClockStepped(by_ms=slept, cause="sleep")  # a step meanwhile is for the next look
        self._gap_ms = gap_ms
        if not same:
            return None
        return ClockStepped(by_ms=stepped, cause="step") if abs(stepped) >= NOTICED_MS else None

    def _read(self) -> tuple[str, int, int]:
        now = self._clock.now()
        return now.boot, now.utc_ms - now.mono_ns // NS_PER_MS, self._clock.asleep_ns() // NS_PER_MS
