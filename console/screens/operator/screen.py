"""F2, the operator's desk: programme, item on air, what comes next, points, record, the F8 line."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.timer import Timer

from console.actions import Scope
from console.screens import alarm_words, frame, key_hints
from console.screens.desk_screen import NEXT_FRAME_S, DeskScreen, Selection
from console.screens.operator import coming, duties, on_air, points, programme
from console.screens.operator.feed import FeedMaker
from console.screens.operator.sick_provinces import SickProvinces
from console.screens.strip import Strip
from console.text.sentences import Text
from console.view import View
from widgets.agenda_timeline import AgendaTimeline
from widgets.alarm_line import AlarmLine
from widgets.coming_list import ComingList
from widgets.due_list import DueList
from widgets.event_feed import EventFeed
from widgets.f8_line import F8Line
from widgets.glyphs import GlyphSet
from widgets.ground import Ground
from widgets.header_lines import HeaderLines
from widgets.incident_list import IncidentList
from widgets.key_bar import KeyBar
from widgets.next_card import NextCard
from widgets.point_totals import PointTotals
from widgets.source_strip import SourceStrip
from widgets.speaker_card import SpeakerCard

if TYPE_CHECKING:
    from console.screens.cards.greeting import Greeting

IDLE_S = 5.0


class OperatorScreen(DeskScreen):
    """The desk of the one person who advances the programme."""

    scope = Scope.OPERATOR
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012
        *DeskScreen.HORIZONTAL_BREAKPOINTS,
        *((136, "-broad"), (180, "-vast")),
    ]
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss_welcome", show=False)]

    def __init__(self, t: Text, glyphs: GlyphSet, on_ready: Callable[[], None]) -> None:
        super().__init__(t, glyphs, on_ready)
        self._idle: Timer | None = None
        self._greeting: Greeting | None = None
        self._newest: View | None = None
        self._air: tuple[str, bool] | None = None
        self._provinces = SickProvinces()
        self._feed: FeedMaker | None = None

    def compose(self) -> ComposeResult:
        """Everything has its place for the whole day."""
        self.wear(self.app.size)
        g = self._glyphs
        yield HeaderLines(id="header", glyphs=g)
        yield AlarmLine(id="alarm", glyphs=g)
        with Ground(id="desk"):
            yield AgendaTimeline(id="agenda", glyphs=g)
            with Ground(id="middle"):
                yield SpeakerCard(id="on-air", glyphs=g)
                yield NextCard(id="next", glyphs=g)
                yield ComingList(id="coming", glyphs=g)
            with Ground(id="side"):
                yield PointTotals(id="totals", glyphs=g)
                yield IncidentList(id="incidents", glyphs=g)
                yield DueList(id="due", glyphs=g)
        yield EventFeed(id="feed", glyphs=g)
        yield AlarmLine(id="too-small", glyphs=g)
        yield AlarmLine(id="alarm-low", glyphs=g)
        yield PointTotals(id="points-line", glyphs=g)
        yield F8Line(id="f8", glyphs=g)
        yield KeyBar(id="keys", glyphs=g)
        yield SourceStrip(id="sources", glyphs=g)

    @property
    def selection(self) -> Selection:
        """The item that the arrows have chosen."""
        return Selection(cue=self.query_one(AgendaTimeline).selected)

    def show_item(self, cue: str) -> bool:
        """Select `cue` in the programme; F8 goes on to act on its own sentence."""
        return self.query_one(AgendaTimeline).choose(cue)

    def on_mount(self) -> None:
        """The programme has the arrows; the first picture is not an empty one."""
        self._focus_programme()
        self._say_too_small()
        self._on_ready()

    def _focus_programme(self) -> None:
        self.query_one(AgendaTimeline).focus()

    def welcome(self, hints: tuple[str, ...], points: int, speed: float) -> None:
        """Lay the newcomer's card over the desk; the keys go on to mean what they mean."""
        from console.screens.cards.greeting import Greeting
        from console.screens.cards.welcome import Newcomer

        newcomer = Newcomer(hints, points, speed)
        self._greeting = Greeting(newcomer, self._t, self._glyphs, self.mount, self._focus_programme)
        self._greeting.open()

    def action_dismiss_welcome(self) -> None:
        """Esc."""
        if self._greeting is not None:
            self._greeting.close()

    def try_key(self, action: str) -> bool:
        """A key while the newcomer's card is up. True when that is all the key shall do."""
        return self._greeting is not None and self._greeting.try_key(action)

    def on_resize(self) -> None:
        """Another size, another length of the newcomer's card."""
        if self._greeting is not None:
            self._greeting.resized()

    def present(self, view: View, strip: Strip, *, waiting: bool) -> None:
        """Every panel from one view. When another item is on air, or it is held or goes on, what answers
        the key comes a frame before the lists that only follow from it.
        """
        self._newest = view
        self._present_air(view, waiting=waiting)
        now = (view.state.on_air, view.state.held)
        turned = self._air is not None and self._air != now
        self._air = now
        if turned:
            self.set_timer(NEXT_FRAME_S, partial(self._follow, view, strip))
        else:
            self._follow(view, strip)

    def _present_air(self, view: View, *, waiting: bool) -> None:
        t, g = self._t, self._glyphs
        self.query_one("#f8", F8Line).show(frame.f8(view, t, g, waiting=waiting))
        self.query_one("#on-air", SpeakerCard).show(on_air.on_air(view, t, g))
        self.query_one("#next", NextCard).show(coming.next_up(view, t, g))
        alarm = alarm_words.alarm(view, t, g)
        for name in ("#alarm", "#alarm-low"):
            self.query_one(name, AlarmLine).show(alarm)

    def _follow(self, view: View, strip: Strip) -> None:
        if view is not self._newest:  # a later picture has been painted meanwhile
            return
        t, g = self._t, self._glyphs
        self.query_one("#header", HeaderLines).show(frame.header(view, t, g))
        self.query_one("#agenda", AgendaTimeline).show(programme.agenda(view, t))
        self.query_one("#coming", ComingList).show(coming.coming(view, t, g))
        sick = self._provinces.rows(view) if self.has_class("-high") else ()
        totals = points.totals(view, t, g, sick)
        for name in ("#totals", "#points-line"):
            self.query_one(name, PointTotals).show(totals)
        self.query_one("#incidents", IncidentList).show(points.incidents(view, t))
        self.query_one("#due", DueList).show(duties.due(view, t))
        self.query_one("#keys", KeyBar).show(key_hints.keys(self.scope, view, t, self.size.width))
        self.query_one("#sources", SourceStrip).show(frame.sources(view, t, g))
        self.present_strip(view, strip)
        if view.state.opened_ms is not None:
            self.action_dismiss_welcome()

    def present_strip(self, view: View, strip: Strip) -> None:
        """The log strip alone; as many lines as there is room for."""
        panel = self.query_one("#feed", EventFeed)
        unwritten_from = view.desktop.log_events + 1 if view.desktop.unwritten else strip.NEVER
        shown = strip.shown[: panel.size.height or None]
        if self._feed is None:
            self._feed = FeedMaker(view.conference.timezone, self._t)
        more = "log" not in view.desktop.keys_seen
        made = self._feed.make(
            shown, unwritten_from=unwritten_from, points=view.points, faults=strip.faults, more=more
        )
        panel.show(made)

    def on_agenda_timeline_item_chosen(self, event: AgendaTimeline.ItemChosen) -> None:
        """Looking around ends by itself: back to the item on air after five idle seconds."""
        if self._idle is not None:
            self._idle.stop()
        if event.cue:
            self._idle = self.set_timer(IDLE_S, self._look_back)

    def _look_back(self) -> None:
        """Not while a card lies over the desk: it may be about the selected item."""
        if self.is_active:
            self.query_one(AgendaTimeline).release()
        else:
            self._idle = self.set_timer(IDLE_S, self._look_back)
