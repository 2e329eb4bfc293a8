"""What Ctrl+F looks in, made ready behind the first picture; and the way to what was found."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from console.screens.cards.table import CardTable
from console.screens.navigation import Navigation
from console.screens.verbs.performing import Tell
from console.text.sentences import Text
from console.viewing import Viewing
from data.folder.model import Conference
from widgets.glyphs import GlyphSet

if TYPE_CHECKING:
    from console.screens.cards.find_words import Find, Finder, Roster


class Lookup:
    """Made of a whole day's roster; `finder` is as of the moment it is asked for."""

    def __init__(
        self,
        conference: Conference,
        viewing: Viewing,
        t: Text,
        glyphs: GlyphSet,
        *,
        cards: CardTable,
        navigation: Navigation,
        tell: Tell,
    ) -> None:
        self._conference = conference
        self._cards = cards
        self._navigation = navigation
        self._tell = tell
        self._viewing = viewing
        self._t = t
        self._glyphs = glyphs
        self._roster: Roster | None = None

    def prepare(self) -> Roster:
        """Index the roster, half a second for ten thousand points; at once when it is done already."""
        from console.screens.cards.find_words import Roster

        if self._roster is None:
            self._roster = Roster(self._conference.points)
        return self._roster

    def finder(self) -> Finder:
        """For one look."""
        from console.screens.cards.find_words import Finder

        return Finder(self.prepare(), self._viewing.painted, self._viewing.strip, self._t, self._glyphs)

    def open(self) -> None:
        """Lay the card; what is chosen there is led to, or told of where no screen has a place for it."""
        self._cards.find(self.finder(), self._lead)

    def _lead(self, find: Find) -> None:
        place = "operator" if find.cue else "points" if find.point else "log"
        if not self._navigation.go(place, partial(self._show, find)):
            self._tell(self.finder().where(find), "information")

    def _show(self, find: Find) -> None:
        desk = self._navigation.here()
        shown = desk.show_item(find.cue) if find.cue else desk.show_point(find.point)
        if not shown and (find.cue or find.point):
            self._tell(self.finder().where(find), "information")
