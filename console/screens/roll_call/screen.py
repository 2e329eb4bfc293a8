"""F4, the roll call: who is there, by whose word, whom to ring up, and the figure that is announced."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from console.actions import Scope
from console.keys.quiet_key import QuietKey
from console.screens import frame
from console.screens.alarm_words import alarm
from console.screens.desk_screen import DeskScreen, Selection
from console.screens.roll_call import words as roll_call_words
from console.screens.roll_call.rows import Rows
from console.screens.strip import Strip
from console.seat import Seat
from console.text import roll_call as roll_call_text
from console.text.sentences import Text
from console.view import View
from data.roll_call.roll import Roll, RollTaker
from data.units import MS_PER_MINUTE
from widgets.alarm_line import AlarmLine
from widgets.glyphs import GlyphSet
from widgets.key_bar import KeyBar
from widgets.roll_table import RollTable
from widgets.source_strip import SourceStrip
from widgets.spoken import Spoken, SpokenSentence
from widgets.wall_bar import WallBar

SPACE_QUIET_MS = 250
"""A held Space repeats faster than this: it must not mark a room present, absent, present, absent."""
HERE = {"acknowledge": "report_districts"}
"""Keys that mean this screen's own thing here."""


class Page(StrEnum):
    """What the list lists."""

    PROVINCES = "provinces"
    ROOMS = "rooms"
    MISSING = "missing"


class RollCallScreen(DeskScreen):
    """One list with the arrows in it: provinces, the rooms of one of them, or whoever is missing."""

    scope = Scope.ROLL_CALL
    AUTO_FOCUS = "RollTable"
    CSS_PATH = "roll_call.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "mark", show=False),
        Binding("escape", "back", show=False),
    ]

    def __init__(self, t: Text, glyphs: GlyphSet, on_ready: Callable[[], None], session: Seat) -> None:
        super().__init__(t, glyphs, on_ready)
        self._taker = RollTaker(session.conference.points)
        self._space = QuietKey(session.clock.real_ns, SPACE_QUIET_MS)
        self._spaced = ""
        self._view: View | None = None
        self._roll: Roll | None = None
        self._page = Page.PROVINCES
        self._head = ""
        self._shown: tuple[object, ...] = ()

    def compose(self) -> ComposeResult:
        """Everything has its place for the whole day."""
        self.wear(self.app.size)
        g = self._glyphs
        yield WallBar(id="roll-title", glyphs=g)
        yield AlarmLine(id="roll-alarm", glyphs=g)
        yield WallBar(id="roll-live", glyphs=g)
        yield WallBar(id="roll-frozen", glyphs=g)
        yield RollTable(id="roll-table", glyphs=g)
        yield WallBar(id="roll-detail", glyphs=g)
        yield Spoken(id="roll-said", glyphs=g)
        yield AlarmLine(id="too-small", glyphs=g)
        yield KeyBar(id="keys", glyphs=g)
        yield SourceStrip(id="sources", glyphs=g)

    def on_mount(self) -> None:
        """The list has the arrows; the first picture is not an empty one."""
        self._say_too_small()
        self._on_ready()

    @property
    def selection(self) -> Selection:
        """The room of the selected row: of a province its own."""
        code = self.query_one(RollTable).selected if self.is_ready else ""
        return Selection(points=(code,) if code else ())

    def try_key(self, action: str) -> bool:
        """Ctrl+R shows whoever is missing; Ctrl+O takes down what a province reports."""
        if action == "faults_only":
            self._turn(Page.PROVINCES if self._page is Page.MISSING else Page.MISSING)
            return True
        if action in HERE:
            self._press(HERE[action])
            return True
        return False

    def show_point(self, code: str) -> bool:
        """Open the province of `code` and select it."""
        row = self._roll.row_of(code) if self._roll is not None else None
        if row is None:
            return False
        if row.head == code:
            self._turn(Page.PROVINCES, select=code)
        else:
            self._turn(Page.ROOMS, head=row.head, select=code)
        self.query_one(RollTable).focus()
        return True

    def present(self, view: View, strip: Strip, *, waiting: bool) -> None:
        """Every part from one view and one roll."""
        t, g = self._t, self._glyphs
        self._view, self._roll = view, self._taker.take(view.state)
        self.query_one("#roll-title", WallBar).show(roll_call_words.title(view, t))
        self.query_one("#roll-alarm", AlarmLine).show(alarm(view, t, g))
        self.query_one("#roll-live", WallBar).show(roll_call_words.live(view, self._roll, t))
        self.query_one("#roll-frozen", WallBar).show(roll_call_words.frozen(view, t))
        self._present_list()
        label = t("roll.say.label")
        said = SpokenSentence(label, roll_call_text.announcement(view, self._roll, t))
        self.query_one(Spoken).show(said)
        self.query_one(KeyBar).show(roll_call_words.keys(view, t, self.size.width))
        self.query_one(SourceStrip).show(frame.sources(view, t, g))

    def _present_list(self) -> None:
        """Only when somebody came or went, a minute passed, or another page is wanted."""
        view, roll = self._view, self._roll
        if view is None or roll is None:
            return
        minute = view.now.utc_ms // MS_PER_MINUTE
        shown = (roll, view.board, minute, self._page, self._head)
        if shown != self._shown:
            self._shown = shown
            self.query_one(RollTable).show(self._rows(Rows(view, roll, self._t, self._glyphs), roll))
        self._present_detail()

    def _rows(self, rows: Rows, roll: Roll) -> Any:
        row = roll.row_of(self._head) if self._page is Page.ROOMS else None
        if row is not None:
            return rows.rooms(row)
        return rows.missing() if self._page is Page.MISSING else rows.provinces()

    def _present_detail(self) -> None:
        if self._view is not None and self._roll is not None:
            code = self.query_one(RollTable).selected
            bar = roll_call_words.detail(code, self._roll, self._view, self._t)
            self.query_one("#roll-detail", WallBar).show(bar)

    def _turn(self, page: Page, *, head: str = "", select: str = "") -> None:
        """Another page. Whoever was selected stays so where that page has them."""
        before = select or self.query_one(RollTable).selected or self._head
        self._page, self._head = page, head
        self._present_list()
        table = self.query_one(RollTable)
        if not table.choose(before):
            table.action_edge(0)
        self._present_detail()

    def on_roll_table_moved(self) -> None:
        """The arrows walk; the line below follows in the same frame."""
        self._present_detail()

    def on_roll_table_opened(self, event: RollTable.Opened) -> None:
        """Enter: the rooms of a province."""
        row = self._roll.row_of(event.key) if self._roll is not None else None
        if row is not None and row.below and self._page is not Page.ROOMS:
            self._turn(Page.ROOMS, head=row.head, select=event.key)

    def action_back(self) -> None:
        """Esc: back to the provinces."""
        if self._page is not Page.PROVINCES:
            self._turn(Page.PROVINCES, select=self._head)

    def action_mark(self) -> None:
        """Space: the selected room answered, or after all did not."""
        code = self.query_one(RollTable).selected
        again, self._spaced = code == self._spaced, code
        if self._space.press() or not again:
            self._press("mark_present")

    def _press(self, action: str) -> None:
        """As if a key of the table had been pressed: with its guards and its verb."""
        app: Any = self.app
        app.action_desk(action)
