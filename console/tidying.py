"""When garbage is collected: a whole collection takes as long as a key may, so it waits for idle hands."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

LOOK_S = 15.0
IDLE_S = 2.0
LONGEST_S = 300.0
YOUNG, MIDDLE = 2000, 20
NEVER = 1_000_000


class Tidying:
    """`begin` once everything lasting stands, `end` when it goes; `pressed` at each key, `look` every
    `LOOK_S`.

    `now_s` is any steady clock in seconds.
    """

    def __init__(self, now_s: Callable[[], float] = time.monotonic) -> None:
        self._now_s = now_s
        self._pressed_s = self._tidied_s = now_s()
        self._before = gc.get_threshold()

    def begin(self) -> None:
        """What stands now lasts as long as the console and is never looked at again; by itself the
        interpreter only looks at what is young.
        """
        gc.freeze()
        gc.set_threshold(YOUNG, MIDDLE, NEVER)
        gc.enable()

    def end(self) -> None:
        """As it was before `begin`: the process may go on without a console."""
        gc.unfreeze()
        gc.set_threshold(*self._before)

    def pressed(self) -> None:
        """Hands are at the keys."""
        self._pressed_s = self._now_s()

    def look(self) -> bool:
        """Collect everything when nobody has pressed a key for `IDLE_S`, or has not paused for
        `LONGEST_S`. True when it was done.
        """
        now_s = self._now_s()
        due = now_s - self._pressed_s >= IDLE_S or now_s - self._tidied_s >= LONGEST_S
        if due:
            gc.collect()
            self._tidied_s = now_s
        return due
