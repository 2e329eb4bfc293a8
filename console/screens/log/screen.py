"""F5, the record: every event of the day, newest at the bottom, as time runs down a page."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from console.actions import Scope
from console.reading.jump import Jump, jump_of
from console.reading.reader import LogReader, ReaderTask
from console.reading.window import Sheet
from console.screens import alarm_words, frame, key_hints
from console.screens.desk_screen import DeskScreen, Selection
from console.screens.log import words as log_words
from console.screens.log.following import LogFollowing
from console.screens.strip import Strip
from console.seat import Seat
from console.text.problems import log_error_line
from console.text.sentences import Text
from console.view import View
from data.record.filter import Group
from data.text import clean
from widgets.alarm_line import AlarmLevel, AlarmLine, AlarmSentence
from widgets.chip_row import ChipRow, Chips
from widgets.glyphs import GlyphSet
from widgets.ground import Ground
from widgets.header_lines import HeaderLines
from widgets.key_bar import KeyBar
from widgets.log_detail import LogDetail
from widgets.log_table import LogTable
from widgets.source_strip import SourceStrip
from widgets.viet_input import VietInput

GROUPS = tuple(Group)
BOX_EDGES = 3
"""Cells of the box that hold no text: a blank at each end, and the cursor."""
PATIENCE_S = 0.05
"""A read takes a millisecond or two; one that takes longer is no reason to show nothing new."""


class LogScreen(DeskScreen):
    """Reads pages of the record as they are looked at. Nothing here writes."""

    scope = Scope.LOG
    CSS_PATH = "log.tcss"
    AUTO_FOCUS = "LogTable"  # else the box has the first keys of a burst that begins with F5
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "back", show=False)]
    HORIZONTAL_BREAKPOINTS = [*DeskScreen.HORIZONTAL_BREAKPOINTS, (160, "-broad")]  # noqa: RUF012

    def __init__(self, t: Text, glyphs: GlyphSet, on_ready: Callable[[], None], session: Seat) -> None:
        super().__init__(t, glyphs, on_ready)
        self._session = session
        self._reader = LogReader(
            session.desk,
            session.clock,
            session.conference.timezone,
            log_words.teller(t),
            spawn=partial(session.spawn, "log screen"),
            changed=self._paint,
        )
        self._following = LogFollowing(self._reader, t, self.set_timer, self._looked_at)
        points = {point.code: point for point in session.conference.points}
        reader = self._reader
        self._rows = log_words.RowMaker(session.conference.timezone, t, reader.air.at, points, reader.faults)
        self._view: View | None = None

    def compose(self) -> ComposeResult:
        """The table has the arrows; Tab leads to the box and to the quick filters."""
        self.wear(self.app.size)
        g = self._glyphs
        yield HeaderLines(id="header", glyphs=g)
        yield AlarmLine(id="alarm", glyphs=g)
        with Ground(id="log-top"):
            yield VietInput(id="log-box", select_on_focus=False)
            yield AlarmLine(id="log-says", glyphs=g)
        yield ChipRow(id="log-groups", glyphs=g)
        with Ground(id="log-body"):
            yield LogTable(id="log-table", glyphs=g)
            yield LogDetail(id="log-detail", glyphs=g)
        yield KeyBar(id="keys", glyphs=g)
        yield SourceStrip(id="sources", glyphs=g)

    def on_mount(self) -> None:
        """The newest page is on its way before the first layout."""
        self._reader.grow()
        self._reader.fetch_soon(self.app.size.height)
        self._on_ready()

    def on_resize(self) -> None:
        """Another size, another number of rows."""
        self.call_after_refresh(self._paint)

    def present(self, view: View, strip: Strip, *, waiting: bool) -> None:
        """The frame from the view, the rows from the log."""
        t, g = self._t, self._glyphs
        self._view = view
        self.query_one("#header", HeaderLines).show(frame.header(view, t, g))
        self.query_one("#alarm", AlarmLine).show(alarm_words.alarm(view, t, g))
        self.query_one("#keys", KeyBar).show(key_hints.keys(self.scope, view, t, self.size.width))
        self.query_one("#sources", SourceStrip).show(frame.sources(view, t, g))
        self._reader.grow()
        self._paint()

    def try_key(self, action: str) -> bool:
        """Ctrl+E: the record and the day as files."""
        if action != "export":
            return False
        from console.screens.cards.export import ExportCard

        self.app.push_screen(ExportCard(self._session, self._t, self._glyphs))
        return True

    @property
    def selection(self) -> Selection:
        """The row under the cursor, once it is written."""
        row = self._reader.window.selected
        return Selection(row=row if row <= self._reader.window.head else 0)

    def show_point(self, code: str) -> bool:
        """Only what happened to this point."""
        if self._view is None or code not in self._view.points:
            return False
        self._filter_by(self._t("record.by.point", point=code))
        return True

    def show_item(self, cue: str) -> bool:
        """Only what happened in this item."""
        if self._view is None or self._view.state.item(cue) is None:
            return False
        self._filter_by(self._t("record.by.item", cue=cue))
        return True

    def _filter_by(self, text: str) -> None:
        self.query_one(VietInput).value = text
        self._reader.filter(text)

    @property
    def _room(self) -> int:
        return self.query_one(LogTable).room

    def _paint(self, *, anyhow: bool = False) -> None:
        """Show where the reader stands; wait a moment for rows that are still being read."""
        if self._view is None or not self.is_ready or not (room := self._room):
            return
        reader = self._reader
        sheet = reader.window.sheet(room)
        reader.fetch_soon(room)
        if None in sheet.rows and reader.is_fetching and not (anyhow or reader.trouble):
            self.set_timer(PATIENCE_S, partial(self._paint, anyhow=True))
            return
        empty = log_words.empty(reader.window.search, self._t)
        self.query_one(LogTable).show(log_words.table(sheet, self._rows, self._t, empty=empty))
        self._say(self._said(sheet))
        chips = Chips(labels=log_words.groups(self._t), chosen=GROUPS.index(reader.group))
        self.query_one(ChipRow).show(chips)
        self._following.follow()

    def _say(self, said: AlarmSentence) -> None:
        """Beside the box, which has the whole row while there is nothing to say."""
        self.query_one("#log-says", AlarmLine).show(said)
        self.query_one("#log-top").set_class(bool(said.text), "-said")
        width = self.size.width // (2 if said.text else 1)
        hint = log_words.box_hint(width - BOX_EDGES, self._t)
        box = self.query_one(VietInput)
        if box.placeholder != hint:
            box.placeholder = clean(hint)

    def _said(self, sheet: Sheet) -> AlarmSentence:
        """What the reader waits for, what Enter will do, or how a search fares."""
        t, reader, box = self._t, self._reader, self.query_one(VietInput)
        search, text = reader.window.search, ""
        if reader.trouble is not None:
            why = log_error_line(reader.trouble, t)
            return AlarmSentence(level=AlarmLevel.WARNING, text=t("record.unreadable", why=why))
        if box.has_focus:
            text = log_words.enter_says(box.value, self._jump(box.value), t)
        elif reader.doing is ReaderTask.LOOKING:
            text = t("record.jump.running")
        elif reader.doing is ReaderTask.FOUND_NOWHERE:
            text = t("record.jump.nowhere")
        elif search is not None:
            text = log_words.search_says(search, sheet.count, reader.window.head, t)
        return AlarmSentence(level=AlarmLevel.NOTICE, text=text)

    def _looked_at(self) -> tuple[View, Sheet, LogDetail] | None:
        if self._view is None or not self.is_ready or not (panel := self.query_one(LogDetail)).display:
            return None
        return self._view, self._reader.window.sheet(self._room), panel

    def on_log_table_moved(self, event: LogTable.Moved) -> None:
        """Arrows and pages."""
        self._reader.move(event.by, self._room)

    def on_log_table_to_end(self) -> None:
        """The newest row, and on with it."""
        self._reader.to_end()

    def on_log_table_to_start(self) -> None:
        """The first row of the day one reads in; then the first of all."""
        self._reader.to_day(self._room)

    def on_log_table_opened(self) -> None:
        """Enter: the event in full, or all the place for the table."""
        shown = self.query_one(LogDetail).display
        self.set_class(not shown, "-detail-open").set_class(shown, "-detail-shut")
        self.call_after_refresh(self._paint)

    def on_descendant_focus(self) -> None:
        """What Enter does depends on where the keys go."""
        self._paint()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say what Enter will do with this."""
        self._reader.dismiss()
        self._paint()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """A place to go to, or a filter; then the table has the arrows again."""
        text = event.value.strip()
        jump = self._jump(text)
        if jump is None:
            self._reader.filter(text)
        else:
            self._reader.go_to(jump, text, self._room)
        self.query_one(LogTable).focus()

    def on_chip_row_chosen(self, event: ChipRow.Chosen) -> None:
        """A quick filter, on top of what was typed."""
        self._reader.choose(GROUPS[event.index])

    def _jump(self, text: str) -> Jump | None:
        view = self._view
        return jump_of(text, view.state.items, view.points) if view else None

    def action_back(self) -> None:
        """Esc: one thing at a time is called off, the nearest first."""
        reader, box, table = self._reader, self.query_one(VietInput), self.query_one(LogTable)
        if reader.call_off():
            pass
        elif not table.has_focus:
            table.focus()
        elif not reader.stop_search() and (reader.window.search is not None or box.value):
            box.value = ""
            reader.forget()
        self._paint()
