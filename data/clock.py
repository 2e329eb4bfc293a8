"""Time, injected everywhere: the wall for people, a monotonic count for durations.

`Moment` is one reading of both. `mono_ns` only compares with a Moment of the same `boot`.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Protocol

import msgspec

from data.units import NS_PER_MS

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


class Moment(msgspec.Struct, frozen=True):
    """An instant: `utc_ms` of the wall clock, `mono_ns` of the boot named `boot`."""

    utc_ms: int
    mono_ns: int
    boot: str


class Clock(Protocol):
    """What the desk, the log and the poller read time from."""

    def now(self) -> Moment:
        """The conference's time (at the speed of a demo, if one was given)."""
        ...

    def real_ns(self) -> int:
        """The machine's monotonic time, never scaled: ages of readings, leases, quiet time."""
        ...

    def asleep_ns(self) -> int:
        """How long the machine has slept since its boot; 0 where the platform does not tell."""
        ...


def _raw_mono_ns() -> int:
    """Nanoseconds that go on while the machine sleeps, where the platform can count so."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime_ns(time.CLOCK_BOOTTIME)
    return time.monotonic_ns()


def _windows_boot() -> str | None:
    """Windows counts its boots in the registry; None when it will not tell."""
    try:
        import winreg

        path = r"SYSTEM\CurrentControlSet\Control\Session Manager\Memory Management\PrefetchParameters"
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, path) as key:  # type: ignore[attr-defined,unused-ignore]
            return f"win-{winreg.QueryValueEx(key, 'BootId')[0]}"  # type: ignore[attr-defined,unused-ignore]
    except (ImportError, OSError):
        return None


def boot_id() -> str:
    """A name for this run of the machine; random for this process where there is none."""
    try:
        return _BOOT_ID.read_text("ascii").strip()
    except OSError:
        found = _windows_boot() if sys.platform == "win32" else None
        return found or f"proc-{os.getpid()}-{os.urandom(8).hex()}"


class SystemClock:
    """The machine's own clocks."""

    def __init__(self) -> None:
        self._boot = boot_id()

    def now(self) -> Moment:
        """Wall and monotonic time, read together."""
        return Moment(time.time_ns() // NS_PER_MS, _raw_mono_ns(), self._boot)

    def real_ns(self) -> int:
        """Monotonic nanoseconds of this machine."""
        return _raw_mono_ns()

    def asleep_ns(self) -> int:
        """The boot-time clock counts sleep, the monotonic one does not: their difference."""
        return _raw_mono_ns() - time.monotonic_ns() if hasattr(time, "CLOCK_BOOTTIME") else 0


class ScaledClock:
    """A demo at `speed` times life, counted from the wall instant `anchor_ms`.

    Both clocks are scaled from fixed origins (the anchor, and the boot), so that every process
    which opens the same folder reads the same time. The boot name carries the speed: a change of
    speed is a change of boot, and elapsed time goes on by the wall.
    """

    def __init__(self, speed: float, anchor_ms: int) -> None:
        self._real = SystemClock()
        self._speed = speed
        self._anchor_ms = anchor_ms

    def now(self) -> Moment:
        """Scaled wall and monotonic time."""
        real = self._real.now()
        utc_ms = self._anchor_ms + int((real.utc_ms - self._anchor_ms) * self._speed)
        return Moment(utc_ms, int(real.mono_ns * self._speed), f"{real.boot}@{self._speed:g}x")

    def real_ns(self) -> int:
        """Monotonic nanoseconds of this machine, not scaled."""
        return self._real.real_ns()

    def asleep_ns(self) -> int:
        """Sleep of the machine, not scaled."""
        return self._real.asleep_ns()


def make_clock(speed: float = 1.0, anchor_ms: int = 0) -> Clock:
    """The clock a conference asks for."""
    return SystemClock() if speed == 1.0 else ScaledClock(speed, anchor_ms)
