"""The other consoles at work on a conference folder, and which of them live."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from console import presence
from data.clock import Clock, Moment
from data.units import NS_PER_S

if TYPE_CHECKING:
    from data.record.live_db import Beat

DEAD_NS = 15 * NS_PER_S


class Neighbours:
    """What is known of the others: by their processes, and by the pulses they leave in `live.db`."""

    def __init__(self, folder: Path, us: str, clock: Clock) -> None:
        self._folder = folder
        self._us = us
        self._clock = clock
        self._beats: dict[str, tuple[str, int]] = {}

    def hear(self, beats: Iterable[Beat]) -> None:
        """The newest pulse of every console, ours too."""
        self._beats = {beat.console: (beat.boot, beat.beat_ns) for beat in beats}

    @property
    def living(self) -> tuple[str, ...]:
        """The others that live."""
        return tuple(each for each in self._beats if each != self._us and not self.is_gone(each))

    def is_gone(self, console: str) -> bool:
        """Whether a console is dead: its process provably, or its pulse for 15 s."""
        if console == self._us:
            return False
        if not presence.is_alive(self._folder, console):
            return True
        boot, beat_ns = self._beats.get(console, ("", 0))
        now: Moment = self._clock.now()
        return boot == now.boot and self._clock.real_ns() - beat_ns > DEAD_NS
