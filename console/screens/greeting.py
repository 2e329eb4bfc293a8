"""The newcomer's card on the operator's desk: laid, told of every key, taken away, brought back once."""

from __future__ import annotations

from collections.abc import Callable

from textual.widget import Widget

from console.screens.first_run import FirstRun
from console.screens.welcome import TESTED, Newcomer
from console.text import Text
from widgets.glyphs import GlyphSet


class Greeting:
    """`lay` mounts the card; `leave` gets the focus back to the desk after it has gone."""

    def __init__(
        self,
        newcomer: Newcomer,
        t: Text,
        glyphs: GlyphSet,
        lay: Callable[[Widget], object],
        leave: Callable[[], object],
    ) -> None:
        self._at_first = newcomer
        self._t = t
        self._glyphs = glyphs
        self._lay = lay
        self._leave = leave
        self._card: FirstRun | None = None
        self._brought_back = False

    def open(self) -> None:
        """Lay the card over the desk; the keys go on to mean what they mean."""
        self._card = FirstRun(self._at_first, self._t, self._glyphs)
        self._lay(self._card)

    def close(self) -> None:
        """Take it away, if it is there."""
        if self._card is not None:
            self._card.remove()
            self._card = None
            self._leave()

    def resized(self) -> None:
        """Another size, another length of the card."""
        if self._card is not None:
            self._card.resized()

    def try_key(self, action: str, *, begun: bool) -> bool:
        """A key while the card is up, or F1 that brings it back. True when that is all the key shall do."""
        if self._card is None:
            return action == "help" and self._bring_back(begun=begun)
        if action == "advance":
            self.close()
            return False
        self._card.tell(self._card.newcomer.pressed(action))
        return action in TESTED

    def _bring_back(self, *, begun: bool) -> bool:
        """Once after it was closed: the next F1 is help again. Not when the conference has begun."""
        self._brought_back = not begun and not self._brought_back
        if self._brought_back:
            self.open()
        return self._brought_back
