"""A clock that tests move by hand."""

from __future__ import annotations

from data.clock import Moment


class ManualClock:
    """Starts at 2024-06-16 14:00 in Hanoi (07:00 UTC); `advance` moves everything together."""

    def __init__(self, utc_ms: int = 1_718_521_200_000, boot: str = "boot-1") -> None:
        self.utc_ms = utc_ms
        self.mono_ns = 1_000_000_000_000
        self.boot = boot
        self.slept_ns = 0

    def now(self) -> Moment:
        return Moment(self.utc_ms, self.mono_ns, self.boot)

    def real_ns(self) -> int:
        return self.mono_ns

    def asleep_ns(self) -> int:
        return self.slept_ns

    def sleep_machine(self, seconds: float) -> None:
        self.advance(seconds)
        self.slept_ns += round(seconds * 1_000_000_000)

    def advance(self, seconds: float) -> None:
        self.utc_ms += round(seconds * 1000)
        self.mono_ns += round(seconds * 1_000_000_000)

    def step_wall(self, seconds: float) -> None:
        self.utc_ms += round(seconds * 1000)

    def reboot(self, boot: str, *, down_s: float = 0) -> None:
        self.utc_ms += round(down_s * 1000)
        self.mono_ns = 5_000_000_000
        self.boot = boot


class PacedClock(ManualClock):
    """A demo's: the show runs at `pace` from where it began; `advance` and `real_ns` are of the machine."""

    def __init__(self, pace: float) -> None:
        super().__init__()
        self._pace, self._from_ms = pace, self.utc_ms

    def now(self) -> Moment:
        shown_ms = self._from_ms + round((self.utc_ms - self._from_ms) * self._pace)
        return Moment(shown_ms, round(self.mono_ns * self._pace), self.boot)
