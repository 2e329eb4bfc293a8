"""The console's App: keys into commands, views onto the screen. It decides nothing itself."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from importlib import import_module
from typing import Any, ClassVar

from textual import events
from textual.app import App
from textual.binding import Binding
from textual.filter import LineFilter
from textual.screen import ModalScreen, Screen
from textual.widgets import Input
from textual.worker import Worker, WorkerState

from console import actions
from console.keys.keymap import keymap
from console.screens.cards.hasty_escape import read_as_escape
from console.screens.cards.overlay import Overlay
from console.screens.cards.self_opening import LOOK_S
from console.screens.cards.table import LATER
from console.screens.desk_screen import DeskScreen
from console.screens.notices import LOOK_S as NOTICE_S
from console.screens.own_window import READ_S
from console.screens.painter import FLUSH_S
from console.screens.parts import Parts
from console.screens.places import HOME, PLACES
from console.seat import Seat
from console.terminal import title as terminal_title
from console.terminal.kind import keeps_keys
from console.text.sentences import Text
from console.text.which_log import which_log
from console.theme import DARK, VARIABLE_DEFAULTS, register_themes
from console.tidying import LOOK_S as TIDY_S
from console.tidying import Tidying
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
        self._tidying = Tidying()
        self._shown = False
        self.parts = Parts(self, session, t, glyphs, house, here=lambda: self.desk, repaint=self.refresh_view)
        self.own_window = self.parts.own_window
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
        """The screen of whoever sits here: the role's, else the operator's desk."""
        self.install_screen(self.parts.operator, "operator")
        return self.parts.navigation.made(HOME.get(self.session.desk.identity.role, "operator"))

    @property
    def desk(self) -> DeskScreen:
        """The full screen that is on show, be there a card over it or not."""
        below = self.screen_stack[0] if self.screen_stack else None
        return below if isinstance(below, DeskScreen) else self.parts.operator

    def on_mount(self) -> None:
        """Only when the first picture stands does the background work begin."""
        conference = self.session.conference
        terminal_title.put(self._write, self._mode, conference.short_title or conference.title)
        if self._hints:
            self.parts.operator.welcome(self._hints, len(conference.points), conference.speed)
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
            if isinstance(self.screen, Overlay):
                self._say_dead(self.screen, usual)
        await super().on_event(event)

    def _begin(self) -> None:
        self._shown = True
        self.run_worker(self._start(), group="session", exit_on_error=False)
        self.set_interval(FLUSH_S, self.parts.painter.flush)
        self.set_interval(LOOK_S, self.parts.opening.look)
        self.set_interval(NOTICE_S, self.parts.look)
        self.parts.painter.turn()
        if terminal := keeps_keys(os.environ):
            self.own_window.say(self._t("notice.terminal", terminal=terminal), "warning")

    async def _start(self) -> None:
        if self.session.playing is None:
            begun = self.session.desk.log_events > 0
            self.own_window.say(which_log(self.session.folder, self._t, begun=begun), seconds=READ_S)
        await self.session.start()
        if self.session.folder_differs:
            self.own_window.say(self._t("import.folder_differs"), "warning")
        await self.parts.viewing.load_strip()
        await asyncio.to_thread(self.parts.lookup.prepare)
        for name in LATER:
            import_module(name)
        self._read_ahead()
        self._tidying.begin()
        self.set_interval(TIDY_S, self._tidying.look)

    def _read_ahead(self) -> None:
        """What the other screens are arranged by: else whoever first goes to one waits for all of it to be
        parsed again.
        """
        for place in PLACES:
            for path in self.parts.navigation.made(place).css_path:
                if not self.stylesheet.has_source(str(path)):
                    self.stylesheet.read(path)
        self.stylesheet.reparse()

    def refresh_view(self) -> None:
        """Show the newest state now."""
        self.parts.painter.paint()

    def on_app_focus(self, _event: events.AppFocus) -> None:
        """The keyboard is here."""
        self.parts.painter.focus(True)

    def on_app_blur(self, _event: events.AppBlur) -> None:
        """The keyboard is elsewhere: say so."""
        self.parts.painter.focus(False)

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

    def _say_dead(self, card: Overlay[Any], key: str) -> None:
        """A key of the table that `card` has no use for says so, unless it may be meant for a box."""
        action = self._house.pressed(key)
        typing = isinstance(self.focused, Input) and not (action and action.is_function_key)
        if action and not typing and not card.takes(key):
            card.answer("card.dead_key", key=actions.key_name(self._house.find(action.id).keys[0]))

    def on_overlay_unanswered(self, event: Overlay.Unanswered) -> None:
        """A card was asked for what it cannot do."""
        self.own_window.say(self._t(event.code, **event.params), "warning", on=event.card)

    def action_desk(self, action_id: str) -> None:
        """A key of the table was pressed."""
        self.parts.dispatch.press(action_id, typing=isinstance(self.focused, Input))

    def _mode_word(self) -> str:
        """Said where nothing that is done here counts."""
        if self.session.playing is not None:
            return self._t("mode.replay")
        return self._t("mode.rehearsal") if self.session.folder.is_rehearsal else ""
