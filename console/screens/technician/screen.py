"""F3, the technician's screen: the country as a wall, what is worst, and everything about one room."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from console.actions import Scope
from console.point_filter import PointFilter, Sieve
from console.polling.history import History
from console.screens import frame, key_hints
from console.screens.alarm_words import alarm
from console.screens.desk_screen import DeskScreen, Selection
from console.screens.strip import Strip
from console.screens.technician import words as technician_words
from console.screens.technician.filter_words import Choice, Filters, filter_line
from console.screens.technician.table import facts, rows
from console.screens.technician.wall import WallMaker
from console.text.sentences import Text
from console.view import View
from widgets.alarm_line import AlarmLine
from widgets.glyphs import GlyphSet
from widgets.ground import Ground
from widgets.key_bar import KeyBar
from widgets.point_card import PointCard
from widgets.point_table import PointTable
from widgets.point_wall import PointWall
from widgets.source_strip import SourceStrip
from widgets.wall_bar import WallBar


class TechnicianScreen(DeskScreen):
    """One room is chosen at any time: by the arrows on the wall, or in the list of the worst.

    An opened card has more room than the list; in a small window it takes the list's place.
    """

    scope = Scope.POINTS
    AUTO_FOCUS = "PointWall"
    CSS_PATH = "technician.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close_card", show=False)]

    def __init__(self, t: Text, glyphs: GlyphSet, on_ready: Callable[[], None], history: History) -> None:
        super().__init__(t, glyphs, on_ready)
        self._history = history
        self._wall = WallMaker(t, glyphs)
        self._view: View | None = None
        self._code = ""
        self._faults_only = False
        self._wanted = PointFilter()
        self._sieve = Sieve()
        self._frozen: View | None = None

    def compose(self) -> ComposeResult:
        """Everything has its place for the whole day."""
        self.wear(self.app.size)
        g = self._glyphs
        yield WallBar(id="totals-bar", glyphs=g)
        yield WallBar(id="turns", glyphs=g)
        yield AlarmLine(id="alarm-in-turns", glyphs=g)
        yield PointWall(id="wall", glyphs=g)
        with Ground(id="rooms"):
            yield PointTable(id="worst", glyphs=g)
            yield PointCard(id="card", glyphs=g)
        yield AlarmLine(id="too-small", glyphs=g)
        yield WallBar(id="listing", glyphs=g)
        yield KeyBar(id="keys", glyphs=g)
        yield SourceStrip(id="sources", glyphs=g)

    def on_mount(self) -> None:
        """The wall has the arrows; the first picture is not an empty one."""
        self._say_too_small()
        self._on_ready()

    @property
    def selection(self) -> Selection:
        """The marked rooms of the list, else the one that is chosen."""
        marked = self.query_one(PointTable).marked if self.is_ready else ()
        return Selection(points=marked or ((self._code,) if self._code else ()))

    def try_key(self, action: str) -> bool:
        """What only changes how this screen is looked at."""
        match action:
            case "faults_only":
                self._faults_only = not self._faults_only
            case "freeze_view":
                self._frozen = None if self._frozen is not None else self._view
            case "filter_points" if self._view is not None:
                self._ask_filter(self._view)
            case _:
                return False
        self._on_ready()
        return True

    def _ask_filter(self, view: View) -> None:
        from console.screens.cards.find import FindScreen

        card: FindScreen[Choice] = FindScreen(Filters(view, self._wanted, self._t), self._t)
        self.app.push_screen(card, self._put_on)

    def _put_on(self, choice: Choice | None) -> None:
        if choice is not None:
            self._wanted = choice.wanted
            self._on_ready()

    def show_point(self, code: str) -> bool:
        """Select `code` on the wall and open its card."""
        if self._view is None or code not in self._view.points:
            return False
        self._choose(code)
        self._open()
        self.query_one(PointWall).focus()
        return True

    def present(self, view: View, strip: Strip, *, waiting: bool) -> None:
        """Every part from one view; of a picture that is kept still only the alarm and the sources go on."""
        t, g = self._t, self._glyphs
        self._present_alarm(view)
        self.query_one(SourceStrip).show(frame.sources(view, t, g))
        self.query_one(KeyBar).show(key_hints.keys(self.scope, view, t, self.size.width))
        self._picture(self._frozen or view)

    def _picture(self, view: View) -> None:
        t, g, faults = self._t, self._glyphs, self._faults_only
        self._view = view
        only = self._sieve.of(self._wanted, view)
        frozen = self._frozen is not None
        self.query_one("#totals-bar", WallBar).show(technician_words.totals(view, t, g, frozen=frozen))
        self.query_one("#turns", WallBar).show(technician_words.turns(view, t, g))
        self.query_one(PointTable).show(rows(view, t, g, faults_only=faults, only=only))
        if self._code not in view.points:
            self._code = self._at_first(view)
        self.query_one(PointTable).choose(self._code)
        wall = self.query_one(PointWall)
        wall.show(self._wall.make(view, faults_only=faults))
        wall.select(self._code)
        self._present_card()
        wanted = filter_line(view, self._wanted, len(only), t) if only is not None else ""
        listed = technician_words.listing(view, t, faults_only=faults, wanted=wanted)
        self.query_one("#listing", WallBar).show(listed)

    def _present_alarm(self, view: View) -> None:
        """A grave alarm takes the row of the turns: nothing else moves."""
        said = alarm(view, self._t, self._glyphs)
        line = self.query_one("#alarm-in-turns", AlarmLine)
        line.show(said)
        line.display = technician_words.takes_the_row(view, said.level)
        self.query_one("#turns").display = not line.display

    def _at_first(self, view: View) -> str:
        """Whom to look at before anybody has chosen: the worst, else who is on air, next, or first."""
        speaking = [view.on_air.point if view.on_air else "", *(ready.item.point for ready in view.coming)]
        wanted = (self.query_one(PointTable).selected, *speaking, *view.points)
        return next((code for code in wanted if code in view.points), "")

    def _present_card(self) -> None:
        if self._view is not None and self._code:
            card = facts(self._view, self._code, self._history, self._t, self._glyphs)
            self.query_one(PointCard).show(card)

    def _choose(self, code: str) -> None:
        """Wall and card follow in the same frame, and the list if it has the room."""
        self._code = code
        self.query_one(PointWall).select(code)
        self.query_one(PointTable).choose(code)
        self._present_card()

    def on_point_wall_point_chosen(self, event: PointWall.PointChosen) -> None:
        """The arrows walk the wall."""
        self._choose(event.code)

    def on_point_table_point_chosen(self, event: PointTable.PointChosen) -> None:
        """The arrows walk the list; a list that only followed the wall leads nobody."""
        if self.query_one(PointTable).has_focus:
            self._choose(event.code)

    def on_point_wall_point_opened(self) -> None:
        """Enter on the wall."""
        self._open()

    def on_point_table_point_opened(self, event: PointTable.PointOpened) -> None:
        """Enter in the list."""
        self._choose(event.code)
        self._open()

    def _open(self) -> None:
        """Give the card more room. A list that goes for it cannot keep the keyboard."""
        self.add_class("-card")
        if not self.has_class("-wide"):
            self.query_one(PointWall).focus()

    def action_close_card(self) -> None:
        """Esc."""
        self.remove_class("-card")
