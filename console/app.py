"""The console's App: keys into commands, views onto the screen. It decides nothing itself."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from typing import ClassVar

from textual import events
from textual.app import App
from textual.binding import Binding
from textual.filter import LineFilter
from textual.screen import ModalScreen, Screen
from textual.widgets import Input
from textual.worker import Worker, WorkerState

from console import actions, terminal_title
from console.actions import Scope
from console.key_guard import KeyGuard
from console.keymap import keymap
from console.screens.at_hand import AtHand
from console.screens.card_table import LATER, CardTable
from console.screens.desk_screen import DeskScreen
from console.screens.dispatch import Dispatch
from console.screens.hasty_escape import read_as_escape
from console.screens.lookup import Lookup
from console.screens.notices import LOOK_S as NOTICE_S
from console.screens.notices import Notices
from console.screens.operator import OperatorScreen
from console.screens.own_window import OwnWindow
from console.screens.painter import FLUSH_S, Painter
from console.screens.places import make_screen
from console.screens.scrubbing import scrubbing
from console.screens.self_opening import LOOK_S, SelfOpening
from console.screens.verbs.performing import Performing
from console.screens.ways import Ways
from console.seat import Seat
from console.terminal_kind import keeps_keys
from console.text import Text
from console.theme import DARK, VARIABLE_DEFAULTS, register_themes
from console.tidying import LOOK_S as TIDY_S
from console.tidying import Tidying
from console.viewing import Viewing
from data.text import clean
from widgets.ascii_signs import AsciiFilter
from widgets.glyphs import ASCII, UNICODE, GlyphSet


class ConsoleApp(App[None]):
    """One screen for one audience. Commands repaint at once, telemetry at most four times a second,
    ages and countdowns on the second.
    """

    CSS_PATH = "console.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar = [
        Binding(",".join(action.keys), f"desk('{action.id}')", action.id, priority=action.is_function_key)
        for action in actions.ACTIONS
        if action.bound and action.keys
    ]

    def __init__(
        self,
        session: Seat,
        t: Text,
        *,
        glyphs: GlyphSet = UNICODE,
        theme: str = DARK,
        hints: tuple[str, ...] = (),
    ) -> None:
        """`hints` are message ids for a newcomer's card, none for no card."""
        self._spelling = (AsciiFilter(),) if glyphs is ASCII else ()
        super().__init__()
        read_as_escape()
        self.session = session
        self._house = house = keymap(session.conference.keys)
        self._t = t = t.naming(house.names)
        self.own_window = window = OwnWindow(self, t)
        self._viewing = viewing = Viewing(session)
        self._guard = guard = KeyGuard(
            session.clock.real_ns,
            session.conference.thresholds.quiet_time_ms,
            past=session.playing is not None,
        )
        self._tidying = Tidying()
        self._shown = False
        self._painter = Painter(
            viewing,
            guard,
            here=lambda: self.desk,
            later=self.set_timer,
            ring=self.bell if session.playing is None else lambda: None,
            clock=session.clock,
            pace=lambda: session.pace,
            in_protocol=session.conference.look.bell_in_protocol,
        )
        self._cards = cards = CardTable(
            self.push_screen, AtHand(viewing.view, guard.f8, t, glyphs), house.acting(past=guard.past)
        )
        self._notices = Notices(session, t, glyphs)
        self._performing = doing = Performing(
            session,
            cards,
            t,
            tell=window.say,
            repaint=self.refresh_view,
            asked=lambda question: self._notices.asked(viewing.painted(), question),
        )
        self._opening = SelfOpening(viewing, guard, doing, self._free_place, t=t, glyphs=glyphs)
        self._operator = OperatorScreen(t, glyphs, self.refresh_view)
        ways = Ways(
            {"operator": self._operator},
            lambda place: make_screen(place, t, glyphs, self.refresh_view, session),
            here=lambda: self.desk,
            install=self.install_screen,
            switch=self.switch_screen,
            run=partial(self.run_worker, group="ways", exit_on_error=False),
            shown=self.refresh_view,
        )
        self._lookup = Lookup(session.conference, viewing, t, glyphs, cards=cards, ways=ways, tell=window.say)
        self._dispatch = Dispatch(
            guard, viewing, doing, ways, house, t=t, glyphs=glyphs, tell=self._answer, windows=self._windows()
        )
        if session.playing is not None:
            session.playing.on_moved(self.refresh_view)
        for action in self._house.added:
            self.bind(",".join(action.keys), f"desk('{action.id}')")
        self._hints = hints
        self._mode = self._mode_word()
        register_themes(self, name=theme, framed=bool(self._mode))
        self.title = clean(session.conference.title)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """So that any theme paints."""
        return VARIABLE_DEFAULTS

    def get_line_filters(self) -> Sequence[LineFilter]:
        """With ASCII signs, nothing but letters leaves in any other."""
        return (*super().get_line_filters(), *self._spelling)

    def get_default_screen(self) -> Screen[None]:
        """The operator's desk."""
        self.install_screen(self._operator, "operator")
        return self._operator

    @property
    def desk(self) -> DeskScreen:
        """The full screen that is on show, be there a card over it or not."""
        below = self.screen_stack[0] if self.screen_stack else None
        return below if isinstance(below, DeskScreen) else self._operator

    def on_mount(self) -> None:
        """Only when the first picture stands does the background work begin."""
        conference = self.session.conference
        terminal_title.put(self._write, self._mode, conference.short_title or conference.title)
        if self._hints:
            self._operator.welcome(self._hints, len(conference.points))
        self.call_after_refresh(self._begin)

    def on_unmount(self) -> None:
        """Leave the terminal as it was."""
        terminal_title.restore(self._write)
        self._tidying.end()

    def _write(self, codes: str) -> None:
        if self._driver is not None:
            self._driver.write(codes)

    async def on_event(self, event: events.Event) -> None:
        """Keys typed ahead of the first picture were not meant for what it says: they are dropped.

        Of the others the house's own become the table's here, so that all the rest knows only those.
        """
        if isinstance(event, events.Key) and not event.is_forwarded:
            self._tidying.pressed()
            usual = self._house.usual(event.key) if self._shown else None
            if usual is None:
                return
            event.key = usual
        await super().on_event(event)

    def _begin(self) -> None:
        self._shown = True
        self.run_worker(self._start(), group="session", exit_on_error=False)
        self.set_interval(FLUSH_S, self._painter.flush)
        self.set_interval(LOOK_S, self._opening.look)
        self.set_interval(NOTICE_S, lambda: self._notices.look(self._viewing.painted()))
        self._painter.turn()
        if terminal := keeps_keys(os.environ):
            self.own_window.say(self._t("notice.terminal", terminal=terminal), "warning")

    async def _start(self) -> None:
        await self.session.start()
        if self.session.folder_differs:
            self.own_window.say(self._t("import.folder_differs"), "warning")
        await self._viewing.load_strip()
        await asyncio.to_thread(self._lookup.prepare)
        for name in LATER:
            import_module(name)
        self._tidying.begin()
        self.set_interval(TIDY_S, self._tidying.look)

    def refresh_view(self) -> None:
        """Show the newest state now."""
        self._painter.paint()

    def on_app_focus(self, _event: events.AppFocus) -> None:
        """The keyboard is here."""
        self._painter.focus(True)

    def on_app_blur(self, _event: events.AppBlur) -> None:
        """The keyboard is elsewhere: say so."""
        self._painter.focus(False)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """The one handler of failed workers."""
        if event.state is WorkerState.ERROR:
            self.log.error(str(event.worker.error))
            self.own_window.say(self._t("notice.failed", why=type(event.worker.error).__name__), "error")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Under a card the keys of the table are the card's."""
        if action == "desk" and isinstance(self.screen, ModalScreen):
            return False
        return super().check_action(action, parameters)

    def action_desk(self, action_id: str) -> None:
        """A key of the table was pressed."""
        self._dispatch.press(action_id, typing=isinstance(self.focused, Input))

    def _free_place(self) -> Scope | None:
        """The desk on show, while nothing is open over it or being typed."""
        free = self.screen is self.desk and not isinstance(self.focused, Input)
        return self.desk.scope if free else None

    def _answer(self, text: str, severity: str) -> None:
        self.refresh_view()
        self.own_window.say(text, severity)

    def _windows(self) -> dict[str, Callable[[], None]]:
        """What acts on this window alone."""
        return {
            "note": self._performing.note,
            "find": self._lookup.open,
            "palette": lambda: self._cards.palette(self._dispatch.choose),
            "help": lambda: self._cards.help(self.desk.scope),
            "leave": self._leave,
            "copy": self.own_window.copy,
            "lock": self._lock,
            "names": lambda: self._cards.names(partial(self._performing.carry_out, done="names.done")),
            "preflight": lambda: self._cards.preflight(self._viewing.view, self._performing.carry_out),
            "record_head": lambda: self._cards.head(self.session),
            "item_checks": lambda: self._performing.item_checks(self.desk.selection.cue),
            "theme": self.own_window.wear_next,
            **scrubbing(self.session, self._cards, self._t, self._answer),
        }

    def _mode_word(self) -> str:
        """Said where nothing that is done here counts."""
        if self.session.playing is not None:
            return self._t("mode.replay")
        return self._t("mode.rehearsal") if self.session.folder.is_rehearsal else ""

    def _leave(self) -> None:
        folder = self.session.folder
        if self.session.playing is not None:
            self.exit()
            return
        self._cards.leave(str(folder.path), demo=folder.is_demo, go=self.exit)

    def _lock(self) -> None:
        self._guard.locked = self._viewing.locked = not self._guard.locked
        self.refresh_view()
