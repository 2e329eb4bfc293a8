"""Conference time: one monotonic count through restarts of the machine.

Within a boot it runs with the monotonic clock, so a jump of the wall clock moves nothing. Between
two boots nothing monotonic goes on; there the wall clock bridges from the last recorded event, and
the gap is remembered so that a screen can say "by the wall clock".
"""

from __future__ import annotations

import msgspec

from data.clock import Moment
from data.units import NS_PER_MS


class Gap(msgspec.Struct, frozen=True):
    """A stretch of conference time, in ns, that only the wall clock measured."""

    from_ns: int
    to_ns: int


class Timeline(msgspec.Struct, frozen=True):
    """Places moments on one axis of nanoseconds; `last` is the last event's moment."""

    base_ns: int = 0
    last: Moment | None = None
    gaps: tuple[Gap, ...] = ()

    @property
    def last_ns(self) -> int:
        """Conference nanoseconds of the last event; 0 before the first."""
        return self.base_ns + self.last.mono_ns if self.last is not None else 0

    def place(self, at: Moment) -> int:
        """Conference nanoseconds of `at`; never before the last event, after it in another boot."""
        if self.last is None:
            return 0
        last_ns = self.base_ns + self.last.mono_ns
        if at.boot == self.last.boot:
            return max(last_ns, self.base_ns + at.mono_ns)
        return last_ns + max(1, (at.utc_ms - self.last.utc_ms) * NS_PER_MS)

    def extended(self, at: Moment) -> Timeline:
        """This axis with an event at `at` on it."""
        if self.last is not None and at.boot == self.last.boot:
            return Timeline(self.base_ns, at if at.mono_ns >= self.last.mono_ns else self.last, self.gaps)
        here = self.place(at)
        gaps = self.gaps
        if self.last is not None:
            gaps += (Gap(self.last_ns, here),)
        return Timeline(here - at.mono_ns, at, gaps)

    def bridged(self, from_ns: int, at: Moment) -> bool:
        """Whether part of the stretch from `from_ns` to `at` was measured by the wall clock."""
        if self.last is not None and at.boot != self.last.boot:
            return True
        return any(gap.to_ns > from_ns for gap in self.gaps)
