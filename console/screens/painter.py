"""When the screen on show is painted: at once, soon after something changed, and every second."""

from __future__ import annotations

from collections.abc import Callable

from console.keys.guard import KeyGuard
from console.screens.desk_screen import DeskScreen
from console.terminal.ringing import Bell
from console.viewing import Viewing
from data.clock import Clock

FLUSH_S = 0.25
AFTER_TURN_S = 0.005


class Painter:
    """`here` is the screen on show, `later(seconds, call)` the App's timer, `ring` its bell.

    `clock` is the conference's and runs `pace()` times as fast as the wall's. `in_protocol` lets the bell
    ring over items of state protocol.
    """

    def __init__(
        self,
        viewing: Viewing,
        guard: KeyGuard,
        *,
        here: Callable[[], DeskScreen],
        later: Callable[[float, Callable[[], None]], object],
        ring: Callable[[], None],
        clock: Clock,
        pace: Callable[[], float],
        in_protocol: bool = False,
    ) -> None:
        self._viewing = viewing
        self._guard = guard
        self._here = here
        self._later = later
        self._ring = ring
        self._bell = Bell(in_protocol=in_protocol)
        self._clock = clock
        self._pace = pace
        self._waiting = False

    def paint(self) -> None:
        """Show the newest state now."""
        self._waiting = self._guard.f8.is_held
        if self._here().is_ready:
            self._here().present(self._viewing.paint(), self._viewing.strip, waiting=self._waiting)

    def flush(self) -> None:
        """Show what changed; call it every FLUSH_S."""
        self._guard.beat()
        if self._viewing.changed or self._waiting != self._guard.f8.is_held:
            self.paint()

    def turn(self) -> None:
        """Paint just after each second of the conference turns, so that no countdown skips one."""
        self._viewing.strip.tick()
        self.paint()
        if self._bell.strikes(self._viewing.painted()):
            self._ring()
        left_s = (1000 - self._clock.now().utc_ms % 1000) / 1000 / self._pace()
        self._later(max(FLUSH_S, left_s + AFTER_TURN_S), self.turn)

    def focus(self, here: bool) -> None:
        """The keyboard came to this window, or went; after it came half a second's F8 is refused."""
        if here and self._viewing.focused is False:
            self._guard.focused()
        self._viewing.focused = here
        self.paint()
