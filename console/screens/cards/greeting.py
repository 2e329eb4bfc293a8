"""The newcomer's card on the operator's desk: laid, told of every key, taken away."""

from __future__ import annotations

from collections.abc import Callable

from textual.widget import Widget

from console.screens.cards.first_run import FirstRun
from console.screens.cards.welcome import TESTED, Newcomer
from console.text.sentences import Text
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

    def try_key(self, action: str) -> bool:
        """A key, perhaps while the card is up. True when being tried is all that the key shall do."""
        if self._card is None:
            return False
        if action == "advance":
            self.close()
            return False
        self._card.tell(self._card.newcomer.pressed(action))
        return action in TESTED
