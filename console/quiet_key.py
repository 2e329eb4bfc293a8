"""The guard of a key that must act once: it acts only after the key has been quiet.

A held key repeats some thirty times a second, and a plain "not within a second" rule lets one
repeat through each second. Here every press, refused ones too, starts the quiet time again.
"""

from __future__ import annotations

from collections.abc import Callable

NS_PER_MS = 1_000_000
FOCUS_MS = 500


class QuietKey:
    """One per physical key, whatever screen the press arrives on."""

    def __init__(self, real_ns: Callable[[], int], quiet_ms: int) -> None:
        self._real_ns = real_ns
        self._quiet_ns = quiet_ms * NS_PER_MS
        self._last_ns: int | None = None
        self._focused_ns: int | None = None

    @property
    def is_quiet(self) -> bool:
        """Whether a press would act now."""
        return self._last_ns is None or self._real_ns() - self._last_ns >= self._quiet_ns

    @property
    def just_focused(self) -> bool:
        """Whether the window got the keyboard back less than half a second ago."""
        return self._focused_ns is not None and self._real_ns() - self._focused_ns < FOCUS_MS * NS_PER_MS

    def press(self) -> bool:
        """A press arrived; True when it may act."""
        quiet = self.is_quiet and not self.just_focused
        self._last_ns = self._real_ns()
        return quiet

    def focused(self) -> None:
        """The window got the keyboard: the click that did it is often followed by a panic press."""
        self._focused_ns = self._real_ns()
