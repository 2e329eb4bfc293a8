"""The full screens, each made when it is first wanted, and going from one to another."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from console.screens.desk_screen import DeskScreen

Then = Callable[[], None]
Run = Callable[[Coroutine[Any, Any, None]], object]


class Navigation:
    """`make(place)` raises KeyError for a place that there is not.

    `here` is the screen on show, `install` and `switch` are the App's, `run` lets a coroutine run
    beside; `shown` is called when a screen has just come up.
    """

    def __init__(
        self,
        screens: dict[str, DeskScreen],
        make: Callable[[str], DeskScreen],
        *,
        here: Callable[[], DeskScreen],
        install: Callable[[DeskScreen, str], None],
        switch: Callable[[str], Awaitable[None]],
        run: Run,
        shown: Then,
    ) -> None:
        self._screens = screens
        self._make = make
        self.here = here
        self._install = install
        self._switch = switch
        self._run = run
        self._shown = shown

    def made(self, place: str) -> DeskScreen:
        """The screen of `place`, made when it is first wanted. KeyError when there is no such place."""
        if place not in self._screens:
            self._screens[place] = screen = self._make(place)
            self._install(screen, place)
        return self._screens[place]

    def go(self, place: str, then: Then | None = None) -> bool:
        """To `place`, and `then` once it shows something; False when there is no such place."""
        try:
            self.made(place)
        except KeyError:
            return False
        # Switched here and now: the next key of a burst belongs to the screen gone to.
        switched = None if self.here() is self._screens[place] else self._switch(place)
        self._run(self._arrive(switched, then))
        return True

    async def _arrive(self, switched: Awaitable[None] | None, then: Then | None) -> None:
        if switched is not None:
            await switched
        self._shown()
        if then is not None:
            then()
