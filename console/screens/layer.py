"""A screen that may lie beneath another one, and has only what changed on it painted again there."""

from __future__ import annotations

from typing import TypeVar

from textual.screen import Screen

T = TypeVar("T")


class Layer(Screen[T]):
    """Beneath a card the countdown goes on at a few rows a second.

    Textual 8.2.8 marks the whole of a lower screen dirty as soon as one of its rows changed, so that an
    open card cost 86 kB a second instead of 7 (800 points, 120x40): too much for a line over which
    a console is also worked.
    """

    def _compositor_refresh(self) -> None:
        """Hand the dirty rows to the screen above, which paints what of them is to be seen."""
        pile = self.app._background_screens  # noqa: SLF001  # Textual has no public name for them
        if self not in pile:
            super()._compositor_refresh()
            return
        above = [*pile, self.app.screen][pile.index(self) + 1]
        dirty = self._compositor._dirty_regions  # noqa: SLF001
        if dirty:
            above.refresh(*dirty)
            dirty.clear()
        self._dirty_widgets.clear()
