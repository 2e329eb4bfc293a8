"""F5, the record: every event of the day, newest at the bottom, as time runs down a page."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.timer import Timer
from textual.widgets import Input

from console.actions import Scope
from console.log_search import LogSearch
from console.log_window import LogWindow, Sheet
from console.problem_text import log_error_line
from console.screens import alarm_words, desk_frame, log_words
from console.screens.desk_screen import DeskScreen
from console.screens.strip import Strip
from console.session import Session
from console.text import Text
from console.view import View
from data.log_errors import LogError
from data.log_filter import Group, parse
from data.record import Row
from widgets.alarm_line import Alarm, AlarmLevel, AlarmLine
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
PATIENCE_S = 0.05
"""A read takes a millisecond or two; one that takes longer is no reason to show nothing new."""
FOLLOW_S = 0.01
SETTLED_S = 0.1
"""Hashes are read for the event that the reader stops at."""
FOUND_S = 0.1
"""How often the rows that a search finds are painted."""


class LogScreen(DeskScreen):
    """Reads pages of the record as they are looked at. Nothing here writes."""

    scope = Scope.LOG
    CSS_PATH = "log.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "back", show=False)]
    HORIZONTAL_BREAKPOINTS = [*DeskScreen.HORIZONTAL_BREAKPOINTS, (160, "-broad")]  # noqa: RUF012

    def __init__(self, t: Text, glyphs: GlyphSet, on_ready: Callable[[], None], session: Session) -> None:
        super().__init__(t, glyphs, on_ready)
        self._session = session
        self._log = LogWindow(session.desk, log_words.teller(t))
        self._rows = log_words.RowMaker(session.conference.timezone, t)
        self._view: View | None = None
        self._group = Group.ALL
        self._text = ""
        self._jumped = ""
        self._errand = 0
        self._looking = False
        self._fetching: list[int] = []
        self._refused: list[int] = []
        self._trouble = ""
        self._remark = ""
        self._stored: Row | None = None
        self._following_up: Timer | None = None
        self._settling: Timer | None = None
        self._settling_at = 0
        self._found_at = 0.0

    def compose(self) -> ComposeResult:
        """The table has the arrows; Tab leads to the box and to the quick filters."""
        self.wear(self.app.size)
        g = self._glyphs
        yield HeaderLines(id="header", glyphs=g)
        yield AlarmLine(id="alarm", glyphs=g)
        with Ground(id="log-top"):
            yield VietInput(placeholder=self._t("record.box"), id="log-box", select_on_focus=False)
            yield AlarmLine(id="log-says", glyphs=g)
        yield ChipRow(id="log-groups", glyphs=g)
        with Ground(id="log-body"):
            yield LogTable(id="log-table", glyphs=g)
            yield LogDetail(id="log-detail", glyphs=g)
        yield KeyBar(id="keys", glyphs=g)
        yield SourceStrip(id="sources", glyphs=g)

    def on_mount(self) -> None:
        """The newest page is on its way before the first layout."""
        self.query_one(LogTable).focus()
        self._grow()
        self._fetch_soon(self.app.size.height)
        self._on_ready()

    def on_resize(self) -> None:
        """Another size, another number of rows."""
        self.call_after_refresh(self._paint)

    def present(self, view: View, strip: Strip, *, waiting: bool) -> None:
        """The frame from the view, the rows from the log."""
        t, g = self._t, self._glyphs
        self._view = view
        self.query_one("#header", HeaderLines).show(desk_frame.header(view, t, g))
        self.query_one("#alarm", AlarmLine).show(alarm_words.alarm(view, t, g))
        self.query_one("#keys", KeyBar).show(log_words.keys(view, t, self.size.width))
        self.query_one("#sources", SourceStrip).show(desk_frame.sources(view, t, g))
        self._grow()
        self._refused = []
        self._paint()
        self._search_on()

    def try_key(self, action: str) -> bool:
        """Ctrl+E: the record and the day as files."""
        if action != "export":
            return False
        from console.screens.export_card import ExportCard

        self.app.push_screen(ExportCard(self._session, self._t, self._glyphs))
        return True

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
        self._do(self._filter(text))

    def _grow(self) -> None:
        desk = self._session.desk
        self._log.grow(desk.log_events, desk.unwritten_events)

    @property
    def _room(self) -> int:
        return self.query_one(LogTable).room

    def _paint(self, *, anyhow: bool = False) -> None:
        """Show where the reader stands; wait a moment for rows that are still being read."""
        if self._view is None or not self.is_ready or not (room := self._room):
            return
        sheet = self._log.sheet(room)
        self._fetch_soon(room)
        if None in sheet.rows and self._fetching and not anyhow:
            self.set_timer(PATIENCE_S, partial(self._paint, anyhow=True))
            return
        self.query_one(LogTable).show(log_words.table(sheet, self._rows, self._t, empty=self._empty()))
        self._say(sheet)
        if self._following_up is None:
            self._following_up = self.set_timer(FOLLOW_S, self._show_detail)

    def _empty(self) -> str:
        search = self._log.search
        if search is None:
            return self._t("record.empty")
        return self._t("record.empty.searching" if search.behind else "record.empty.none")

    def _say(self, sheet: Sheet) -> None:
        t, box, search = self._t, self.query_one(VietInput), self._log.search
        level, text = AlarmLevel.NOTICE, self._remark
        if self._trouble:
            level, text = AlarmLevel.WARNING, t("record.unreadable", why=self._trouble)
        elif box.has_focus:
            text = log_words.enter_says(box.value, self._jump(box.value), t)
        elif self._looking:
            text = t("record.jump.running")
        elif search is not None and not self._remark:
            text = log_words.search_says(search, sheet.count, self._log.head, t)
        self.query_one("#log-says", AlarmLine).show(Alarm(level=level, text=text))
        chips = Chips(labels=log_words.groups(t), chosen=GROUPS.index(self._group))
        self.query_one(ChipRow).show(chips)

    def _show_detail(self) -> None:
        """A frame after the row: whoever holds an arrow looks at the rows."""
        self._following_up = None
        view = self._view
        if view is None or not self.is_ready or not (panel := self.query_one(LogDetail)).display:
            return
        sheet = self._log.sheet(self._room)
        at = sheet.cursor - sheet.first
        event = sheet.rows[at] if 0 <= at < len(sheet.rows) else None
        stored = self._stored if event and self._stored and self._stored.seq == event.seq else None
        unwritten = event is not None and event.seq >= sheet.unwritten_from
        panel.show(log_words.detail(event, stored, view, self._t, unwritten=unwritten))
        if event is not None and stored is None and not unwritten:
            self._settle(event.seq)

    def _settle(self, seq: int) -> None:
        if seq == self._settling_at:
            return
        if self._settling is not None:
            self._settling.stop()
        self._settling_at = seq
        self._settling = self.set_timer(SETTLED_S, lambda: self._do(self._read_hashes(seq)))

    async def _read_hashes(self, seq: int) -> None:
        self._settling_at = 0
        stored = await self._session.desk.stored(seq)
        if stored is not None and stored.seq == self._log.selected:
            self._stored = stored
            self._paint()

    def _fetch_soon(self, room: int) -> None:
        """What is on the screen first, then a screen before and after it."""
        wanted = self._log.missing(room) or self._log.missing(room, around=room)
        if wanted and not self._fetching and wanted != self._refused:
            self._fetching = wanted
            self._do(self._fetch(wanted))

    async def _fetch(self, wanted: list[int]) -> None:
        try:
            await self._log.fetch(wanted)
        finally:
            self._fetching, self._refused = [], wanted  # what a damaged log lacks is not asked for at once
        self._trouble = ""
        self._paint()

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        """Reading goes on beside the keys."""
        self._session.spawn("log screen", self._carefully(work))

    async def _carefully(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except LogError as error:
            self._trouble = log_error_line(error, self._t)
            self._paint(anyhow=True)

    def on_log_table_moved(self, event: LogTable.Moved) -> None:
        """Arrows and pages."""
        self._reader_moves()
        self._log.move(event.by, self._room)
        self._paint()

    def on_log_table_to_end(self) -> None:
        """The newest row, and on with it."""
        self._reader_moves()
        self._log.to_end()
        self._paint()

    def on_log_table_to_start(self) -> None:
        """The first row of the day one reads in; then the first of all."""
        self._reader_moves()
        self._do(self._to_day())

    def _reader_moves(self) -> None:
        self._errand += 1
        self._remark = ""
        if self._log.search is not None:
            self._log.search.give_way()

    async def _to_day(self) -> None:
        errand, before = self._errand, self._log.selected
        seq = await self._log.seq_at(await self._midnight())
        if errand != self._errand:
            return
        self._log.to_seq(seq, self._room)
        if self._log.selected == before:
            self._log.to_start()
        self._paint()

    async def _midnight(self) -> int:
        """When the day of the row under the cursor began."""
        zone = self._session.conference.timezone
        event = await self._log.pages.one(self._log.selected) if self._log.selected else None
        at_ms = event.at.utc_ms if event else self._session.clock.now().utc_ms
        return log_words.midnight_ms(at_ms, zone)

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
        self._remark = ""
        self._paint()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """A place to go to, or a filter; then the table has the arrows again."""
        text = event.value.strip()
        self._errand += 1
        self._remark = ""
        jump = self._jump(text)
        self._do(self._filter(text) if jump is None else self._go_to(text, jump))
        self.query_one(LogTable).focus()

    def on_chip_row_chosen(self, event: ChipRow.Chosen) -> None:
        """A quick filter, on top of what was typed."""
        self._group = GROUPS[event.index]
        self._remark = ""
        self._do(self._filter(self._text))

    def _jump(self, text: str) -> log_words.Jump | None:
        view = self._view
        return log_words.jump_of(text, view.state.items, view.points) if view else None

    async def _filter(self, text: str) -> None:
        midnight = await self._midnight()
        self._text = text
        self._log.choose(parse(text, midnight, self._group))
        self._paint()
        self._search_on()

    async def _go_to(self, text: str, jump: log_words.Jump) -> None:
        errand, self._looking = self._errand, True
        again = text == self._jumped
        try:
            seq = await self._seq_of(jump, again=again, stopped=lambda: errand != self._errand)
        finally:
            self._looking = False
        if errand != self._errand:
            return
        self._jumped = text
        if 0 < seq <= self._log.head:
            self._log.to_seq(seq, self._room)
        else:
            self._remark = self._t("record.jump.nowhere")
        self._paint()

    async def _seq_of(self, jump: log_words.Jump, *, again: bool, stopped: Callable[[], bool]) -> int:
        """The first row of it; asked `again`, the next one behind the cursor."""
        if jump.at_s is not None:
            return await self._log.seq_at(await self._midnight() + jump.at_s * 1000)
        wanted = log_words.filter_of(jump)
        after = self._log.selected if again else 0
        found = await self._log.first_of(wanted, after, stopped)
        return found or (await self._log.first_of(wanted, 0, stopped) if after else 0)

    def _search_on(self) -> None:
        search = self._log.search
        if search is not None and search.behind and not search.running:
            search.running = True
            self._do(self._search(search))

    async def _search(self, search: LogSearch) -> None:
        await search.run(partial(self._found, search))

    def _found(self, search: LogSearch) -> None:
        now = asyncio.get_running_loop().time()
        if search is self._log.search and (now - self._found_at >= FOUND_S or not search.running):
            self._found_at = now
            self._paint()

    def action_back(self) -> None:
        """Esc: one thing at a time is called off, the nearest first."""
        search, box = self._log.search, self.query_one(VietInput)
        if self._looking:
            self._errand += 1
        elif not self.query_one(LogTable).has_focus:
            self.query_one(LogTable).focus()
        elif search is not None and search.behind and not search.stopped:
            search.stop()
        elif search is not None or box.value:
            box.value, self._group = "", Group.ALL
            self._do(self._filter(""))
        self._paint()
