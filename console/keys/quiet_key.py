"""The guard of a key that must act once: it acts only after the key has been quiet.

A held key repeats some thirty times a second, and a plain "not within a second" rule lets one
repeat through each second. Here every press, refused ones too, starts the quiet time again. So does
a stand-still of the program: the repeats that waited meanwhile must not look like a fresh press.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from data.units import NS_PER_MS

FOCUS_MS = 500


class QuietKey:
    """One per physical key, whatever screen the press arrives on.

    `refused` counts the presses that did nothing since the last one that acted.
    """

    def __init__(self, real_ns: Callable[[], int], quiet_ms: int) -> None:
        self.refused = 0
        self._real_ns = real_ns
        self._quiet_ns = quiet_ms * NS_PER_MS
        self._last_ns: int | None = None
        self._focused_ns: int | None = None
        self._beat_ns: int | None = None

    @property
    def is_quiet(self) -> bool:
        """Whether a press would act now."""
        return self._last_ns is None or self._real_ns() - self._last_ns >= self._quiet_ns

    @property
    def is_held(self) -> bool:
        """Whether presses are being refused because they follow each other."""
        return self.refused > 0 and not self.is_quiet

    @property
    def just_focused(self) -> bool:
        """Whether the window got the keyboard back less than half a second ago."""
        return self._focused_ns is not None and self._real_ns() - self._focused_ns < FOCUS_MS * NS_PER_MS

    def press(self) -> bool:
        """A press arrived; True when it may act."""
        self.beat()
        quiet = self.is_quiet and not self.just_focused
        self._last_ns = self._real_ns()
        self.refused = 0 if quiet else self.refused + 1
        return quiet

    def beat(self) -> None:
        """The program is alive: call this several times within the quiet time."""
        now = time.monotonic_ns()
        if self._beat_ns is not None and 0 < self._quiet_ns <= now - self._beat_ns:
            self._last_ns = self._real_ns()
        self._beat_ns = now

    def focused(self) -> None:
        """The window got the keyboard: the click that did it is often followed by a panic press."""
        self._focused_ns = self._real_ns()
